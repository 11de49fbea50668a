using System.Runtime.InteropServices;
using Market.Signing.Keys;

namespace Market.Signing;

/// <summary>The PKCS#11 module through which this process reaches its tokens: that of the installation, else the one of p11-kit, where
/// the modules of tokens register themselves.</summary>
public static class Pkcs11Module
{
    private const string Variable = "PKCS11_MODULE_PATH";
    private const string Registered = "p11-kit-proxy.so";
    private static readonly Lock Loading = new();
    private static Pkcs11Functions? _loaded;

    /// <summary>Names the module, before the first key on a token is opened.</summary>
    /// <param name="path">The vendor's library, for example <c>/usr/lib/softhsm/libsofthsm2.so</c>.</param>
    /// <exception cref="SealRefusedException"><c>token-module-missing</c>: the file is not there or is no such module;
    /// <c>platform-unsupported</c>.</exception>
    public static void Use(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!OperatingSystem.IsLinux())
        {
            throw Unsupported();
        }

        lock (Loading)
        {
            _loaded = Load(Path.GetFullPath(path));

            // OpenSSL's engine reads the C library's environment, of which .NET keeps a copy of its own.
            _ = SetNativeVariable(Variable, Path.GetFullPath(path), overwrite: 1);
        }
    }

    internal static SealRefusedException Unsupported() => new(
        "platform-unsupported", $"Keys on PKCS#11 tokens are used on Linux only, not on {RuntimeInformation.OSDescription}.");

    /// <exception cref="SealRefusedException"><c>token-module-missing</c>.</exception>
    internal static Pkcs11Functions Current()
    {
        lock (Loading)
        {
            return _loaded ??= Load(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Registered);
        }
    }

    private static Pkcs11Functions Load(string path) => Pkcs11Functions.Load(path) ?? throw new SealRefusedException(
        SealRefusedException.TokenModuleMissing, $"The PKCS#11 module {path} is not there or does not work.");

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetNativeVariable(string name, string value, int overwrite);
}
