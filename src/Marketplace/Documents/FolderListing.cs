using System.Runtime.InteropServices;

namespace Market.Marketplace.Documents;

/// <summary>The blobs of a directory; a folder whose time of change has stood still since it was read is not read again. A store of 100,000 files has
/// 50,000 folders, of which a few change between two backups.</summary>
internal sealed class FolderListing(string root, TimeProvider clock) : IBlobListing
{
    /// <summary>The times of a file system are coarse: two changes may bear the same one. So a folder is read again until its time has stood still for longer.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>A file that was cut short in its place changes no folder; now and then everything is read.</summary>
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(10);

    private static readonly EnumerationOptions SecondLevel = new() { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = 0 };

    private readonly Dictionary<string, long> _blobs = new(StringComparer.Ordinal);
    private Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private DateTimeOffset? _wholeAt;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> Refresh()
    {
        var now = clock.GetUtcNow();
        if (_wholeAt is not { } whole || now - whole > Whole)
        {
            _blobs.Clear();
            _folders.Clear();
            _wholeAt = now;
        }

        var there = new Dictionary<string, Folder>(_folders.Count, StringComparer.Ordinal);
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories("??", SecondLevel))
        {
            if (folder.Parent!.FullName.Length > root.Length)
            {
                // Its time first: what comes in while it is read changes it.
                var (path, changed) = (folder.FullName, folder.LastWriteTimeUtc);
                _folders.Remove(path, out var known);
                there[path] = known is not null && known.Changed == changed && known.IsSettled ? known : Read(folder, changed, known, now);
            }
        }

        foreach (var gone in _folders.Values)
        {
            Forget(gone);
        }

        _folders = there;
        return _blobs;
    }

    private Folder Read(DirectoryInfo folder, DateTime changed, Folder? known, DateTimeOffset now)
    {
        if (known is not null)
        {
            Forget(known);
        }

        var seen = known is not null && known.Changed == changed ? known.SeenAt : now;
        var read = new Folder(changed, seen, now - seen > Settling, []);
        foreach (var file in FilesOf(folder).Where(file => BlobAddress.IsValid(file.Name) && IsPlace(folder, file.Name)))
        {
            read.Blobs.Add(file.Name);
            _blobs[file.Name] = file.Length;
        }

        return read;
    }

    /// <summary>What is there; a file or the folder itself may go while it is read.</summary>
    private static List<FileInfo> FilesOf(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFiles().Where(file => file.Exists)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static bool IsPlace(DirectoryInfo folder, string name) =>
        name.StartsWith(folder.Parent!.Name, StringComparison.Ordinal) && name.AsSpan(2).StartsWith(folder.Name, StringComparison.Ordinal);

    private void Forget(Folder folder)
    {
        foreach (var blob in CollectionsMarshal.AsSpan(folder.Blobs))
        {
            _blobs.Remove(blob);
        }
    }

    /// <param name="Changed">Its time of change when it was read.</param>
    /// <param name="SeenAt">When this time was first seen.</param>
    /// <param name="IsSettled">Whether it had stood still long enough by then.</param>
    /// <param name="Blobs">What was in it.</param>
    private sealed record Folder(DateTime Changed, DateTimeOffset SeenAt, bool IsSettled, List<string> Blobs);
}
