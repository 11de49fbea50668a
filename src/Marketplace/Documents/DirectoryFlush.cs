using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Market.Marketplace.Documents;

/// <summary>Makes a rename durable: fsync of the directory itself, which .NET's file API does not offer.</summary>
internal static class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a directory. Only POSIX systems know this; elsewhere the file system orders renames itself.</summary>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(Encoding.UTF8.GetBytes(directory + '\0'), ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{directory} cannot be opened.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        try
        {
            if (Synchronise(descriptor) != 0)
            {
                throw new IOException($"{directory} cannot be flushed.", new Win32Exception(Marshal.GetLastPInvokeError()));
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Flushes everything that is written so far, on every disk. Only POSIX systems know this.</summary>
    public static void FlushAll()
    {
        if (!OperatingSystem.IsWindows())
        {
            SynchroniseAll();
        }
    }

    [DllImport("libc", EntryPoint = "sync")]
    private static extern void SynchroniseAll();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronise(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
