using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Market.Signing.Cms;

namespace Market.Signing.GuoMi;

/// <summary>Reads SM2 private keys and certificates from text.</summary>
internal static class Sm2Pem
{
    /// <exception cref="SealRefusedException"><c>key-unreadable</c>, <c>key-missing</c> or <c>key-unsupported</c>.</exception>
    public static Sm2PrivateKey ReadPrivateKey(string pem, string? password)
    {
        foreach (var (label, data) in Read(pem))
        {
            switch (label)
            {
                case "PRIVATE KEY":
                    return FromPkcs8(data);
                case "EC PRIVATE KEY":
                    return Require(Sm2PrivateKey.TryReadEcPrivateKey(data, isCurveKnown: false));
                case "ENCRYPTED PRIVATE KEY":
                    return FromEncryptedPkcs8(data, password ?? "");
                default:
                    continue;
            }
        }

        throw new SealRefusedException("key-missing", "The file holds no private key.");
    }

    /// <summary>Whether the text holds an SM2 key that the password opens.</summary>
    public static bool HoldsPrivateKey(string pem, string? password)
    {
        try
        {
            _ = ReadPrivateKey(pem, password);
            return true;
        }
        catch (SealRefusedException)
        {
            return false;
        }
    }

    public static IReadOnlyList<byte[]> ReadCertificates(string pem) =>
        [.. Read(pem).Where(block => block.Label == "CERTIFICATE").Select(block => block.Data)];

    public static Sm2PrivateKey FromEncryptedPkcs8(ReadOnlyMemory<byte> encoded, string password)
    {
        try
        {
            return FromInfo(Pkcs8PrivateKeyInfo.DecryptAndDecode(password, encoded, out _));
        }
        catch (CryptographicException exception)
        {
            throw new SealRefusedException(
                "key-unreadable", "The private key cannot be opened: the password is wrong or the file is damaged.", exception);
        }
    }

    public static Sm2PrivateKey FromPkcs8(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return FromInfo(Pkcs8PrivateKeyInfo.Decode(encoded, out _));
        }
        catch (CryptographicException exception)
        {
            throw new SealRefusedException("key-unreadable", "The private key cannot be read.", exception);
        }
    }

    private static Sm2PrivateKey FromInfo(Pkcs8PrivateKeyInfo info)
    {
        var isSm2 = info.AlgorithmId.Value == Oids.EcPublicKey
            && info.AlgorithmParameters is { } parameters
            && CmsObjectIdentifier(parameters) == GuoMiOids.Sm2Curve;
        return Require(isSm2 ? Sm2PrivateKey.TryReadEcPrivateKey(info.PrivateKeyBytes, isCurveKnown: true) : null);
    }

    private static string? CmsObjectIdentifier(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return AsnDecoder.ReadObjectIdentifier(encoded.Span, AsnEncodingRules.BER, out _);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static Sm2PrivateKey Require(Sm2PrivateKey? key) =>
        key ?? throw new SealRefusedException("key-unsupported", "The private key is not an SM2 key on the recommended curve.");

    private static IEnumerable<(string Label, byte[] Data)> Read(string pem)
    {
        var rest = pem;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            yield return (rest[fields.Label], Convert.FromBase64String(rest[fields.Base64Data]));
            rest = rest[fields.Location.End..];
        }
    }
}
