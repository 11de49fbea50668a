using System.Security.Cryptography;

namespace Market.Signing;

/// <summary>The mathematics of a signature, without its digest.</summary>
public enum SignatureFamily
{
    /// <summary>RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).</summary>
    RsaPkcs1,

    /// <summary>RSASSA-PSS with MGF1 over the same digest (RFC 8017, 8.1).</summary>
    RsaPss,

    /// <summary>ECDSA over a NIST prime curve; the value is the DER of r and s (RFC 5753).</summary>
    Ecdsa,

    /// <summary>SM2 over the recommended curve (GB/T 32918.2); the value is the DER of r and s (GM/T 0009).</summary>
    Sm2,

    /// <summary>Ed25519 or Ed448 (RFC 8032): verified in strangers' files, not made here.</summary>
    EdDsa,
}

/// <summary>A digest and a signature algorithm that belong together.</summary>
public sealed record SignatureScheme
{
    private SignatureScheme(SignatureFamily family, HashAlgorithmName digest)
    {
        Family = family;
        Digest = digest;
    }

    public static SignatureScheme RsaPkcs1Sha256 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA256);

    public static SignatureScheme RsaPkcs1Sha384 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA384);

    public static SignatureScheme RsaPkcs1Sha512 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA512);

    public static SignatureScheme RsaPssSha256 { get; } = new(SignatureFamily.RsaPss, HashAlgorithmName.SHA256);

    public static SignatureScheme RsaPssSha384 { get; } = new(SignatureFamily.RsaPss, HashAlgorithmName.SHA384);

    public static SignatureScheme RsaPssSha512 { get; } = new(SignatureFamily.RsaPss, HashAlgorithmName.SHA512);

    public static SignatureScheme EcdsaSha256 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA256);

    public static SignatureScheme EcdsaSha384 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA384);

    public static SignatureScheme EcdsaSha512 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA512);

    /// <summary>SM2 with SM3. The digest to sign is e = SM3(ZA || signed attributes), GB/T 32918.2, 6.1.</summary>
    public static SignatureScheme Sm2Sm3 { get; } = new(SignatureFamily.Sm2, GuoMi.Sm3.Name);

    /// <summary>Every scheme this library can seal with.</summary>
    public static IReadOnlyList<SignatureScheme> All { get; } =
    [
        RsaPkcs1Sha256, RsaPkcs1Sha384, RsaPkcs1Sha512,
        RsaPssSha256, RsaPssSha384, RsaPssSha512,
        EcdsaSha256, EcdsaSha384, EcdsaSha512,
        Sm2Sm3,
    ];

    public SignatureFamily Family { get; }

    /// <summary>Digest of the content, of the signed attributes and of the signature's time-stamp imprint.</summary>
    public HashAlgorithmName Digest { get; }

    /// <summary>For example <c>RsaPss-SHA256</c>.</summary>
    public override string ToString() => $"{Family}-{Digest.Name}";
}
