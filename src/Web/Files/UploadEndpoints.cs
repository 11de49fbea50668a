using System.Globalization;
using Market.Marketplace.Operations;
using Market.Web.Api;
using Market.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Market.Web.Files;

/// <summary>Resumable uploads over plain HTTP: announce, send in pieces, ask how far it got, go on.</summary>
internal static class UploadEndpoints
{
    /// <summary>Largest piece sent in one request.</summary>
    private const int LargestPiece = 64 * 1024 * 1024;

    private const int LongestName = 200;
    private const string OffsetHeader = "Upload-Offset";
    private const string LengthHeader = "Upload-Length";

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        var uploads = app.MapGroup("/uploads").RequireAuthorization().ExcludeFromDescription();
        uploads.MapPost("", BeginAsync).RequireAntiforgery();
        uploads.MapMethods("{id}", [HttpMethods.Head], HeadAsync);
        uploads.MapPatch("{id}", AppendAsync).RequireAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestPiece));
        uploads.MapDelete("{id}", CancelAsync).RequireAntiforgery();
    }

    /// <summary>What is going to be uploaded.</summary>
    internal sealed record Announcement(string? Name, long Size, string? Purpose);

    private static async Task<IResult> BeginAsync(
        Announcement announced, MarketSession market, UploadStore store, IOptions<UploadOptions> options, HttpContext http)
    {
        var actor = await market.GetActorAsync(http.RequestAborted);
        if (!actor.May(Permission.UploadFiles))
        {
            return Problems.Of("forbidden");
        }

        // Some browsers send a path; only the name is wanted.
        var name = (announced.Name ?? "").Split('/', '\\')[^1].Trim();
        if (name.Length is 0 or > LongestName || name.Any(character => char.IsControl(character) || character is '<' or '>'))
        {
            return Problems.Of("upload-name", LongestName);
        }

        if (UploadPurpose.Of(announced.Purpose) is not { } purpose)
        {
            return Problems.Of("upload-purpose");
        }

        if (purpose.KindOf(name) is not { } kind)
        {
            return Problems.Of("upload-type", name, string.Join("、", purpose.Kinds.Select(allowed => allowed.Name)));
        }

        if (announced.Size <= 0)
        {
            return Problems.Of("upload-empty", name);
        }

        var largest = purpose.Largest(options.Value);
        if (announced.Size > largest)
        {
            return Problems.Of("upload-too-big", name, FileSize.Say(announced.Size), FileSize.Say(largest));
        }

        return store.Begin(actor.UserId, name, announced.Size, kind.MediaType) is { } upload
            ? Results.Created($"/uploads/{upload.Id}", new { id = upload.Id, offset = 0L })
            : Problems.Of("upload-quota");
    }

    private static async Task<IResult> HeadAsync(string id, MarketSession market, UploadStore store, HttpContext http)
    {
        if (store.Find(id, (await market.GetActorAsync(http.RequestAborted)).UserId) is not { } upload)
        {
            return Results.NotFound();
        }

        Say(http, OffsetHeader, store.OffsetOf(upload));
        Say(http, LengthHeader, upload.Size);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok();
    }

    private static async Task<IResult> AppendAsync(
        string id, [FromHeader(Name = OffsetHeader)] long? offset, MarketSession market, UploadStore store, UploadIntake intake, HttpContext http)
    {
        if (store.Find(id, (await market.GetActorAsync(http.RequestAborted)).UserId) is not { } upload)
        {
            return Problems.Of("not-found");
        }

        if (upload.FileId is { } stored)
        {
            // The answer to the last piece was lost on its way; say it again.
            return Results.Ok(new { fileId = stored, name = upload.Name, size = upload.Size });
        }

        try
        {
            var refusal = await intake.AppendAsync(upload, offset ?? 0, http.Request.Body, http.RequestAborted);
            if (refusal is not null)
            {
                return refusal;
            }
        }
        catch (IOException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return Problems.Of("upload-busy");
        }

        var arrived = store.OffsetOf(upload);
        Say(http, OffsetHeader, arrived);
        if (arrived < upload.Size)
        {
            return Results.NoContent();
        }

        var fileId = await intake.StoreAsync(upload, market, http.RequestAborted);
        return Results.Ok(new { fileId, name = upload.Name, size = upload.Size });
    }

    private static async Task<IResult> CancelAsync(string id, MarketSession market, UploadStore store, HttpContext http)
    {
        if (store.Find(id, (await market.GetActorAsync(http.RequestAborted)).UserId) is not { } upload)
        {
            return Problems.Of("not-found");
        }

        store.Remove(upload);
        return Results.NoContent();
    }

    private static void Say(HttpContext http, string header, long value) =>
        http.Response.Headers[header] = value.ToString(CultureInfo.InvariantCulture);
}
