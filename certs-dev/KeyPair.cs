using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Development;

/// <summary>A fresh key pair and what is needed to certify it.</summary>
internal sealed class KeyPair : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private KeyPair(RSA? rsa, ECDsa? ecdsa)
    {
        _rsa = rsa;
        _ecdsa = ecdsa;
    }

    public static KeyPair Generate(SealKeyKind kind) => kind switch
    {
        SealKeyKind.Rsa2048 => new(RSA.Create(2048), null),
        SealKeyKind.Rsa3072 => new(RSA.Create(3072), null),
        SealKeyKind.Rsa4096 => new(RSA.Create(4096), null),
        SealKeyKind.EcdsaP256 => new(null, ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        SealKeyKind.EcdsaP384 => new(null, ECDsa.Create(ECCurve.NamedCurves.nistP384)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public CertificateRequest Request(X500DistinguishedName subject) => _rsa is not null
        ? new CertificateRequest(subject, _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(subject, _ecdsa!, HashAlgorithmName.SHA256);

    public X509Certificate2 Attach(X509Certificate2 certificate) =>
        _rsa is not null ? certificate.CopyWithPrivateKey(_rsa) : certificate.CopyWithPrivateKey(_ecdsa!);

    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
    }
}
