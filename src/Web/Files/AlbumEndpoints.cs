using System.IO.Compression;
using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Web.Identity;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Market.Web.Files;

/// <summary>All files of an album as one ZIP, packed while it is sent: nothing is kept on disk or in memory.</summary>
internal static class AlbumEndpoints
{
    public static void MapAlbums(this IEndpointRouteBuilder app) =>
        app.MapGet("/results/{id:guid}/album.zip", DownloadAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task DownloadAsync(Guid id, MarketSession market, IBlobStore blobs, HttpContext http)
    {
        var pack = await market.RunAsync((OpenAlbum open) => open.ExecuteAsync(id), http.RequestAborted);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(pack.Name);
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // ZipArchive ends each entry with a few bytes written synchronously; the content itself goes asynchronously.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await using var zip = await ZipArchive.CreateAsync(
            http.Response.Body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, http.RequestAborted);
        foreach (var file in pack.Files)
        {
            // PDF and DWG are packed already: packing them again only costs time.
            var entry = zip.CreateEntry(file.Path, CompressionLevel.NoCompression);
            entry.LastWriteTime = file.At.ToOffset(Market.Marketplace.Calendars.ChinaTime.Offset);
            await using var content = await entry.OpenAsync(http.RequestAborted);
            await using var blob = blobs.OpenRead(file.Sha256);
            await blob.CopyToAsync(content, http.RequestAborted);
        }
    }
}
