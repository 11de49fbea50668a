using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Market.Signing.Keys;

/// <summary>A certificate that lies on a token.</summary>
/// <param name="Label">Its name there.</param>
/// <param name="Id">The identifier it shares with its key; empty without one.</param>
internal sealed record TokenCertificate(string Label, byte[] Id, byte[] Encoded);

/// <summary>A token, asked directly: whether it is there, whether its PIN opens it, which certificates it holds. OpenSSL's engine says
/// only that a key cannot be loaded, tries a wrong PIN twice, and asks on the terminal for a missing one.</summary>
internal sealed class Pkcs11Token
{
    private const nuint Ok = 0;
    private const nuint User = 1;
    private const nuint SerialSession = 4;
    private const int TokenInfoBytes = 256;
    private const int FlagsAt = 96;
    private const nuint LoginRequired = 0x4;
    private const nuint ProtectedPath = 0x100;
    private const nuint PinLocked = 0x40000;
    private const int MostCertificates = 64;
    private const int LargestAttribute = 64 * 1024;

    private readonly Pkcs11Functions _functions;
    private readonly nuint _slot;
    private readonly nuint _flags;

    private Pkcs11Token(Pkcs11Functions functions, nuint slot, nuint flags) => (_functions, _slot, _flags) = (functions, slot, flags);

    /// <summary>The token of an address.</summary>
    /// <exception cref="SealRefusedException"><c>token-absent</c>.</exception>
    public static Pkcs11Token Find(Pkcs11Functions functions, Pkcs11KeyUri uri)
    {
        nuint count = 0;
        var isRead = functions.SlotList(1, null, ref count) == Ok;
        var slots = new nuint[isRead ? (int)count : 0];
        isRead = isRead && functions.SlotList(1, slots, ref count) == Ok;
        for (var index = 0; isRead && index < Math.Min(slots.Length, (int)count); index++)
        {
            var info = new byte[TokenInfoBytes];
            if (functions.TokenInfo(slots[index], info) == Ok
                && Is(uri, "token", info.AsSpan(0, 32)) && Is(uri, "manufacturer", info.AsSpan(32, 32))
                && Is(uri, "model", info.AsSpan(64, 16)) && Is(uri, "serial", info.AsSpan(80, 16)))
            {
                return new Pkcs11Token(functions, slots[index], MemoryMarshal.Read<nuint>(info.AsSpan(FlagsAt)));
            }
        }

        throw new SealRefusedException(SealRefusedException.TokenAbsent, "No token of this address is in its slot.");
    }

    /// <summary>Tries the PIN, once.</summary>
    /// <exception cref="SealRefusedException"><c>pin-missing</c>, <c>pin-wrong</c> or <c>token-locked</c>.</exception>
    public void RequirePin(string? pin)
    {
        if ((_flags & PinLocked) != 0)
        {
            throw Refusal(0xA4)!;
        }

        if (pin is null)
        {
            // On a token with its own key pad the PIN is typed there.
            if ((_flags & LoginRequired) != 0 && (_flags & ProtectedPath) == 0)
            {
                throw new SealRefusedException(SealRefusedException.PinMissing, "The token asks for its PIN, and none was given.");
            }

            return;
        }

        var bytes = Encoding.UTF8.GetBytes(pin);
        try
        {
            InSession(session => Refusal(_functions.LogIn(session, User, bytes, (nuint)bytes.Length)) is { } refusal ? throw refusal : Ok);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The certificates that everybody may read on it.</summary>
    public IReadOnlyList<TokenCertificate> Certificates() => InSession(session =>
    {
        var found = new List<TokenCertificate>();
        foreach (var handle in ObjectsIn(session))
        {
            if (Attribute(session, handle, 0x11) is { Length: > 0 } encoded)
            {
                found.Add(new TokenCertificate(
                    Encoding.UTF8.GetString(Attribute(session, handle, 0x3) ?? []), Attribute(session, handle, 0x102) ?? [], encoded));
            }
        }

        return found;
    });

    /// <summary>What the answer to a log-in means (PKCS #11 2.40, 5.1.6); null when it lets in, or leaves the rest to the engine.</summary>
    internal static SealRefusedException? Refusal(nuint answer) => (uint)answer switch
    {
        // CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE; CKR_PIN_EXPIRED, CKR_PIN_LOCKED, CKR_USER_PIN_NOT_INITIALIZED.
        0xA0 or 0xA1 or 0xA2 => new SealRefusedException(SealRefusedException.PinWrong, "The token does not accept the PIN."),
        0xA3 or 0xA4 or 0x102 => new SealRefusedException(
            SealRefusedException.TokenLocked, "The token's PIN is locked, has ended or was never set; whoever issued the token unlocks it."),
        _ => null,
    };

    // Labels are padded with blanks.
    private static bool Is(Pkcs11KeyUri uri, string attribute, ReadOnlySpan<byte> padded) =>
        uri.Attribute(attribute) is not { } wanted || wanted.AsSpan().SequenceEqual(padded.TrimEnd((byte)' '));

    private List<nuint> ObjectsIn(nuint session)
    {
        var handles = new List<nuint>();
        var batch = new nuint[MostCertificates];
        var isFound = WithAttribute(0x0, BitConverter.GetBytes((ulong)1).AsSpan(0, nuint.Size).ToArray(), template => _functions.FindInit(session, template, 1)) == Ok;
        if (isFound && _functions.Find(session, batch, MostCertificates, out var count) == Ok)
        {
            handles.AddRange(batch.AsSpan(0, (int)count));
        }

        _ = isFound ? _functions.FindFinal(session) : Ok;
        return handles;
    }

    private byte[]? Attribute(nuint session, nuint handle, nuint type)
    {
        var value = new byte[LargestAttribute];
        var length = 0;
        var answer = WithAttribute(type, value, template =>
        {
            var read = _functions.AttributeValue(session, handle, template, 1);
            length = (int)Math.Clamp(Marshal.ReadIntPtr(template, 2 * nint.Size), -1, LargestAttribute);
            return read;
        });
        return answer == Ok && length > 0 ? value[..length] : null;
    }

    // A CK_ATTRIBUTE: type, address and length of the value.
    private static nuint WithAttribute(nuint type, byte[] value, Func<nint, nuint> use)
    {
        var pinned = GCHandle.Alloc(value, GCHandleType.Pinned);
        var template = GCHandle.Alloc(new[] { (nint)type, pinned.AddrOfPinnedObject(), value.Length }, GCHandleType.Pinned);
        try
        {
            return use(template.AddrOfPinnedObject());
        }
        finally
        {
            template.Free();
            pinned.Free();
        }
    }

    private T InSession<T>(Func<nuint, T> work)
    {
        if (_functions.Open(_slot, SerialSession, 0, 0, out var session) != Ok)
        {
            throw new SealRefusedException(SealRefusedException.TokenAbsent, "The token was taken out of its slot.");
        }

        try
        {
            return work(session);
        }
        finally
        {
            _ = _functions.Close(session);
        }
    }
}
