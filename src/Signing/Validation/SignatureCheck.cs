using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Timestamps;

namespace Market.Signing.Validation;

/// <summary>Checks one signature or document time stamp by itself: its range, its structure, its value, its trust.</summary>
internal sealed class SignatureCheck : IDisposable
{
    private const int MostTimestamps = 8;
    private readonly PdfFile _file;
    private readonly TrustContext _context;
    private CertificatePool? _pool;
    private CmsVerification? _verification;
    private GuoMiCheck? _guoMi;

    public SignatureCheck(PdfFile file, SignatureOccurrence signature, TrustContext context)
    {
        (_file, Signature, _context) = (file, signature, context);
    }

    public SignatureOccurrence Signature { get; }

    public Findings Findings { get; } = new();

    /// <summary>What is covered; null when that is not exact.</summary>
    public ByteRange? Range { get; private set; }

    public bool IsIntact { get; private set; }

    public TimestampReport? Timestamp { get; private set; }

    /// <summary>Everything that needs only what is proven by later time stamps, which must have been checked before.</summary>
    public void CheckIntegrity()
    {
        if (Signature.IsShared)
        {
            Findings.Add(Reasons.SignatureShared);
        }

        if (Signature.Dictionary is not { } dictionary)
        {
            Findings.Add(Reasons.SignatureUnreadable);
            return;
        }

        if (Signature.Revision.Resolve(dictionary["Contents"]) is not PdfString { Bytes: { Length: > 1 } contents } || SignatureRoom.IsBlank(contents.Span))
        {
            Findings.Add(Reasons.ContentsMissing);
            return;
        }

        Range = ByteRangeCheck.Check(_file, Signature, contents.Span, Findings);
        if (Range is { } range)
        {
            CheckContents(Signature.Revision.Name(dictionary["SubFilter"]), contents, range);
        }

        IsIntact &= !Findings.Has(ReasonEffect.Fails);
    }

    /// <summary>Trust, at the time that is proven for this signature.</summary>
    public SignatureReport Report(IReadOnlyList<int> pages, IReadOnlyList<Modification> modifications, bool coversWholeFile)
    {
        var documentProof = _context.Proofs.Of(Range?.End);
        var provenAt = Signature.IsDocumentTimestamp
            ? Timestamp is { IsProof: true } ? Timestamp.At : null
            : Earlier(Timestamp is { IsProof: true } ? Timestamp.At : null, documentProof);
        var guoMi = _guoMi?.Judge(documentProof, Findings);
        var isTrusted = guoMi is not null ? guoMi.IsTrusted
            : Signature.IsDocumentTimestamp ? Timestamp is { IsProof: true }
            : CheckTrust(provenAt);
        if (modifications.Count > 0)
        {
            Findings.Add(Reasons.Modified);
        }

        AttackForms.Name(Findings, modifications);

        var certificate = _verification?.Certificate;
        var subject = guoMi?.Holder ?? (certificate is null ? null : SubjectName.Read(certificate));
        return new SignatureReport
        {
            FieldName = Signature.Field.Name,
            Indication = Findings.Indication,
            SubIndication = Findings.SubIndication,
            IsDocumentTimestamp = Signature.IsDocumentTimestamp,
            Intact = IsIntact,
            CoversRevision = Range is not null,
            CoversWholeFile = Range is not null && coversWholeFile && modifications.Count == 0,
            Trusted = isTrusted,
            SignerName = subject?.CommonName ?? Timestamp?.Authority,
            SignerOrganisation = subject?.Organisation,
            SignerOrganisationCode = subject?.OrganisationCode,
            SignerTitle = subject?.Title,
            SignerRegistrationNumber = subject?.SerialNumber,
            SignerCertificate = guoMi?.Certificate?.Encoded ?? certificate?.RawDataMemory,
            CertificatePath = PathOf(certificate),
            SignedAt = provenAt,
            ClaimedAt = guoMi?.ClaimedAt ?? PdfDate.Read((Signature.Revision.Resolve(Signature.Dictionary?["M"] ?? PdfNull.Value) as PdfString)?.ToText()),
            Timestamp = Timestamp,
            ElectronicSeal = guoMi?.ElectronicSeal,
            Pages = pages,
            RevisionLength = Range?.End,
            Modifications = modifications,
            Reasons = Findings.Codes,
        };
    }

    public void Dispose() => _pool?.Dispose();

    private IReadOnlyList<ReadOnlyMemory<byte>> PathOf(X509Certificate2? certificate) =>
        certificate is null ? []
        : _context.Paths.TryGetValue(certificate.Thumbprint, out var path) ? path
        : [certificate.RawDataMemory];

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    private void CheckContents(string? subFilter, ReadOnlyMemory<byte> contents, ByteRange range)
    {
        if (!Signature.IsDocumentTimestamp
            && GuoMiCheck.Recognise(contents, subFilter, algorithm => ByteRangeCheck.Digest(_file.Source, range, algorithm), _context.Options with { KnownRevocation = _context.Revocation, KnownIssuers = _context.GuoMiHelpers }) is { } guoMi)
        {
            _guoMi = guoMi;
            (IsIntact, Timestamp) = (guoMi.Verdict.IsIntact, guoMi.Verdict.Timestamp);
            return;
        }

        switch (subFilter)
        {
            case "ETSI.RFC3161":
                CheckDocumentTimestamp(contents, range);
                break;
            case "ETSI.CAdES.detached" or "adbe.pkcs7.detached":
                CheckDetached(contents, range);
                break;
            case "adbe.pkcs7.sha1":
                // ISO 32000-1, 12.8.3.3: the content inside is the SHA-1 of the range; SHA-1 is too weak by policy.
                CheckCms(contents, cms =>
                {
                    var sha1 = ByteRangeCheck.Digest(_file.Source, range, HashAlgorithmName.SHA1);
                    if (cms.Content is not { } content || !content.Span.SequenceEqual(sha1))
                    {
                        Findings.Add(Reasons.HashMismatch);
                    }

                    Findings.Add(Reasons.AlgorithmTooWeakNow);
                    return digest => DigestAlgorithm.Compute(digest, sha1);
                });
                break;
            case "adbe.x509.rsa_sha1":
                CheckRsaSha1(contents, range);
                break;
            default:
                // Vendors use names of their own for the same structure: look at it, but stay unsure.
                Findings.Add(Reasons.SubFilterUnsupported);
                CheckDetached(contents, range);
                break;
        }
    }

