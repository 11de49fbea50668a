using Market.Signing.Certificates;

namespace Market.Signing.Cms;

/// <summary>Makes the CMS of a PAdES baseline signature over a digest that was computed elsewhere.</summary>
internal static class CmsSigner
{
    /// <summary>Signs a document's digest: level B-B, or B-T with a time-stamp authority.</summary>
    /// <param name="contentDigest">Digest of the signed byte range, made with the key's digest algorithm.</param>
    /// <param name="key">The key and the certificates to embed.</param>
    /// <param name="at">The moment of sealing, at which the certificate must be valid.</param>
    /// <param name="tsa">Stamps the signature value; null leaves the stamp out.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The DER of the ContentInfo that goes into /Contents.</returns>
    /// <exception cref="SealRefusedException">The certificate or the key may not be used for sealing.</exception>
    /// <exception cref="TimestampException">The authority gave no usable time stamp.</exception>
    public static Task<byte[]> SignAsync(
        ReadOnlyMemory<byte> contentDigest, ISealKey key, DateTimeOffset at, ITimestampAuthority? tsa, CancellationToken ct) =>
        SignAsync(contentDigest, key, isInternational: true, at, tsa, ct);

    /// <inheritdoc cref="SignAsync(ReadOnlyMemory{byte}, ISealKey, DateTimeOffset, ITimestampAuthority?, CancellationToken)"/>
    /// <param name="isInternational">Whether the object identifiers are those of CMS; false for those of GB/T 35275.</param>
    public static async Task<byte[]> SignAsync(
        ReadOnlyMemory<byte> contentDigest,
        ISealKey key,
        bool isInternational,
        DateTimeOffset at,
        ITimestampAuthority? tsa,
        CancellationToken ct)
    {
        SealCertificateRules.RequireUsable(key, at);
        var prepared = PreparedSignedData.Detached(contentDigest.Span, key.Certificate, key.Chain, key.Scheme, isInternational);
        var signature = await key.SignDigestAsync(prepared.DigestToSign, ct).ConfigureAwait(false);
        return await CompleteAsync(prepared, signature, key.Scheme, tsa, ct).ConfigureAwait(false);
    }

    /// <summary>Finishes a split operation with the signature value that a remote key returned.</summary>
    public static async Task<byte[]> CompleteAsync(
        PreparedSignedData prepared, ReadOnlyMemory<byte> signature, SignatureScheme scheme, ITimestampAuthority? tsa, CancellationToken ct)
    {
        if (tsa is null)
        {
            return prepared.Complete(signature.Span);
        }

        // EN 319 122-1, 5.3: the imprint is the digest of the signature value's octets.
        var imprint = DigestAlgorithm.Compute(scheme.Digest, signature.Span);
        var token = await tsa.StampAsync(imprint, scheme.Digest, ct).ConfigureAwait(false);
        return prepared.Complete(signature.Span, token);
    }
}
