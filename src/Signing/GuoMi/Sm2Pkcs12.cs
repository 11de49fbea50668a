using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Market.Signing.GuoMi;

/// <summary>Reads and writes PKCS#12 files with SM2 keys, which .NET's own loader refuses.</summary>
internal static class Sm2Pkcs12
{
    private const int UsualIterations = 100_000;

    /// <summary>Whether the file holds an SM2 key that the password opens.</summary>
    public static bool Opens(ReadOnlyMemory<byte> pkcs12, string password)
    {
        try
        {
            _ = Read(pkcs12, password);
            return true;
        }
        catch (SealRefusedException)
        {
            return false;
        }
    }

    /// <summary>The signing key, the DER of its certificate and that of its issuers, nearest first.</summary>
    /// <exception cref="SealRefusedException"><c>key-unreadable</c>, <c>key-missing</c>, <c>key-ambiguous</c> or <c>key-unsupported</c>.</exception>
    public static (Sm2PrivateKey Key, byte[] Certificate, IReadOnlyList<byte[]> Issuers) Read(ReadOnlyMemory<byte> pkcs12, string password)
    {
        var keys = new List<Sm2PrivateKey>();
        var certificates = new List<GmCertificate>();
        foreach (var bag in ReadBags(pkcs12, password))
        {
            switch (bag)
            {
                case Pkcs12ShroudedKeyBag shrouded:
                    keys.Add(Sm2Pem.FromEncryptedPkcs8(shrouded.EncryptedPkcs8PrivateKey, password));
                    break;
                case Pkcs12KeyBag key:
                    keys.Add(Sm2Pem.FromPkcs8(key.Pkcs8PrivateKey));
                    break;
                case Pkcs12CertBag { IsX509Certificate: true } certificate:
                    certificates.Add(ReadCertificate(certificate));
                    break;
                default:
                    break;
            }
        }

        return Choose(keys, certificates);
    }

    /// <summary>Writes a key with its certificates, protected by a password.</summary>
    public static byte[] Write(Sm2PrivateKey key, IEnumerable<byte[]> certificates, string password, int iterations = UsualIterations)
    {
        var protection = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterations);
        var keyContents = new Pkcs12SafeContents();
        var info = Pkcs8PrivateKeyInfo.Decode(key.EncodePkcs8(), out _);
        keyContents.AddSafeBag(new Pkcs12ShroudedKeyBag(info.Encrypt(password, protection)));

        var certificateContents = new Pkcs12SafeContents();
        foreach (var encoded in certificates)
        {
            certificateContents.AddSafeBag(new Pkcs12CertBag(new Oid("1.2.840.113549.1.9.22.1"), Octets(encoded)));
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(keyContents);
        builder.AddSafeContentsEncrypted(certificateContents, password, protection);
        builder.SealWithMac(password, HashAlgorithmName.SHA256, iterations);
        return builder.Encode();
    }

    private static byte[] Octets(byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(value);
        return writer.Encode();
    }

    private static List<Pkcs12SafeBag> ReadBags(ReadOnlyMemory<byte> pkcs12, string password)
    {
        try
        {
            var file = Pkcs12Info.Decode(pkcs12, out _);
            if (file.IntegrityMode != Pkcs12IntegrityMode.Password || !file.VerifyMac(password))
            {
                throw new CryptographicException("The password does not fit.");
            }

            var bags = new List<Pkcs12SafeBag>();
            foreach (var contents in file.AuthenticatedSafe)
            {
                if (contents.ConfidentialityMode == Pkcs12ConfidentialityMode.Password)
                {
                    contents.Decrypt(password);
                }

                bags.AddRange(contents.GetBags());
            }

            return bags;
        }
        catch (Exception exception) when (exception is CryptographicException or InvalidOperationException)
        {
            throw new SealRefusedException(
                "key-unreadable", "The PKCS#12 file cannot be opened: the password is wrong or the file is damaged.", exception);
        }
    }

    private static GmCertificate ReadCertificate(Pkcs12CertBag bag)
    {
        try
        {
            return GmCertificate.Parse(AsnDecoder.ReadOctetString(
                bag.EncodedCertificate.Span, AsnEncodingRules.BER, out _));
        }
        catch (Exception exception) when (exception is GmFormatException or AsnContentException)
        {
            throw new SealRefusedException("key-unreadable", "A certificate in the PKCS#12 file cannot be read.", exception);
        }
    }

    private static (Sm2PrivateKey Key, byte[] Certificate, IReadOnlyList<byte[]> Issuers) Choose(
        List<Sm2PrivateKey> keys, List<GmCertificate> certificates)
    {
        var pairs = keys
            .SelectMany(key => certificates
                .Where(certificate => certificate.PublicKey?.Point.AsSpan().SequenceEqual(key.PublicKey.Point) == true)
                .Select(certificate => (Key: key, Certificate: certificate)))
            .ToList();
        if (pairs.Count > 1)
        {
            pairs.RemoveAll(pair => !pair.Certificate.MaySign);
        }

        if (pairs.Count != 1)
        {
            throw pairs.Count == 0
                ? new SealRefusedException("key-missing", "The PKCS#12 file holds no private key with its certificate.")
                : new SealRefusedException("key-ambiguous", "The PKCS#12 file holds more than one signing key.");
        }

        var leaf = pairs[0].Certificate;
        var issuers = new List<byte[]>();
        for (var current = leaf; !current.IsSelfIssued;)
        {
            var issuer = certificates.Find(candidate => candidate.Subject.Span.SequenceEqual(current.Issuer.Span));
            if (issuer is null || issuers.Count == certificates.Count)
            {
                break;
            }

            issuers.Add(issuer.Encoded.ToArray());
            current = issuer;
        }

        return (pairs[0].Key, leaf.Encoded.ToArray(), issuers);
    }
}
