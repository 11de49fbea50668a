using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;
using Market.Signing.Keys;

namespace Market.Signing;

/// <summary>A seal key read from a PKCS#12 file; the private key stays in memory only. For SM2 keys there is
/// <see cref="Sm2SealKey"/>.</summary>
public sealed class Pkcs12SealKey : ISealKey
{
    private readonly SoftwareKey _key;

    private Pkcs12SealKey(SoftwareKey key) => _key = key;

    public X509Certificate2 Certificate => _key.Certificate;

    public IReadOnlyList<X509Certificate2> Chain => _key.Chain;

    public SignatureScheme Scheme => _key.Scheme;

    /// <summary>Opens a <c>.p12</c> or <c>.pfx</c> file.</summary>
    /// <exception cref="SealRefusedException"><c>key-unreadable</c> (wrong password or damaged file), <c>key-missing</c>,
    /// <c>key-ambiguous</c>, <c>key-unsupported</c> or <c>key-is-sm2</c>.</exception>
    public static Pkcs12SealKey Open(string path, string password, SignatureScheme? scheme = null) =>
        Open(File.ReadAllBytes(path), password, scheme);

    /// <inheritdoc cref="Open(string, string, SignatureScheme?)"/>
    /// <param name="pkcs12">The bytes of the file.</param>
    /// <param name="password">The password of the file.</param>
    /// <param name="scheme">Without it, the natural one: RSA PKCS#1 with SHA-256, or ECDSA with the digest of the curve's size.</param>
    public static Pkcs12SealKey Open(byte[] pkcs12, string password, SignatureScheme? scheme = null)
    {
        try
        {
            return OpenOwn(pkcs12, password, scheme);
        }
        catch (SealRefusedException refusal) when (refusal.Code != SealRefusedException.KeyIsSm2 && Sm2Pkcs12.Opens(pkcs12, password))
        {
            // How .NET stumbles over an SM2 key depends on the platform and on who wrote the file.
            throw SoftwareKey.Sm2Refusal(refusal);
        }
    }

    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_key.SignDigest(digest.Span));
    }

    public void Dispose() => _key.Dispose();

    private static Pkcs12SealKey OpenOwn(byte[] pkcs12, string password, SignatureScheme? scheme)
    {
        var certificates = Load(pkcs12, password);
        try
        {
            return new Pkcs12SealKey(new SoftwareKey(SingleWithKey(certificates), certificates, scheme));
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
}
