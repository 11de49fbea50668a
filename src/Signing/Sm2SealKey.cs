using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;

namespace Market.Signing;

/// <summary>An SM2 seal key (国密签章密钥) read from PKCS#12 or PKCS#8; the private key stays in memory only.</summary>
/// <remarks>It signs Chinese electronic seals and, as any <see cref="ISealKey"/>, CMS signatures with SM2 and SM3.</remarks>
public sealed class Sm2SealKey : ISealKey
{
    private readonly Sm2PrivateKey _key;

    private Sm2SealKey(Sm2PrivateKey key, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain)
    {
        _key = key;
        Certificate = certificate;
        Chain = chain;
    }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<X509Certificate2> Chain { get; }

    public SignatureScheme Scheme => SignatureScheme.Sm2Sm3;

    /// <summary>Opens a <c>.p12</c> or <c>.pfx</c> file. Of a signing and an encryption key (双证书) the signing one is taken.</summary>
    /// <exception cref="SealRefusedException"><c>key-unreadable</c> (wrong password or damaged file), <c>key-missing</c>,
    /// <c>key-ambiguous</c> or <c>key-unsupported</c>.</exception>
    public static Sm2SealKey OpenPkcs12(ReadOnlyMemory<byte> pkcs12, string password)
    {
        var (key, encoded, issuers) = Sm2Pkcs12.Read(pkcs12, password);
        return Create(key, encoded, issuers);
    }

    /// <summary>Opens a private key and its certificate in PEM: PKCS#8, also encrypted, or the older EC form.</summary>
    /// <param name="keyPem">PRIVATE KEY, ENCRYPTED PRIVATE KEY or EC PRIVATE KEY.</param>
    /// <param name="password">The password of an encrypted key; otherwise null.</param>
    /// <param name="certificatePem">The certificate first, then its issuers.</param>
    /// <inheritdoc cref="OpenPkcs12" path="/exception"/>
    public static Sm2SealKey OpenPem(string keyPem, string? password, string certificatePem)
    {
        var key = Sm2Pem.ReadPrivateKey(keyPem, password);
        var certificates = Sm2Pem.ReadCertificates(certificatePem);
        return certificates.Count > 0
            ? Create(key, certificates[0], certificates.Skip(1))
            : throw new SealRefusedException("key-unreadable", "The file holds no certificate.");
    }

    /// <summary>Signs e = SM3(ZA || message), the digest SM2 works on (GB/T 32918.2, 6.1).</summary>
    /// <returns>The DER of r and s.</returns>
    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (digest.Length != Sm3.HashSizeInBytes)
        {
            throw new ArgumentException("SM2 signs an SM3 digest of 32 bytes.", nameof(digest));
        }

        return ValueTask.FromResult(_key.SignDigest(digest.ToArray()).ToDer());
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var issuer in Chain)
        {
            issuer.Dispose();
        }
    }

    internal static Sm2SealKey Create(Sm2PrivateKey key, byte[] certificate, IEnumerable<byte[]> issuers)
    {
        var loaded = new List<X509Certificate2>();
        try
        {
            loaded.Add(X509CertificateLoader.LoadCertificate(certificate));
            if (!Sm2Certificates.PublicKeyOf(loaded[0]).Point.AsSpan().SequenceEqual(key.PublicKey.Point))
            {
                throw new SealRefusedException(SealRefusedException.CertificateOfOtherKey, "The private key does not belong to the certificate.");
            }

            loaded.AddRange(issuers.Select(issuer => X509CertificateLoader.LoadCertificate(issuer)));
            return new Sm2SealKey(key, loaded[0], loaded[1..]);
        }
        catch (Exception exception) when (exception is CryptographicException or SealRefusedException)
        {
            loaded.ForEach(one => one.Dispose());
            throw exception as SealRefusedException
                ?? new SealRefusedException("key-unreadable", "A certificate of the key cannot be read.", exception);
        }
    }
}
