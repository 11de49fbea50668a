using System.Runtime.InteropServices;

namespace Market.Signing.Keys;

/// <summary>The few functions of a PKCS#11 module that OpenSSL's engine leaves to us (PKCS #11 2.40, chapter 5).</summary>
internal sealed class Pkcs11Functions
{
    private const nuint Ok = 0;
    private const nuint AlreadyInitialised = 0x191;
    private const nuint LockingByTheSystem = 2;
    private const int InitialiseArguments = 6;

    private Pkcs11Functions(nint list)
    {
        // Behind the version, the functions stand in the order of the standard.
        SlotList = At<GetSlotList>(list, 4);
        TokenInfo = At<GetTokenInfo>(list, 6);
        Open = At<OpenSession>(list, 12);
        Close = At<OnSession>(list, 13);
        LogIn = At<Login>(list, 18);
        AttributeValue = At<WithTemplate>(list, 24);
        FindInit = At<FindObjectsInit>(list, 26);
        Find = At<FindObjects>(list, 27);
        FindFinal = At<OnSession>(list, 28);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate nuint GetSlotList(byte withToken, nuint[]? slots, ref nuint count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate nuint GetTokenInfo(nuint slot, byte[] info);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate nuint OpenSession(nuint slot, nuint flags, nint application, nint notify, out nuint session);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate nuint OnSession(nuint session);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate nuint Login(nuint session, nuint user, byte[] pin, nuint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate nuint WithTemplate(nuint session, nuint handle, nint template, nuint count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate nuint FindObjectsInit(nuint session, nint template, nuint count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate nuint FindObjects(nuint session, nuint[] found, nuint most, out nuint count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint GetFunctionList(out nint list);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint Initialise(nint[] arguments);

    public GetSlotList SlotList { get; }

    public GetTokenInfo TokenInfo { get; }

    public OpenSession Open { get; }

    public OnSession Close { get; }

    public Login LogIn { get; }

    public WithTemplate AttributeValue { get; }

    public FindObjectsInit FindInit { get; }

    public FindObjects Find { get; }

    public OnSession FindFinal { get; }

    /// <summary>Loads a module and makes it ready; null where it is not there or none. It stays loaded, as the engine's does.</summary>
    public static Pkcs11Functions? Load(string path)
    {
        if (!NativeLibrary.TryLoad(path, out var library) || !NativeLibrary.TryGetExport(library, "C_GetFunctionList", out var entry))
        {
            return null;
        }

        if (Marshal.GetDelegateForFunctionPointer<GetFunctionList>(entry)(out var list) != Ok)
        {
            return null;
        }

        var arguments = new nint[InitialiseArguments];
        arguments[4] = (nint)LockingByTheSystem;
        return At<Initialise>(list, 0)(arguments) is Ok or AlreadyInitialised ? new Pkcs11Functions(list) : null;
    }

    private static T At<T>(nint list, int number)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(list, (number + 1) * nint.Size));
}
