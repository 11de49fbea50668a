using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;

namespace Market.Signing.Keys;

/// <summary>A private key in this process's memory, its certificate and issuers; owns all of them.</summary>
internal sealed class SoftwareKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    /// <param name="certificate">With its private key.</param>
    /// <param name="others">Certificates that came along; those that are no issuers of it are disposed.</param>
    /// <param name="scheme">Without it, the natural one.</param>
    /// <exception cref="SealRefusedException"><c>key-unsupported</c> or <c>key-is-sm2</c>.</exception>
    public SoftwareKey(X509Certificate2 certificate, IEnumerable<X509Certificate2> others, SignatureScheme? scheme)
    {
        if (Sm2Certificates.IsSm2(certificate))
        {
            throw Sm2Refusal(null);
        }

        _rsa = certificate.GetRSAPrivateKey();
        _ecdsa = _rsa is null ? certificate.GetECDsaPrivateKey() : null;
        Scheme = scheme ?? NaturalScheme();
        if (Scheme.Family == SignatureFamily.Sm2 || (Scheme.Family == SignatureFamily.Ecdsa ? _ecdsa is null : _rsa is null))
        {
            _rsa?.Dispose();
            _ecdsa?.Dispose();
            throw new SealRefusedException("key-unsupported", $"The key cannot make {Scheme} signatures.");
        }

        var candidates = others.Where(other => !ReferenceEquals(other, certificate)).ToList();
        Certificate = certificate;
        Chain = IssuersOf(certificate, candidates);
        foreach (var unused in candidates.Except(Chain, ReferenceEqualityComparer.Instance).OfType<X509Certificate2>())
        {
            unused.Dispose();
        }
    }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<X509Certificate2> Chain { get; }

    public SignatureScheme Scheme { get; }

    public byte[] SignDigest(ReadOnlySpan<byte> digest) => Scheme.Family switch
    {
        SignatureFamily.RsaPkcs1 => _rsa!.SignHash(digest, Scheme.Digest, RSASignaturePadding.Pkcs1),
        SignatureFamily.RsaPss => _rsa!.SignHash(digest, Scheme.Digest, RSASignaturePadding.Pss),
        SignatureFamily.Ecdsa => _ecdsa!.SignHash(digest, DSASignatureFormat.Rfc3279DerSequence),
        _ => throw new InvalidOperationException($"No way to sign with {Scheme}."),
    };

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

    /// <summary>The platform's cryptography takes an SM2 key for one of ECDSA, with which it must not sign.</summary>
    public static SealRefusedException Sm2Refusal(Exception? cause)
    {
        const string Message = "The key is an SM2 key: open it with Sm2SealKey.";
        return cause is null ? new(SealRefusedException.KeyIsSm2, Message) : new(SealRefusedException.KeyIsSm2, Message, cause);
    }

    private static List<X509Certificate2> IssuersOf(X509Certificate2 leaf, List<X509Certificate2> candidates)
    {
        var chain = new List<X509Certificate2>();
        for (var current = leaf; !IsSelfIssued(current);)
        {
            var issuer = candidates.Find(candidate =>
                !chain.Contains(candidate) && candidate.SubjectName.RawData.AsSpan().SequenceEqual(current.IssuerName.RawData));
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

    private SignatureScheme NaturalScheme() => _ecdsa switch
    {
        null => SignatureScheme.RsaPkcs1Sha256,
        { KeySize: <= 256 } => SignatureScheme.EcdsaSha256,
        { KeySize: <= 384 } => SignatureScheme.EcdsaSha384,
        _ => SignatureScheme.EcdsaSha512,
    };
}
