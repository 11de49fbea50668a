using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Market.Testing;

/// <summary>Software tokens (SoftHSM) for the whole process. SoftHSM finds them through SOFTHSM2_CONF, read when the module is loaded;
/// .NET keeps its own copy of the environment, so the variable is set in the C library, once, before anything loads it.</summary>
/// <remarks>Tokens are made here and now: SoftHSM does not see later ones. Keys and certificates may come at any time.</remarks>
internal sealed class SoftToken
{
    public const string Pin = "5678";
    public const string Module = "/usr/lib/softhsm/libsofthsm2.so";
    private const nuint Ok = 0;
    private const nuint AlreadyLoggedIn = 0x100;
    private readonly string _configuration;

    /// <param name="directory">Where the tokens are kept.</param>
    /// <param name="labels">Their names.</param>
    public SoftToken(string directory, params string[] labels)
    {
        _configuration = Path.Combine(directory, "softhsm2.conf");
        var tokens = Directory.CreateDirectory(Path.Combine(directory, "tokens")).FullName;
        File.WriteAllText(_configuration, $"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n");
        Assert.Equal(0, SetNativeVariable("SOFTHSM2_CONF", _configuration, overwrite: 1));
        foreach (var label in labels)
        {
            Run("--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", "12345678");
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint GetFunctionList(out nint list);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint Initialise(nint[] arguments);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint GetSlotList(byte withToken, nuint[] slots, ref nuint count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint GetTokenInfo(nuint slot, byte[] info);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint OpenSession(nuint slot, nuint flags, nint application, nint notify, out nuint session);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint CloseSession(nuint session);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint Login(nuint session, nuint user, byte[] pin, nuint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint CreateObject(nuint session, nint template, nuint count, out nuint handle);

    /// <summary>Why tokens cannot be used; null when they can.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() || !File.Exists("/usr/bin/softhsm2-util") || !File.Exists(Module) ? "Left out: SoftHSM (softhsm2) is not installed."
        : !Directory.GetDirectories("/usr/lib", "*-linux-gnu").Any(folder => File.Exists(Path.Combine(folder, "engines-3", "pkcs11.so")))
            ? "Left out: OpenSSL's pkcs11 engine (libengine-pkcs11-openssl) is not installed."
        : null;

    /// <summary>Puts a private key on a token.</summary>
    public void AddKey(string token, string label, byte id, string pkcs8Pem)
    {
        var file = _configuration + $".{token}-{label}.pem";
        File.WriteAllText(file, pkcs8Pem);
        Run("--import", file, "--token", token, "--label", label, "--id", Convert.ToHexString([id]), "--pin", Pin);
        File.Delete(file);
    }

    /// <summary>Puts a certificate on a token (C_CreateObject; PKCS #11 2.40, 4.6.3): SoftHSM's own tool brings keys only.</summary>
    public static void AddCertificate(string token, string label, byte[] id, byte[] encoded, byte[] subject)
    {
        Assert.True(NativeLibrary.TryLoad(Module, out var library));
        Assert.Equal(Ok, Marshal.GetDelegateForFunctionPointer<GetFunctionList>(NativeLibrary.GetExport(library, "C_GetFunctionList"))(out var list));
        At<Initialise>(list, 0)([0, 0, 0, 0, 2, 0]);
        Assert.Equal(Ok, At<OpenSession>(list, 12)(SlotOf(list, token), 2 | 4, 0, 0, out var session));
        var pin = Encoding.UTF8.GetBytes(Pin);
        Assert.Contains(At<Login>(list, 18)(session, 1, pin, (nuint)pin.Length), new[] { Ok, AlreadyLoggedIn });
        Assert.Equal(Ok, Create(list, session, [
            (0x0, Number(1)), (0x1, [1]), (0x2, [0]), (0x80, Number(0)), (0x3, Encoding.UTF8.GetBytes(label)), (0x102, id), (0x101, subject), (0x11, encoded),
        ]));
        Assert.Equal(Ok, At<CloseSession>(list, 13)(session));
    }

    private static nuint SlotOf(nint list, string token)
    {
        var slots = new nuint[16];
        var count = (nuint)slots.Length;
        Assert.Equal(Ok, At<GetSlotList>(list, 4)(1, slots, ref count));
        return slots.Take((int)count).First(slot =>
        {
            var info = new byte[256];
            return At<GetTokenInfo>(list, 6)(slot, info) == Ok && Encoding.UTF8.GetString(info, 0, 32).TrimEnd() == token;
        });
    }

    private static nuint Create(nint list, nuint session, (nint Type, byte[] Value)[] attributes)
    {
        var pins = attributes.Select(attribute => GCHandle.Alloc(attribute.Value, GCHandleType.Pinned)).ToArray();
        var template = attributes.SelectMany((attribute, index) => new[] { attribute.Type, pins[index].AddrOfPinnedObject(), attribute.Value.Length }).ToArray();
        var pinned = GCHandle.Alloc(template, GCHandleType.Pinned);
        try
        {
            return At<CreateObject>(list, 20)(session, pinned.AddrOfPinnedObject(), (nuint)attributes.Length, out _);
        }
        finally
        {
            pinned.Free();
            Array.ForEach(pins, pin => pin.Free());
        }
    }

    private static byte[] Number(ulong value) => BitConverter.GetBytes(value)[..nuint.Size];

    private static T At<T>(nint list, int number)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(list, (number + 1) * nint.Size));

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetNativeVariable(string name, string value, int overwrite);

    private void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("softhsm2-util", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = _configuration;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
