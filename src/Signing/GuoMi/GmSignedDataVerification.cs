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
    private readonly DateTimeOffset? _laterProof;
    private readonly Findings _findings = new();

    private GmSignedDataVerification(CmsSignedData cms, byte[] contentDigest, ValidationOptions options, DateTimeOffset? laterProof) =>
        (_cms, _contentDigest, _options, _laterProof) = (cms, contentDigest, options, laterProof);

    /// <param name="encoded">The ContentInfo, zero bytes allowed behind it.</param>
    /// <param name="contentDigest">SM3 of the protected content.</param>
    /// <param name="options">Anchors and the moment of asking.</param>
    /// <param name="laterProof">When something that covers the signature is proven to have existed.</param>
    public static GmSignedDataReport Verify(
        ReadOnlyMemory<byte> encoded, byte[] contentDigest, ValidationOptions options, DateTimeOffset? laterProof = null)
    {
        try
        {
            return new GmSignedDataVerification(CmsSignedData.ParseGuoMi(encoded), contentDigest, options, laterProof).Verify();
        }
        catch (CmsFormatException exception)
        {
            var findings = new Findings();
            findings.Add(Reasons.ByCode.GetValueOrDefault(exception.Code, Reasons.CmsUnreadable));
            return new GmSignedDataReport(GmSignedDataProfile.Unknown, false, null, null, null, null, findings);
        }
    }

    private GmSignedDataReport Verify()
    {
        if (!_cms.IsDer)
        {
            _findings.Add(Reasons.CmsNotDer);
        }

        if (_cms.StructureType == Oids.SignedData)
        {
            _findings.Add(SealReasons.InternationalIdentifiers);
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

        CheckBinding(attributes, certificate);
        return Sm2Check.Check(
            signer.SignatureAlgorithm.Oid, signer.Signature.Span, signer.SignedAttributesEncoding!.Value.Span,
            certificate, Reasons.SignatureValueInvalid, _findings);
    }

    // GB/T 35275 asks for no such attribute: SM2 binds the key through ZA. One that is there must name the certificate.
    private void CheckBinding(CmsAttributes attributes, GmCertificate certificate)
    {
        switch (SigningCertificateAttribute.Check(attributes, certificate.Encoded.Span))
        {
            case CertificateBinding.Other:
                _findings.Add(Reasons.SigningCertificateOther);
                break;
            case CertificateBinding.WeaklyBound:
                _findings.Add(Reasons.SigningCertificateWeaklyBound);
                break;
            default:
                break;
        }
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

        _findings.Add(SealReasons.DigestInside);
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
        var provenAt = GmTime.Earlier(timestamp is { IsProof: true } ? timestamp.At : null, _laterProof);
        if (certificate is not null)
        {
            CheckTrust(certificate, claimedAt, timestamp, provenAt);
        }

        return new GmSignedDataReport(profile, isIntact, certificate, claimedAt, timestamp, provenAt, _findings);
    }

    private void CheckTrust(
        GmCertificate certificate, DateTimeOffset? claimedAt, TimestampReport? timestamp, DateTimeOffset? provenAt)
    {
        if (provenAt is null && timestamp is not null)
        {
            _findings.AddRange(timestamp.Reasons.Select(code => Reasons.ByCode[code]));
        }
        else if (provenAt is null && _options.RequireTimestamp)
        {
            _findings.Add(Reasons.TimestampMissing);
        }

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
