using System.Diagnostics;
using System.Globalization;

namespace Market.Testing;

/// <summary>A file system of a few megabytes in memory, for tests of disks that fill up or may not be written. It takes an administrator.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string directory) => Path = directory;

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Mounts one; null where that is not allowed.</summary>
    public static SmallDisk? Mount(int megabytes)
    {
        var directory = Directory.CreateTempSubdirectory("market-test-disk-").FullName;
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", directory))
        {
            return new SmallDisk(directory);
        }

        Directory.Delete(directory);
        return null;
    }

    /// <summary>Lets it be read only, or written again. No file may be open for writing.</summary>
    public void Remount(bool readOnly) =>
        Assert.True(Run("mount", "-o", readOnly ? "remount,ro" : "remount,rw", Path), "The disk could not be mounted anew.");

    /// <summary>Fills it to the last byte; the file that does it goes when disposed.</summary>
    public IDisposable Fill() => new Filler(System.IO.Path.Combine(Path, "filler"));

    public void Dispose()
    {
        // Whatever is still open must not keep the directory.
        Assert.True(Run("umount", "--lazy", Path));
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private sealed class Filler : IDisposable
    {
        private readonly string _path;

        public Filler(string path)
        {
            _path = path;
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                for (var block = new byte[4096]; ;)
                {
                    file.Write(block);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Dispose() => File.Delete(_path);
    }
}
