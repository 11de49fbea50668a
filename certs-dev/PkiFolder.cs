using System.Security.Cryptography;
using System.Text.Json;

namespace Market.Development;

/// <summary>A directory of keys that belong together, readable by their owner only and held by one process at a time.</summary>
/// <remarks>The manifest is written last and lists the SHA-256 of each file, so that a half-written or damaged directory
/// is recognised instead of quietly getting new keys, which would orphan every seal made before.</remarks>
internal sealed class PkiFolder : IDisposable
{
    private const string Manifest = "pki.json";
    private const string LockFile = ".lock";
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _directory;
    private readonly FileStream _lock;

    private PkiFolder(string directory, FileStream exclusive) => (_directory, _lock) = (directory, exclusive);

    public bool IsComplete => File.Exists(PathOf(Manifest));

    /// <summary>Opens the directory, or makes it.</summary>
    /// <exception cref="DevelopmentPkiException">It holds something else.</exception>
    public static PkiFolder Open(string directory)
    {
        CreatePrivate(directory);
        var folder = new PkiFolder(directory, Lock(directory));
        if (folder.IsComplete || Directory.EnumerateFileSystemEntries(directory).All(path => Path.GetFileName(path) == LockFile))
        {
            return folder;
        }

        folder.Dispose();
        throw new DevelopmentPkiException(
            $"The directory {directory} holds files but no complete development PKI ({Manifest} is missing), perhaps because "
            + "its first start was interrupted. Move its content away and start again.");
    }

    public string PathOf(string name) => Path.Combine(_directory, name);

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Writes the files, and the manifest after them.</summary>
    public void Write(SortedDictionary<string, byte[]> files)
    {
        foreach (var (name, bytes) in files)
        {
            WritePrivate(PathOf(name), bytes);
        }

        var digests = files.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value)));
        var unfinished = PathOf(Manifest + ".new");
        WritePrivate(unfinished, JsonSerializer.SerializeToUtf8Bytes(digests, Indented));
        File.Move(unfinished, PathOf(Manifest));
    }

    /// <summary>Compares every file with the manifest.</summary>
    /// <exception cref="DevelopmentPkiException">One is missing or another than was written.</exception>
    public void Check()
    {
        foreach (var (name, digest) in ReadManifest())
        {
            var path = PathOf(Path.GetFileName(name));
            if (!File.Exists(path) || Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != digest)
            {
                throw new DevelopmentPkiException(
                    $"The file {path} of the development PKI is missing or damaged. Restore it, or move the directory away "
                    + "to make new keys; seals made with the old keys will then no longer be trusted.");
            }
        }
    }

    public DevelopmentPkiException Unreadable(Exception cause) => new(
        $"The development PKI in {_directory} cannot be read. Restore the directory, or move it away to make new keys.", cause);

    public void Dispose() => _lock.Dispose();

    private Dictionary<string, string> ReadManifest()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(Read(Manifest))!;
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void WritePrivate(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    // Two processes may start on one directory: the second waits for the first to finish.
    private static FileStream Lock(string directory)
    {
        var path = Path.Combine(directory, LockFile);
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockPatience)
            {
                Thread.Sleep(50);
            }
        }
    }
}