    private void CheckDetached(ReadOnlyMemory<byte> contents, ByteRange range) => CheckCms(contents, cms =>
    {
        if (cms.Content is not null)
        {
            Findings.Add(Reasons.CmsHasContent);
        }

        return digest => ByteRangeCheck.Digest(_file.Source, range, digest);
    });

    private void CheckCms(ReadOnlyMemory<byte> contents, Func<CmsSignedData, Func<HashAlgorithmName, byte[]>> contentOf)
    {
        CmsSignedData cms;
        try
        {
            cms = CmsSignedData.ParsePadded(contents);
        }
        catch (CmsFormatException exception)
        {
            Findings.Add(Reasons.ByCode.GetValueOrDefault(exception.Code, Reasons.CmsUnreadable));
            return;
        }

        _pool = new CertificatePool(cms.Certificates);
        AddRevocations(cms);
        _verification = CmsVerification.Verify(cms, Oids.Data, contentOf(cms), _pool, Findings);
        IsIntact = _verification.IsIntact;
        if (IsIntact)
        {
            CheckSignatureTimestamps(_verification.Signer!);
        }
    }

    private void AddRevocations(CmsSignedData cms)
    {
        foreach (var (format, encoded) in CmsRevocationValues.Read(cms))
        {
            _context.Material.AddRevocation(format, encoded, Range!.Value.End);
        }
    }

    private void CheckRsaSha1(ReadOnlyMemory<byte> contents, ByteRange range)
    {
        _pool = LegacyRsaSha1.ReadCertificates(Signature.Revision, Signature.Dictionary!);
        if (_pool.Certificates.Count == 0)
        {
            Findings.Add(Reasons.SigningCertificateMissing);
            return;
        }

        var signer = _pool.Certificates[0];
        IsIntact = LegacyRsaSha1.Verify(signer, contents, ByteRangeCheck.Digest(_file.Source, range, HashAlgorithmName.SHA1));
        _verification = CmsVerification.WithoutCms(signer, HashAlgorithmName.SHA1, IsIntact);
        Findings.Add(IsIntact ? Reasons.SigningCertificateUnbound : Reasons.SignatureValueInvalid);
    }

    private void CheckSignatureTimestamps(CmsSignerInfo signer)
    {
        foreach (var token in signer.UnsignedAttributes.All(Oids.SignatureTimeStamp).Take(MostTimestamps))
        {
            var report = TimestampValidation.Validate(
                token, digest => DigestAlgorithm.Compute(digest, signer.Signature.Span), _context, Range?.End, new Findings());

            // The earliest proof counts; without one, the first stamp shows what is wrong.
            if (Timestamp is null || (report.IsProof && (!Timestamp.IsProof || report.At < Timestamp.At)))
            {
                Timestamp = report;
            }
        }
    }

    private void CheckDocumentTimestamp(ReadOnlyMemory<byte> contents, ByteRange range)
    {
        var own = new Findings();
        Timestamp = TimestampValidation.Validate(
            contents, digest => ByteRangeCheck.Digest(_file.Source, range, digest), _context, range.End, own);
        IsIntact = !own.Has(Reasons.TimestampImprintMismatch)
            && !own.Has(Reasons.TimestampSignatureInvalid)
            && !own.Has(Reasons.TimestampMalformed);
        if (own.Has(Reasons.TimestampImprintMismatch))
        {
            Findings.Add(Reasons.HashMismatch);
        }

        if (own.Has(Reasons.TimestampSignatureInvalid) || own.Has(Reasons.TimestampMalformed))
        {
            Findings.Add(Reasons.SignatureValueInvalid);
        }

        if (own.Has(Reasons.TimestampMalformed) && SignatureRoom.HasTrailingData(contents))
        {
            Findings.Add(Reasons.CmsTrailingData);
        }

        Findings.AddRange(own.Codes.Select(code => Reasons.ByCode[code]));
        if (IsIntact && !Findings.Has(ReasonEffect.Fails) && Timestamp is { IsProof: true, At: { } at })
        {
            _context.Proofs.Add(range.End, at);
        }
    }

    /// <summary>What the signature's own stamp states, when it is one of this signature and only its authority is in question.</summary>
    private DateTimeOffset? StampedAt =>
        Timestamp is { At: { } at } stamp && !stamp.Reasons.Any(code => code == Reasons.TimestampImprintMismatch.Code || code == Reasons.TimestampSignatureInvalid.Code) ? at : null;

    private bool CheckTrust(DateTimeOffset? provenAt)
    {
        if (_verification?.Certificate is not { } certificate)
        {
            return false;
        }

        if (provenAt is null && Timestamp is not null)
        {
            Findings.AddRange(Timestamp.Reasons.Select(code => Reasons.ByCode[code]));
        }
        else if (provenAt is null && _context.Options.RequireTimestamp)
        {
            Findings.Add(Reasons.TimestampMissing);
        }

        return TrustCheck.Check(certificate, [.. _pool!.Certificates, .. _context.Helpers], _verification.Digest, provenAt, StampedAt, _context, Findings);
    }
}
