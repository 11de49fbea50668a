using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;
using Market.Signing.Keys;

namespace Market.Signing;

/// <summary>A seal key read from PEM text, with its certificate and issuers; the private key stays in memory only. For SM2 keys
/// there is <see cref="Sm2SealKey"/>.</summary>
public sealed class PemSealKey : ISealKey
{
    private const string Encrypted = "ENCRYPTED PRIVATE KEY";
    private static readonly string[] KeyLabels = ["PRIVATE KEY", Encrypted, "RSA PRIVATE KEY", "EC PRIVATE KEY"];

    private readonly SoftwareKey _key;

    private PemSealKey(SoftwareKey key) => _key = key;

    public X509Certificate2 Certificate => _key.Certificate;

    public IReadOnlyList<X509Certificate2> Chain => _key.Chain;

    public SignatureScheme Scheme => _key.Scheme;

    /// <summary>Opens a key from PEM files.</summary>
    /// <param name="keyPath">The private key; its certificates may stand in the same file.</param>
    /// <param name="certificatePath">The certificates; null where they stand beside the key.</param>
    /// <param name="password">Opens an encrypted PKCS#8 key; null for one that is not encrypted.</param>
    /// <param name="scheme">Without it, the natural one: RSA PKCS#1 with SHA-256, or ECDSA with the digest of the curve's size.</param>
    /// <exception cref="SealRefusedException"><c>key-unreadable</c> (wrong password, or damaged), <c>key-missing</c>,
    /// <c>key-ambiguous</c>, <c>certificate-of-other-key</c> (or no certificate at all), <c>key-unsupported</c> (another scheme) or <c>key-is-sm2</c>.</exception>
    public static PemSealKey Open(string keyPath, string? certificatePath = null, string? password = null, SignatureScheme? scheme = null) =>
        Parse(File.ReadAllText(keyPath) + "\n" + (certificatePath is null ? "" : File.ReadAllText(certificatePath)), password, scheme);

    /// <summary>Reads a key and its certificates, in any order, from one text.</summary>
    /// <inheritdoc cref="Open(string, string?, string?, SignatureScheme?)"/>
    public static PemSealKey Parse(string pem, string? password = null, SignatureScheme? scheme = null)
    {
        var (label, key) = SingleKey(pem);
        using var rsa = RSA.Create();
        using var ecdsa = ECDsa.Create();
        var isRsa = TryImport(rsa, key, label, password);
        if (!isRsa && Sm2Pem.HoldsPrivateKey(key, password))
        {
            throw SoftwareKey.Sm2Refusal(null);
        }

        if (!isRsa && !TryImport(ecdsa, key, label, password))
        {
            throw new SealRefusedException(
                "key-unreadable", "The private key cannot be read: the password is wrong, the text is damaged, or the key is neither RSA nor ECDSA.");
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            var own = (isRsa ? rsa.ExportSubjectPublicKeyInfo() : ecdsa.ExportSubjectPublicKeyInfo()).AsSpan();
            X509Certificate2? leaf = null;
            foreach (var certificate in certificates)
            {
                leaf ??= own.SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo()) ? certificate : null;
            }

            if (leaf is null)
            {
                throw new SealRefusedException(SealRefusedException.CertificateOfOtherKey, "None of the certificates is that of the private key.");
            }

            var withKey = isRsa ? leaf.CopyWithPrivateKey(rsa) : leaf.CopyWithPrivateKey(ecdsa);
            return new PemSealKey(new SoftwareKey(withKey, certificates.Where(other => other != leaf), scheme));
        }
        catch (Exception exception)
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }

            throw exception is CryptographicException
                ? new SealRefusedException("key-unreadable", "A certificate beside the private key cannot be read.", exception)
                : exception;
        }
    }

    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_key.SignDigest(digest.Span));
    }

    public void Dispose() => _key.Dispose();

    private static (string Label, string Pem) SingleKey(string pem)
    {
        (string Label, string Pem)? found = null;
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var label = rest[fields.Label].ToString();
            if (!KeyLabels.Contains(label))
            {
                continue;
            }

            found = found is null
                ? (label, rest[fields.Location].ToString())
                : throw new SealRefusedException("key-ambiguous", "There is more than one private key.");
        }

        return found ?? throw new SealRefusedException("key-missing", "There is no private key in a form that is read (PKCS#8, PKCS#1 or SEC 1).");
    }

    private static bool TryImport(AsymmetricAlgorithm algorithm, string pem, string label, string? password)
    {
        try
        {
            if (label == Encrypted)
            {
                algorithm.ImportFromEncryptedPem(pem, password ?? "");
            }
            else
            {
                algorithm.ImportFromPem(pem);
            }

            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
