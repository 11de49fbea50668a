using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Market.Signing.Keys;

namespace Market.Signing;

/// <summary>A seal key that never leaves its PKCS#11 token: a smart card, a USB key or a hardware security module.</summary>
/// <remarks>
/// The token is reached through OpenSSL's pkcs11 engine (libp11), so this works on Linux only. The module is that of
/// <see cref="Pkcs11Module"/>; before the engine is called the module itself is asked for the token and its PIN, once, for the engine
/// tells no reasons. RSA and ECDSA; SM2 tokens speak other interfaces (SDF, SKF).
/// </remarks>
public sealed class Pkcs11SealKey : ISealKey
{
    private static readonly Lock Opening = new();
    private readonly SafeEvpPKeyHandle _handle;
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;
    private readonly Lock _session = new();

    private Pkcs11SealKey(
        SafeEvpPKeyHandle handle, RSA? rsa, ECDsa? ecdsa, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, SignatureScheme scheme)
    {
        (_handle, _rsa, _ecdsa) = (handle, rsa, ecdsa);
        (Certificate, Chain, Scheme) = (certificate, chain, scheme);
    }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<X509Certificate2> Chain { get; }

    public SignatureScheme Scheme { get; }

    /// <summary>Opens a private key on a token.</summary>
    /// <param name="keyUri">RFC 7512, for example <c>pkcs11:token=seals;object=unit-1;type=private</c>.</param>
    /// <param name="pin">The user's PIN; null where the token asks for none, or on its own key pad.</param>
    /// <param name="certificate">The certificate of the key; owned by the new object, as are the issuers.</param>
    /// <param name="chain">The issuers to embed, nearest first.</param>
    /// <param name="scheme">Without it, the natural one for the certificate's key.</param>
    /// <exception cref="SealRefusedException"><c>token-module-missing</c>, <c>token-absent</c>, <c>token-locked</c>, <c>pin-missing</c>,
    /// <c>pin-wrong</c>, <c>key-unreachable</c> (no such key, no engine), <c>certificate-of-other-key</c>,
    /// <c>key-unsupported</c> (another scheme), <c>platform-unsupported</c>.</exception>
    public static Pkcs11SealKey Open(
        string keyUri, string? pin, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, SignatureScheme? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!OperatingSystem.IsLinux())
        {
            throw Pkcs11Module.Unsupported();
        }

