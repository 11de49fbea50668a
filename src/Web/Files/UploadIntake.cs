using Market.Marketplace.Documents;
using Market.Web.Api;
using Market.Web.Identity;

namespace Market.Web.Files;

/// <summary>Takes in the pieces of an upload and hands the whole to the blob store.</summary>
internal sealed class UploadIntake(UploadStore store, IBlobStore blobs)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Appends a piece; null when it was taken. What has arrived stays, also when the connection breaks.</summary>
    /// <exception cref="IOException">Another request is writing this upload.</exception>
    public async Task<IResult?> AppendAsync(Upload upload, long offset, Stream piece, CancellationToken ct)
    {
        await using var bytes = store.OpenToAppend(upload);
        if (offset != bytes.Length)
        {
            return Problems.Of("upload-offset", bytes.Length);
        }

        bytes.Seek(0, SeekOrigin.End);
        var buffer = new byte[BufferSize];
        for (int read; (read = await piece.ReadAsync(buffer, ct)) > 0;)
        {
            if (bytes.Length + read > upload.Size)
            {
                // More than was announced: the browser's file has changed meanwhile.
                return Problems.Of("bad-request");
            }

            await bytes.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
        }

        if (offset == 0 && bytes.Length > 0 && !await HasRightOpeningAsync(bytes, upload))
        {
            bytes.Close();
            store.Remove(upload);
            return Problems.Of(RefusalFor(upload.MediaType), upload.Name);
        }

        return null;
    }

    /// <summary>Stores the complete upload as a file of the person's organisation; returns the file's id.</summary>
    public async Task<Guid> StoreAsync(Upload upload, MarketSession market, CancellationToken ct)
    {
        StoredBlob blob;
        await using (var bytes = store.OpenToRead(upload))
        {
            blob = await blobs.PutAsync(bytes, ct);
        }

        var fileId = await market.RunAsync(
            (RegisterUpload register) => register.ExecuteAsync(upload.Name, upload.MediaType, blob.Sha256, blob.Size), ct);
        store.Finish(upload, fileId);
        return fileId;
    }

    private static string RefusalFor(string mediaType) =>
        mediaType == FileKind.Pdf.MediaType ? "upload-not-pdf"
        : mediaType == FileKind.Jpeg.MediaType || mediaType == FileKind.Png.MediaType ? "upload-not-picture"
        : "upload-not-data";

    /// <summary>Holds the first bytes against the type that the name claims.</summary>
    private static async Task<bool> HasRightOpeningAsync(FileStream bytes, Upload upload)
    {
        var expected = FileKind.Of(upload.MediaType).Opening;
        var opening = new byte[expected.Length];
        bytes.Seek(0, SeekOrigin.Begin);
        var read = await bytes.ReadAtLeastAsync(opening, opening.Length, throwOnEndOfStream: false);
        // A first piece shorter than the opening is judged by what there is of it.
        return opening.AsSpan(0, read).SequenceEqual(expected.AsSpan(0, read));
    }
}
