namespace Market.Cli.Sealing;

/// <summary>A file that appears under its name only when it is whole, and never in place of what it was made from.</summary>
internal static class OutputFile
{
    private const string SharedMemory = "/dev/shm/";
    private static readonly string[] SystemFolders = ["/dev/", "/proc/", "/sys/"];
    private const int BufferSize = 256 << 10;

    /// <summary>Writes beside the final name, flushes to disk, and renames.</summary>
    public static async Task WriteAsync(string path, Func<FileStream, Task> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            await using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>What the system keeps under /dev, /proc and /sys are no files: renaming over one of them takes it from every program of
    /// the machine.</summary>
    /// <exception cref="UsageException">No file may be put there.</exception>
    public static void RequirePlace(string path)
    {
        var real = Real(path);
        if (!OperatingSystem.IsWindows()
            && Array.Exists(SystemFolders, folder => real.StartsWith(folder, StringComparison.Ordinal))
            && !real.StartsWith(SharedMemory, StringComparison.Ordinal))
        {
            throw new UsageException(Texts.Say("batch.no-file", path));
        }
    }

    /// <exception cref="UsageException">The folder is not there and cannot be made.</exception>
    public static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Texts.Say("batch.no-folder", folder));
        }
    }

    /// <summary>Whether two names mean one file, as far as names and links to folders and files tell.</summary>
    public static bool IsSame(string one, string other) =>
        string.Equals(Real(one), Real(other), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target)
        {
            full = target.FullName;
        }

        // Links among the folders above, from the root downwards.
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (Directory.Exists(real) && Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } folder)
            {
                real = folder.FullName;
            }
        }

        return real;
    }
}