        var handle = OpenHandle(keyUri, pin);
        RSA? rsa = null;
        ECDsa? ecdsa = null;
        try
        {
            using var publicRsa = certificate.GetRSAPublicKey();
            using var publicEcdsa = publicRsa is null ? certificate.GetECDsaPublicKey() : null;
            rsa = publicRsa is null ? null : new RSAOpenSsl(handle);
            ecdsa = publicEcdsa is null ? null : new ECDsaOpenSsl(handle);
            var chosen = scheme ?? NaturalScheme(publicRsa, publicEcdsa);
            RequireMatch(publicRsa, publicEcdsa, rsa, ecdsa, chosen);
            return new Pkcs11SealKey(handle, rsa, ecdsa, certificate, chain, chosen);
        }
        catch (Exception exception)
        {
            rsa?.Dispose();
            ecdsa?.Dispose();
            handle.Dispose();
            if (exception is CryptographicException)
            {
                throw new SealRefusedException(SealRefusedException.CertificateOfOtherKey, "The key on the token is not the one of the certificate.", exception);
            }

            throw;
        }
    }

    /// <summary>The certificates on the token of a key, the key's own first where it is there; the caller disposes them. They are
    /// readable without a PIN.</summary>
    /// <exception cref="SealRefusedException"><c>token-module-missing</c>, <c>token-absent</c>, <c>platform-unsupported</c>.</exception>
    public static (X509Certificate2? Own, IReadOnlyList<X509Certificate2> Others) CertificatesBeside(string keyUri)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw Pkcs11Module.Unsupported();
        }

        var uri = Pkcs11KeyUri.Parse(keyUri);
        IReadOnlyList<TokenCertificate> found;
        lock (Opening)
        {
            found = Pkcs11Token.Find(Pkcs11Module.Current(), uri).Certificates();
        }

        X509Certificate2? own = null;
        var others = new List<X509Certificate2>();
        foreach (var item in found)
        {
            if (TryLoad(item.Encoded) is not { } certificate)
            {
                continue;
            }

            var isOwn = own is null
                && (uri.Attribute("id") is not { } id || id.AsSpan().SequenceEqual(item.Id))
                && (uri.Attribute("object") is not { } label || label.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(item.Label)));
            if (isOwn)
            {
                own = certificate;
            }
            else
            {
                others.Add(certificate);
            }
        }

        return (own, others);
    }

    /// <inheritdoc/>
    /// <exception cref="SealRefusedException"><c>key-unreachable</c>: the token was taken away or refused.</exception>
    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            // A PKCS#11 session does one operation at a time.
            lock (_session)
            {
                return ValueTask.FromResult(Scheme.Family switch
                {
                    SignatureFamily.RsaPkcs1 => _rsa!.SignHash(digest.Span, Scheme.Digest, RSASignaturePadding.Pkcs1),
                    SignatureFamily.RsaPss => _rsa!.SignHash(digest.Span, Scheme.Digest, RSASignaturePadding.Pss),
                    SignatureFamily.Ecdsa => _ecdsa!.SignHash(digest.Span, DSASignatureFormat.Rfc3279DerSequence),
                    _ => throw new InvalidOperationException($"No way to sign with {Scheme}."),
                });
            }
        }
        catch (CryptographicException exception)
        {
            throw new SealRefusedException("key-unreachable", "The token did not sign; it may have been taken away.", exception);
        }
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
        _handle.Dispose();
        Certificate.Dispose();
        foreach (var issuer in Chain)
        {
            issuer.Dispose();
        }
    }

    private static X509Certificate2? TryLoad(byte[] encoded)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(encoded);
        }
        catch (CryptographicException)
        {
            // Tokens also hold certificates of other kinds.
            return null;
        }
    }

    [SupportedOSPlatform("linux")]
    private static SafeEvpPKeyHandle OpenHandle(string keyUri, string? pin)
    {
        var uri = Pkcs11KeyUri.Parse(keyUri);
        lock (Opening)
        {
            var token = Pkcs11Token.Find(Pkcs11Module.Current(), uri);
            if (pin is not null || !uri.NamesPinSource)
            {
                token.RequirePin(pin ?? uri.Pin);
            }

            return LoadFromEngine(uri, pin);
        }
    }

    [SupportedOSPlatform("linux")]
    private static SafeEvpPKeyHandle LoadFromEngine(Pkcs11KeyUri uri, string? pin)
    {
        try
        {
            using var source = pin is null ? null : new PinSource(pin);
            return SafeEvpPKeyHandle.OpenPrivateKeyFromEngine("pkcs11", uri.WithPinFrom(source?.Path));
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException or DllNotFoundException or IOException)
        {
            // The inner exception names OpenSSL's reason; the address is left out, for it may hold a PIN.
            throw new SealRefusedException(
                "key-unreachable", "The key on the token cannot be opened: the token has no such key, or OpenSSL has no pkcs11 engine.", exception);
        }
    }

    private static SignatureScheme NaturalScheme(RSA? rsa, ECDsa? ecdsa) => (rsa, ecdsa) switch
    {
        ({ }, _) => SignatureScheme.RsaPkcs1Sha256,
        (_, { KeySize: <= 256 }) => SignatureScheme.EcdsaSha256,
        (_, { KeySize: <= 384 }) => SignatureScheme.EcdsaSha384,
        (_, { }) => SignatureScheme.EcdsaSha512,
        _ => throw new SealRefusedException("key-unsupported", "The certificate's key is neither RSA nor ECDSA."),
    };

    private static void RequireMatch(RSA? publicRsa, ECDsa? publicEcdsa, RSA? rsa, ECDsa? ecdsa, SignatureScheme scheme)
    {
        var isEcdsa = scheme.Family == SignatureFamily.Ecdsa;
        if (isEcdsa ? ecdsa is null : rsa is null || scheme.Family == SignatureFamily.Sm2)
        {
            throw new SealRefusedException("key-unsupported", $"The key on the token cannot make {scheme} signatures.");
        }

        var isSame = isEcdsa
            ? ecdsa!.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicEcdsa!.ExportSubjectPublicKeyInfo())
            : rsa!.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicRsa!.ExportSubjectPublicKeyInfo());
        if (!isSame)
        {
            throw new SealRefusedException(SealRefusedException.CertificateOfOtherKey, "The key on the token is not the one of the certificate.");
        }
    }
}
