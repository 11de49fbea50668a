using System.Security.Cryptography;

namespace Market.Signing.Pdf.Encryption;

/// <summary>Passwords of revisions 2 to 4, by MD5 and RC4: ISO 32000-2, 7.6.4.3 and 7.6.4.4.</summary>
internal sealed class LegacyPassword(EncryptionDictionary dictionary, ReadOnlyMemory<byte> fileId)
{
    private const int StretchRounds = 50;

    // 7.6.4.3.2: fills a password up to 32 bytes.
    private static ReadOnlySpan<byte> Padding =>
    [
        0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
        0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
    ];

    private bool IsStretched => dictionary.Revision >= 3;

    /// <summary>The file's key (algorithm 2), when the bytes are the user password (algorithm 6); else null.</summary>
    public byte[]? TryUser(ReadOnlySpan<byte> password)
    {
        var key = FileKey(password);
        var (expected, length) = IsStretched ? (StretchedProof(key), 16) : (Rc4.Transform(key, Padding), 32);
        return CryptographicOperations.FixedTimeEquals(expected.AsSpan(0, length), dictionary.UserHash.Span[..length]) ? key : null;
    }

    /// <summary>The file's key, when the bytes are the owner password, which encrypts the user's (algorithm 7); else null.</summary>
    public byte[]? TryOwner(ReadOnlySpan<byte> password)
    {
        var key = Stretch(Md5(Pad(password)), 16)[..dictionary.KeyBytes];
        var user = dictionary.OwnerHash.ToArray();
        for (var round = IsStretched ? 19 : 0; round >= 0; round--)
        {
            user = Rc4.Transform(Mixed(key, round), user);
        }

        return TryUser(user);
    }

    private byte[] FileKey(ReadOnlySpan<byte> password)
    {
        Span<byte> flags = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(flags, dictionary.Permissions);
        ReadOnlySpan<byte> metadata = dictionary.Revision >= 4 && !dictionary.EncryptMetadata ? [0xFF, 0xFF, 0xFF, 0xFF] : [];
        var digest = Md5([.. Pad(password), .. dictionary.OwnerHash.Span, .. flags, .. fileId.Span, .. metadata]);
        return Stretch(digest, dictionary.KeyBytes)[..dictionary.KeyBytes];
    }

    private byte[] Stretch(byte[] digest, int length)
    {
        for (var round = 0; IsStretched && round < StretchRounds; round++)
        {
            digest = Md5(digest.AsSpan(0, length));
        }

        return digest;
    }

    // Algorithm 5.
    private byte[] StretchedProof(byte[] key)
    {
        var proof = Md5([.. Padding, .. fileId.Span]);
        for (var round = 0; round <= 19; round++)
        {
            proof = Rc4.Transform(Mixed(key, round), proof);
        }

        return proof;
    }

    private static byte[] Mixed(byte[] key, int round) => Array.ConvertAll(key, part => (byte)(part ^ round));

    private static byte[] Pad(ReadOnlySpan<byte> password) => [.. password[..Math.Min(password.Length, 32)], .. Padding[..(32 - Math.Min(password.Length, 32))]];

#pragma warning disable CA5351 // The standard prescribes MD5; nothing is trusted because of it.
    private static byte[] Md5(ReadOnlySpan<byte> data) => MD5.HashData(data);
#pragma warning restore CA5351
}
