using System.Text.Json;
using Market.Marketplace.Documents;

namespace Market.Marketplace.Backups;

/// <summary>One file of a backup besides the blobs, which carry their digest as their name.</summary>
/// <param name="Path">From the backup's root, with slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal digits.</param>
public sealed record BackupFile(string Path, long Size, string Sha256);

/// <summary>What a backup holds. It is written last and under its final name at once: a backup without it, or with the one of the time before,
/// is no new backup yet.</summary>
public sealed record BackupManifest
{
    /// <summary>The only format so far.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Its name in the backup.</summary>
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>How the backup is laid out.</summary>
    public required int Format { get; init; }

    /// <summary>When it was begun: what was committed before is in it.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The database's kind.</summary>
    public required string Provider { get; init; }

    /// <summary>The last migration of the database.</summary>
    public required string Migration { get; init; }

    /// <summary>The copy of the database; none where its own administrator backs it up.</summary>
    public BackupFile? Database { get; init; }

    /// <summary>Keys of seals, and the keys with which those are encrypted.</summary>
    public required IReadOnlyList<BackupFile> Keys { get; init; }

    /// <summary>How many blobs the backup holds at least.</summary>
    public required long Blobs { get; init; }

    /// <summary>What they hold.</summary>
    public required long BlobBytes { get; init; }

    /// <summary>Reads the manifest of a backup; null when there is none that can be read.</summary>
    public static BackupManifest? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(path), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal void Write(string directory)
    {
        var (path, fresh) = (Path.Combine(directory, FileName), Path.Combine(directory, FileName + ".new"));
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        DirectoryFlush.Flush(directory);
    }
}
