using System.Formats.Asn1;
using Market.Signing.Cms;
using Market.Signing.Validation;

namespace Market.Signing.GuoMi;

/// <summary>Verifies SignedData of GB/T 35275 (GM/T 0010) over content that is elsewhere.</summary>
internal sealed class GmSignedDataVerification
{
    private readonly CmsSignedData _cms;
    private readonly byte[] _contentDigest;
    private readonly ValidationOptions _options;
    private readonly Findings _findings = new();

    private GmSignedDataVerification(CmsSignedData cms, byte[] contentDigest, ValidationOptions options) =>
        (_cms, _contentDigest, _options) = (cms, contentDigest, options);

    /// <param name="encoded">The ContentInfo, zero bytes allowed behind it.</param>
    /// <param name="contentDigest">SM3 of the protected content.</param>
    /// <param name="options">Anchors and the moment of asking.</param>
    public static GmSignedDataReport Verify(ReadOnlyMemory<byte> encoded, byte[] contentDigest, ValidationOptions options)
    {
        try
        {
            return new GmSignedDataVerification(CmsSignedData.ParseGuoMi(encoded), contentDigest, options).Verify();
        }
        catch (CmsFormatException exception)
        {
            var findings = new Findings();
            findings.Add(Reasons.ByCode.GetValueOrDefault(exception.Code, Reasons.CmsUnreadable));
            return new GmSignedDataReport(GmSignedDataProfile.Unknown, false, null, null, null, findings);
        }
    }

    private GmSignedDataReport Verify()
    {
        if (!_cms.IsDer)
        {
            _findings.Add(Reasons.CmsNotDer);
        }

        if (_cms.Signers is not [{ } signer])
        {
            _findings.Add(Reasons.CmsSignerCount);
            return Report(GmSignedDataProfile.Unknown, false, null);
        }

        var certificate = GmSigner.FindCertificate(_cms, signer);
        if (certificate is null)
        {
            _findings.Add(Reasons.SigningCertificateMissing);
            return Report(GmSignedDataProfile.Unknown, false, null);
        }

        if (signer.Digest.Oid != GuoMiOids.Sm3 || certificate.PublicKey is null)
        {
            _findings.Add(Reasons.AlgorithmUnsupported);
            return Report(GmSignedDataProfile.Unknown, false, certificate);
        }

        var profile = signer.SignedAttributesEncoding is not null ? GmSignedDataProfile.SignedAttributes : GmSignedDataProfile.EmbeddedDigest;
        var isIntact = profile == GmSignedDataProfile.SignedAttributes
            ? CheckAttributes(signer, certificate)
            : CheckEmbeddedDigest(signer, certificate, ref profile);
        return Report(profile, isIntact, certificate, signer);
    }

    private bool CheckAttributes(CmsSignerInfo signer, GmCertificate certificate)
    {
        var attributes = signer.SignedAttributes;
        if (attributes.IsAmbiguous)
        {
            _findings.Add(Reasons.CmsDuplicateAttribute);
            return false;
        }

        // Producers name the content by the identifier of PKCS #7 inside the Chinese structure.
        var type = attributes.Single(Oids.ContentType) is { } encodedType ? CmsValues.ReadOid(encodedType) : null;
        if (type is not (Oids.Data or GuoMiOids.Data) || type != _cms.ContentType)
        {
            _findings.Add(Reasons.CmsContentType);
            return false;
        }

        if (_cms.Content is not null)
        {
            _findings.Add(Reasons.CmsHasContent);
            return false;
        }

        if (attributes.Single(Oids.MessageDigest) is not { } attribute || CmsValues.ReadOctets(attribute) is not { } stated)
        {
            _findings.Add(Reasons.MessageDigestMissing);
            return false;
        }

        if (!stated.AsSpan().SequenceEqual(_contentDigest))
        {
            _findings.Add(Reasons.HashMismatch);
            return false;
        }

        return Sm2Check.Check(
            signer.SignatureAlgorithm.Oid, signer.Signature.Span, signer.SignedAttributesEncoding!.Value.Span,
            certificate, Reasons.SignatureValueInvalid, _findings);
    }

    private bool CheckEmbeddedDigest(CmsSignerInfo signer, GmCertificate certificate, ref GmSignedDataProfile profile)
    {
        if (_cms.ContentType is not (Oids.Data or GuoMiOids.Data) || _cms.Content is { Length: not Sm3.HashSizeInBytes })
        {
            profile = GmSignedDataProfile.Unknown;
            _findings.Add(SealReasons.ProfileUnknown);
            return false;
        }

        if (_cms.Content is { } content && !content.Span.SequenceEqual(_contentDigest))
        {
            _findings.Add(Reasons.HashMismatch);
            return false;
        }

        if (IsDirect(signer, certificate))
        {
            profile = GmSignedDataProfile.DirectDigest;
            _findings.Add(SealReasons.DigestSignedDirectly);
            return true;
        }

        if (_cms.Content is null)
        {
            // The value may sign the content itself, which a digest cannot show; it is not a form that is in use.
            profile = GmSignedDataProfile.Unknown;
            _findings.Add(SealReasons.ProfileUnknown);
            return false;
        }

        return Sm2Check.Check(
            signer.SignatureAlgorithm.Oid, signer.Signature.Span, _contentDigest, certificate, Reasons.SignatureValueInvalid, _findings);
    }

    private bool IsDirect(CmsSignerInfo signer, GmCertificate certificate) =>
        GuoMiOids.IsSm2WithSm3(signer.SignatureAlgorithm.Oid)
        && Sm2SignatureValue.TryRead(signer.Signature.Span) is { } value
        && certificate.PublicKey!.VerifyDigest(_contentDigest, value);

    private GmSignedDataReport Report(GmSignedDataProfile profile, bool isIntact, GmCertificate? certificate, CmsSignerInfo? signer = null)
    {
        var claimedAt = signer?.SignedAttributes.Single(Oids.SigningTime) is { } time ? TryReadTime(time) : null;
        var timestamp = isIntact && signer!.UnsignedAttributes.Single(Oids.SignatureTimeStamp) is { } token
            ? GmTimestamp.Validate(token, signer.Signature, _options)
            : null;
        if (certificate is not null)
        {
            CheckTrust(certificate, claimedAt, timestamp);
        }

        return new GmSignedDataReport(profile, isIntact, certificate, claimedAt, timestamp, _findings);
    }

    private void CheckTrust(GmCertificate certificate, DateTimeOffset? claimedAt, TimestampReport? timestamp)
    {
        if (timestamp is { IsProof: false })
        {
            _findings.AddRange(timestamp.Reasons.Select(code => Reasons.ByCode[code]));
        }
        else if (timestamp is null && _options.RequireTimestamp)
        {
            _findings.Add(Reasons.TimestampMissing);
        }

        var provenAt = timestamp is { IsProof: true } ? timestamp.At : null;
        GmTrust.CheckSigner(
            certificate, GmSigner.CertificatesOf(_cms), provenAt, claimedAt, _options, _findings);
    }

    private static DateTimeOffset? TryReadTime(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return GmTime.Read(new AsnReader(encoded, AsnEncodingRules.BER));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
