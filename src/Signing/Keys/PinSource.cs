using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Market.Signing.Keys;

/// <summary>The PIN of a token in a file that has no name and lies in memory only, while the engine reads it (pin-source of RFC 7512).
/// Within the address itself the engine would print it when the token refuses it.</summary>
[SupportedOSPlatform("linux")]
internal sealed class PinSource : IDisposable
{
    private const uint CloseOnExec = 1;
    private readonly SafeFileHandle _file;

    /// <exception cref="IOException">The system gives no such file.</exception>
    public PinSource(string pin)
    {
        _file = new SafeFileHandle(CreateMemoryFile("pin\0"u8.ToArray(), CloseOnExec), ownsHandle: true);
        if (_file.IsInvalid)
        {
            throw new IOException("The PIN cannot be handed to the token: the system gives no file in memory.");
        }

        RandomAccess.Write(_file, Encoding.UTF8.GetBytes(pin), 0);
    }

    /// <summary>Where the engine finds it, as long as this object lives.</summary>
    public string Path => $"/proc/self/fd/{_file.DangerousGetHandle()}";

    public void Dispose() => _file.Dispose();

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern int CreateMemoryFile(byte[] name, uint flags);
}
