using System.Security.Cryptography;
using Market.Marketplace.Documents;

namespace Market.Marketplace.Backups;

/// <summary>Small files copied durably, with their digests.</summary>
internal static class BackupFolder
{
    public const string Blobs = "blobs";
    public const string Database = "database";
    public const string Keys = "keys";

    /// <summary>The folders of a data directory that hold keys.</summary>
    public static readonly IReadOnlyList<string> KeyFolders = ["protection", "seal-keys", "development-pki"];

    /// <summary>Copies a folder with all that is in it; what the backup has beyond it goes.</summary>
    public static IEnumerable<BackupFile> Mirror(string from, string root, string relative)
    {
        var to = Path.Combine(root, relative);
        var copied = new HashSet<string>(StringComparer.Ordinal);
        if (Directory.Exists(from))
        {
            foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".new", StringComparison.Ordinal)))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, path));
                Copy(path, target);
                copied.Add(target);
                yield return Describe(root, target);
            }
        }

        if (Directory.Exists(to))
        {
            foreach (var gone in Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories).Where(path => !copied.Contains(path)))
            {
                File.Delete(gone);
            }
        }
    }

    /// <summary>Copies a file so that it is on disk, with its name, when this returns.</summary>
    public static void Copy(string from, string to)
    {
        var folder = Path.GetDirectoryName(to)!;
        Directory.CreateDirectory(folder);
        var bytes = File.ReadAllBytes(from);
        if (File.Exists(to) && File.ReadAllBytes(to).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        using (var file = new FileStream(to + ".new", FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(to + ".new", to, overwrite: true);
        DirectoryFlush.Flush(folder);
    }

    public static BackupFile Describe(string root, string path)
    {
        using var file = File.OpenRead(path);
        return new BackupFile(Path.GetRelativePath(root, path).Replace('\\', '/'), file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    /// <exception cref="BackupRefusedException">It is not there, or not what the manifest says.</exception>
    public static string Require(string root, BackupFile wanted)
    {
        var path = Path.GetFullPath(Path.Combine(root, wanted.Path));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path) && Describe(root, path) == wanted
            ? path
            : throw new BackupRefusedException(BackupRefusal.Damaged, wanted.Path);
    }
}
