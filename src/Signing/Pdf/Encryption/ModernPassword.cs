using System.Security.Cryptography;

namespace Market.Signing.Pdf.Encryption;

/// <summary>Passwords of revisions 5 and 6, by SHA-2 and AES-256: ISO 32000-2, 7.6.4.3.3 and 7.6.4.4.11; revision 5 is that of
/// Adobe's extension level 3.</summary>
internal sealed class ModernPassword(EncryptionDictionary dictionary)
{
    private const int HashBytes = 32;
    private const int SaltBytes = 8;
    private const int LongestPassword = 127;

    /// <summary>The file's key, when the bytes are the user password; else null.</summary>
    public byte[]? TryUser(ReadOnlySpan<byte> password) => Try(password, dictionary.UserHash.Span, dictionary.UserKey, []);

    /// <summary>The file's key, when the bytes are the owner password; else null.</summary>
    public byte[]? TryOwner(ReadOnlySpan<byte> password) => Try(password, dictionary.OwnerHash.Span, dictionary.OwnerKey, dictionary.UserHash.Span);

    /// <summary>Whether the encrypted copy of the permissions, which only holders of the key can make, agrees (algorithm 13).</summary>
    public bool AgreesOnPermissions(byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var proof = aes.DecryptEcb(dictionary.PermissionsProof.Span, PaddingMode.None);
        return proof.AsSpan(9, 3).SequenceEqual("adb"u8)
            && System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(proof) == dictionary.Permissions
            && proof[8] == (dictionary.EncryptMetadata ? 'T' : 'F');
    }

    private byte[]? Try(ReadOnlySpan<byte> password, ReadOnlySpan<byte> stored, ReadOnlyMemory<byte> encryptedKey, ReadOnlySpan<byte> userHash)
    {
        password = password[..Math.Min(password.Length, LongestPassword)];
        var proof = Hash(password, stored.Slice(HashBytes, SaltBytes), userHash);
        if (!CryptographicOperations.FixedTimeEquals(proof, stored[..HashBytes]))
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = Hash(password, stored.Slice(HashBytes + SaltBytes, SaltBytes), userHash);
        return aes.DecryptCbc(encryptedKey.Span, new byte[16], PaddingMode.None);
    }

    private byte[] Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> userHash)
    {
        var digest = SHA256.HashData([.. password, .. salt, .. userHash]);
        return dictionary.Revision == 5 ? digest : Harden(digest, password, userHash);
    }

    // Algorithm 2.B: at least 64 rounds, and on until the last byte of a round is small enough.
    private static byte[] Harden(byte[] digest, ReadOnlySpan<byte> password, ReadOnlySpan<byte> userHash)
    {
        using var aes = Aes.Create();
        byte last = 0;
        for (var round = 0; round < 64 || last > round - 32; round++)
        {
            byte[] once = [.. password, .. digest, .. userHash];
            var repeated = new byte[once.Length * 64];
            for (var i = 0; i < 64; i++)
            {
                once.CopyTo(repeated, i * once.Length);
            }

            aes.Key = digest[..16];
            var encrypted = aes.EncryptCbc(repeated, digest.AsSpan(16, 16), PaddingMode.None);

            // The first 16 bytes as a number, modulo 3; as 256 is 1 modulo 3, their sum will do.
            var sum = 0;
            foreach (var part in encrypted.AsSpan(0, 16))
            {
                sum += part;
            }

            digest = (sum % 3) switch
            {
                0 => SHA256.HashData(encrypted),
                1 => SHA384.HashData(encrypted),
                _ => SHA512.HashData(encrypted),
            };
            last = encrypted[^1];
        }

        return digest[..HashBytes];
    }
}
