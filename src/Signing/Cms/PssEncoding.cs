using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Market.Signing.Cms;

/// <summary>Checks RSASSA-PSS values with a salt of any length (RFC 8017, 8.1.2 and 9.1.2); .NET knows only salts as long as the
/// digest. All values are public, so nothing here needs to take constant time.</summary>
internal static class PssEncoding
{
    private const byte Trailer = 0xBC;

    public static bool Verify(RSA rsa, HashAlgorithmName digest, int saltLength, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        var modulus = new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true);
        var value = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        var exponent = new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true);
        if (signature.Length != (rsa.KeySize + 7) / 8 || value >= modulus || exponent.GetBitLength() > 64)
        {
            return false;
        }

        var bits = (int)modulus.GetBitLength() - 1;
        var encoded = BigInteger.ModPow(value, exponent, modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        var length = (bits + 7) / 8;
        if (encoded.Length > length)
        {
            return false;
        }

        var block = new byte[length];
        encoded.CopyTo(block, length - encoded.Length);
        return IsEncoding(block, bits, digest, saltLength, hash);
    }

    // 9.1.2, steps 3 to 14.
    private static bool IsEncoding(byte[] block, int bits, HashAlgorithmName digest, int saltLength, ReadOnlySpan<byte> hash)
    {
        var size = hash.Length;
        var maskedLength = block.Length - size - 1;
        if (maskedLength < saltLength + 1 || block[^1] != Trailer)
        {
            return false;
        }

        var unused = unchecked((byte)(0xFF << (8 - ((8 * block.Length) - bits))));
        var expected = block.AsSpan(maskedLength, size);
        var masked = block.AsSpan(0, maskedLength);
        if ((masked[0] & unused) != 0)
        {
            return false;
        }

        Unmask(masked, expected, digest);
        masked[0] &= unchecked((byte)~unused);
        var padding = masked[..^(saltLength + 1)];
        return !padding.ContainsAnyExcept((byte)0)
            && masked[padding.Length] == 1
            && DigestAlgorithm.Compute(digest, [.. new byte[8], .. hash, .. masked[^saltLength..]]).AsSpan().SequenceEqual(expected);
    }

    // MGF1 (B.2.1).
    private static void Unmask(Span<byte> masked, ReadOnlySpan<byte> seed, HashAlgorithmName digest)
    {
        byte[] input = [.. seed, .. new byte[sizeof(int)]];
        for (var (done, counter) = (0, 0); done < masked.Length; counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            var part = DigestAlgorithm.Compute(digest, input);
            for (var i = 0; i < part.Length && done < masked.Length; i++, done++)
            {
                masked[done] ^= part[i];
            }
        }
    }
}
