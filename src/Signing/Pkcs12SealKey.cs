using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing;

/// <summary>A seal key read from a PKCS#12 file; the private key stays in memory only.</summary>
public sealed class Pkcs12SealKey : ISealKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private Pkcs12SealKey(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, SignatureScheme? scheme)
    {
        _rsa = certificate.GetRSAPrivateKey();
        _ecdsa = _rsa is null ? certificate.GetECDsaPrivateKey() : null;
        Certificate = certificate;
        Chain = chain;
        Scheme = scheme ?? DefaultScheme();
        if (Scheme.Family == SignatureFamily.Ecdsa ? _ecdsa is null : _rsa is null)
        {
            throw new SealRefusedException("key-unsupported", $"The key in the PKCS#12 file cannot make {Scheme} signatures.");
        }
    }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<X509Certificate2> Chain { get; }

    public SignatureScheme Scheme { get; }

    /// <summary>Opens a <c>.p12</c> or <c>.pfx</c> file.</summary>
    /// <exception cref="SealRefusedException"><c>key-unreadable</c> (wrong password or damaged file), <c>key-missing</c>,
    /// <c>key-ambiguous</c> or <c>key-unsupported</c>.</exception>
    public static Pkcs12SealKey Open(string path, string password, SignatureScheme? scheme = null) =>
        Open(File.ReadAllBytes(path), password, scheme);

    /// <inheritdoc cref="Open(string, string, SignatureScheme?)"/>
    /// <param name="pkcs12">The bytes of the file.</param>
    /// <param name="password">The password of the file.</param>
    /// <param name="scheme">Without it, the natural one: RSA PKCS#1 with SHA-256, or ECDSA with the digest of the curve's size.</param>
    public static Pkcs12SealKey Open(byte[] pkcs12, string password, SignatureScheme? scheme = null)
    {
        var certificates = Load(pkcs12, password);
        try
        {
            var leaf = SingleWithKey(certificates);
            var key = new Pkcs12SealKey(leaf, IssuersOf(leaf, certificates), scheme);
            foreach (var unused in certificates.Where(other => other != leaf && !key.Chain.Contains(other)))
            {
                unused.Dispose();
            }

            return key;
        }
        catch
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }

            throw;
        }
    }

    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Scheme.Family switch
        {
            SignatureFamily.RsaPkcs1 => _rsa!.SignHash(digest.Span, Scheme.Digest, RSASignaturePadding.Pkcs1),
            SignatureFamily.RsaPss => _rsa!.SignHash(digest.Span, Scheme.Digest, RSASignaturePadding.Pss),
            SignatureFamily.Ecdsa => _ecdsa!.SignHash(digest.Span, DSASignatureFormat.Rfc3279DerSequence),
            _ => throw new InvalidOperationException($"No way to sign with {Scheme}."),
        });
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
        Certificate.Dispose();
        foreach (var issuer in Chain)
        {
            issuer.Dispose();
        }
    }

    private static X509Certificate2Collection Load(byte[] pkcs12, string password)
    {
        // macOS has no ephemeral key sets; there the key goes through a temporary keychain.
        var flags = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(pkcs12, password, flags);
        }
        catch (CryptographicException exception)
        {
            throw new SealRefusedException(
                "key-unreadable", "The PKCS#12 file cannot be opened: the password is wrong or the file is damaged.", exception);
        }
    }

    private static X509Certificate2 SingleWithKey(X509Certificate2Collection certificates)
    {
        var withKey = certificates.Where(certificate => certificate.HasPrivateKey).ToList();
        return withKey.Count switch
        {
            1 => withKey[0],
            0 => throw new SealRefusedException("key-missing", "The PKCS#12 file holds no private key."),
            _ => throw new SealRefusedException("key-ambiguous", "The PKCS#12 file holds more than one private key."),
        };
    }

    private static List<X509Certificate2> IssuersOf(X509Certificate2 leaf, X509Certificate2Collection certificates)
    {
        var chain = new List<X509Certificate2>();
        for (var current = leaf; !IsSelfIssued(current);)
        {
            var issuer = certificates.FirstOrDefault(candidate =>
                candidate != leaf
                && !chain.Contains(candidate)
                && candidate.SubjectName.RawData.AsSpan().SequenceEqual(current.IssuerName.RawData));
            if (issuer is null)
            {
                break;
            }

            chain.Add(issuer);
            current = issuer;
        }

        return chain;
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private SignatureScheme DefaultScheme() => _ecdsa switch
    {
        null => SignatureScheme.RsaPkcs1Sha256,
        { KeySize: <= 256 } => SignatureScheme.EcdsaSha256,
        { KeySize: <= 384 } => SignatureScheme.EcdsaSha384,
        _ => SignatureScheme.EcdsaSha512,
    };
}
