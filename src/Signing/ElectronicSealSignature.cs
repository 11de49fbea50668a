using System.Text.Json.Serialization;
using Market.Signing.GuoMi.Seals;
using Market.Signing.Isolation;

namespace Market.Signing;

/// <summary>A signature made with an electronic seal (电子签章, SES_Signature); it carries the seal.</summary>
[JsonConverter(typeof(WireElectronicSealSignatureConverter))]
public sealed class ElectronicSealSignature
{
    internal ElectronicSealSignature()
    {
    }

    /// <summary>The original bytes, without padding.</summary>
    public ReadOnlyMemory<byte> Encoded { get; internal init; }

    /// <summary>The version the structure declares; it must be that of the seal.</summary>
    public int Version { get; internal init; }

    public required ElectronicSeal Seal { get; init; }

    /// <summary>What the signer states as the time, UTC; null when it is a time-stamp token or cannot be read.</summary>
    public DateTimeOffset? ClaimedAt { get; internal init; }

    /// <summary>What is protected: for OFD the path of Signature.xml, otherwise the producer's own words.</summary>
    public string PropertyInfo { get; internal init; } = "";

    /// <summary>The SM3 digest of the protected content as stated.</summary>
    public ReadOnlyMemory<byte> DataHash { get; internal init; }

    /// <summary>DER of the signer's certificate (签章者证书); it may be unreadable.</summary>
    public ReadOnlyMemory<byte> SignerCertificate { get; internal init; }

    /// <summary>The time-stamp token in place of a stated time (GM/T 0031-2014).</summary>
    internal ReadOnlyMemory<byte>? TimeToken { get; init; }

    internal bool HasCriticalExtension { get; init; }

    internal string SignatureAlgorithm { get; init; } = "";

    internal ReadOnlyMemory<byte> SignatureValue { get; init; }

    /// <summary>The original bytes of TBS_Sign.</summary>
    internal ReadOnlyMemory<byte> SignedBytes { get; init; }

    internal ReadOnlyMemory<byte>? Timestamp { get; init; }

    internal bool IsDer { get; init; }

    /// <summary>Signs a digest with a seal of version 4 or 5.</summary>
    /// <param name="seal">The seal; it must list the key's certificate and be valid now.</param>
    /// <param name="contentDigest">SM3 of the protected content.</param>
    /// <param name="propertyInfo">Says what the digest covers; ASCII.</param>
    /// <param name="key">The signer's SM2 key.</param>
    /// <param name="at">The moment of sealing.</param>
    /// <param name="tsa">Stamps the signature with an SM3 imprint; null leaves the stamp out.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The DER of the SES_Signature.</returns>
    /// <exception cref="SealRefusedException">The seal, the certificate or the key does not allow it.</exception>
    public static Task<byte[]> SignAsync(
        ElectronicSeal seal,
        ReadOnlyMemory<byte> contentDigest,
        string propertyInfo,
        ISealKey key,
        DateTimeOffset at,
        ITimestampAuthority? tsa,
        CancellationToken ct) => SealSigner.SignAsync(seal, contentDigest, propertyInfo, key, at, tsa, ct);

    /// <summary>Verifies a signature and the seal in it.</summary>
    /// <param name="encoded">The SES_Signature; zero bytes may follow, as in the /Contents of a PDF.</param>
    /// <param name="contentDigest">SM3 of the protected content; without it the verdict stays open.</param>
    /// <param name="options">Anchors and the moment of asking.</param>
    public static ElectronicSealReport Verify(
        ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte>? contentDigest, ValidationOptions options) =>
        SealSignatureVerification.Verify(encoded, contentDigest, options);
}
