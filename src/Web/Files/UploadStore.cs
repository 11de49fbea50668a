using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Market.Web.Files;

/// <summary>An upload under way.</summary>
/// <param name="Id">Unguessable.</param>
/// <param name="Owner">The person who began it; nobody else can see or continue it.</param>
/// <param name="Name">The file's name, without any folder.</param>
/// <param name="Size">Announced size in bytes.</param>
/// <param name="MediaType">The type that the name claims; the first bytes are held against it.</param>
/// <param name="BegunAt">When it was announced.</param>
/// <param name="FileId">The stored file, once everything has arrived.</param>
internal sealed record Upload(
    string Id, Guid Owner, string Name, long Size, string MediaType, DateTimeOffset BegunAt, Guid? FileId = null);

/// <summary>Keeps uploads in the data directory until they are complete, so that neither a lost connection nor a
/// restart of the server costs what has already arrived. One file of bytes and one of facts per upload.</summary>
internal sealed class UploadStore(UploadDirectory directory, IOptions<UploadOptions> options, TimeProvider clock)
{
    private const int IdBytes = 16;

    /// <summary>Opens a new upload; null when the person has too many open.</summary>
    public Upload? Begin(Guid owner, string name, long size, string mediaType)
    {
        var open = Open().Where(upload => upload.Owner == owner).ToList();
        if (open.Count >= options.Value.OpenPerPerson || open.Sum(upload => upload.Size) + size > options.Value.OpenBytesPerPerson)
        {
            return null;
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var upload = new Upload(id, owner, name, size, mediaType, clock.GetUtcNow());
        Write(upload);
        File.WriteAllBytes(BytesOf(id), []);
        return upload;
    }

    /// <summary>The upload with this id if it is the person's own.</summary>
    public Upload? Find(string id, Guid owner) =>
        id.Length == IdBytes * 2 && id.All(char.IsAsciiHexDigitLower) && Read(FactsOf(id)) is { } upload && upload.Owner == owner ? upload : null;

    /// <summary>How many bytes have arrived.</summary>
    public long OffsetOf(Upload upload) => upload.FileId is null ? new FileInfo(BytesOf(upload.Id)).Length : upload.Size;

    /// <summary>Opens the bytes for appending; only one writer at a time.</summary>
    /// <exception cref="IOException">Someone else is writing.</exception>
    public FileStream OpenToAppend(Upload upload) =>
        new(BytesOf(upload.Id), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.Asynchronous);

    /// <summary>Opens the bytes for reading from the start.</summary>
    public FileStream OpenToRead(Upload upload) =>
        new(BytesOf(upload.Id), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Remembers the stored file, so that a caller that missed the answer can ask again, and drops the bytes.</summary>
    public void Finish(Upload upload, Guid fileId)
    {
        Write(upload with { FileId = fileId });
        File.Delete(BytesOf(upload.Id));
    }

    /// <summary>Forgets an upload.</summary>
    public void Remove(Upload upload)
    {
        File.Delete(BytesOf(upload.Id));
        File.Delete(FactsOf(upload.Id));
    }

    /// <summary>Forgets uploads that have not gone on for too long; returns how many.</summary>
    public int RemoveAbandoned()
    {
        var tooOld = clock.GetUtcNow() - options.Value.KeptFor;
        var abandoned = All().Where(upload => LastMoved(upload) < tooOld).ToList();
        abandoned.ForEach(Remove);
        return abandoned.Count;
    }

    private DateTimeOffset LastMoved(Upload upload) =>
        upload.FileId is null && new FileInfo(BytesOf(upload.Id)) is { Exists: true } bytes
            ? new DateTimeOffset(bytes.LastWriteTimeUtc)
            : upload.BegunAt;

    private IEnumerable<Upload> All() =>
        Directory.EnumerateFiles(directory.Path, "*.json").Select(Read).OfType<Upload>();

    // Only what still has bytes: an album leaves hundreds of finished ones behind until the sweep.
    private IEnumerable<Upload> Open() => Directory.EnumerateFiles(directory.Path, "*.part")
        .Select(bytes => Read(Path.ChangeExtension(bytes, ".json"))).OfType<Upload>().Where(upload => upload.FileId is null);

    private static Upload? Read(string facts)
    {
        try
        {
            return JsonSerializer.Deserialize<Upload>(File.ReadAllBytes(facts));
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    private void Write(Upload upload)
    {
        var written = FactsOf(upload.Id) + ".new";
        File.WriteAllBytes(written, JsonSerializer.SerializeToUtf8Bytes(upload));
        File.Move(written, FactsOf(upload.Id), overwrite: true);
    }

    private string FactsOf(string id) => Path.Combine(directory.Path, string.Create(CultureInfo.InvariantCulture, $"{id}.json"));

    private string BytesOf(string id) => Path.Combine(directory.Path, string.Create(CultureInfo.InvariantCulture, $"{id}.part"));
}

/// <summary>Where uploads wait.</summary>
internal sealed record UploadDirectory(string Path);
