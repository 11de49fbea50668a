using Market.Signing.Validation;

namespace Market.Signing.GuoMi.Seals;

/// <summary>Verifies a signature made with an electronic seal (GM/T 0031-2014, 6.2.3; GB/T 38540-2020, 7.3; GM/T 0031-2025).</summary>
internal sealed class SealSignatureVerification
{
    private readonly ElectronicSealSignature _signature;
    private readonly ValidationOptions _options;
    private readonly DateTimeOffset? _laterProof;
    private readonly SealSteps _steps;
    private TimestampReport? _timestamp;

    private SealSignatureVerification(
        ElectronicSealSignature signature, ValidationOptions options, DateTimeOffset? laterProof, SealSteps steps) =>
        (_signature, _options, _laterProof, _steps) = (signature, options, laterProof, steps);

    private DateTimeOffset? ProvenAt => GmTime.Earlier(_timestamp is { IsProof: true } ? _timestamp.At : null, _laterProof);

    /// <summary>The moment at which certificates and seal must have been valid.</summary>
    private DateTimeOffset SignedAt => ProvenAt ?? _signature.ClaimedAt ?? _options.AsOf;

    /// <inheritdoc cref="ElectronicSealSignature.Verify" path="/param"/>
    /// <param name="laterProof">When something that covers the signature is proven to have existed.</param>
    public static ElectronicSealReport Verify(
        ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte>? contentDigest, ValidationOptions options, DateTimeOffset? laterProof = null)
    {
        var steps = new SealSteps();
        var format = steps.Take(ElectronicSealStep.Format);
        ElectronicSealSignature signature;
        try
        {
            signature = SesReader.ReadSignature(encoded);
        }
        catch (GmFormatException exception)
        {
            format.Add(SealReasons.ByCode[exception.Code]);
            return steps.Report(seal: null);
        }

        CheckFormat(signature, format);
        var verification = new SealSignatureVerification(signature, options, laterProof, steps);
        verification.Check(contentDigest);
        return steps.Report(signature.Seal, signature) with
        {
            SignedAt = verification.ProvenAt,
            Timestamp = verification._timestamp,
        };
    }

    private static void CheckFormat(ElectronicSealSignature signature, Findings findings)
    {
        SealVerification.CheckFormat(signature.Seal, findings);
        if (signature.Seal.Version != ElectronicSealVersion.Gmt0031Of2014 && signature.Version != (int)signature.Seal.Version)
        {
            findings.Add(SealReasons.VersionMismatch);
        }

        if (!signature.IsDer)
        {
            findings.Add(SealReasons.NotDer);
        }

        if (signature.HasCriticalExtension)
        {
            findings.Add(SealReasons.CriticalExtension);
        }
    }

    private void Check(ReadOnlyMemory<byte>? contentDigest)
    {
        var value = _steps.Take(ElectronicSealStep.SignatureValue);
        var signer = GmCertificate.TryParse(_signature.SignerCertificate);
        if (signer is null)
        {
            value.Add(SealReasons.SignerUnreadable);
        }
        else
        {
            Sm2Check.Check(
                _signature.SignatureAlgorithm, _signature.SignatureValue.Span, _signature.SignedBytes.Span,
                signer, SealReasons.ValueInvalid, value);
        }

        CheckSignerInSeal(_steps.Take(ElectronicSealStep.SignerInSeal));
        if (_signature.Timestamp is { } token)
        {
            CheckTimestamp(token, _steps.Take(ElectronicSealStep.SignatureTimestamp));
        }

        SealVerification.Check(_signature.Seal, SignedAt, _options, _steps);
        if (signer is not null)
        {
            GmTrust.CheckSigner(
                signer, [], ProvenAt, _signature.ClaimedAt, _options, _steps.Take(ElectronicSealStep.SignerCertificate));
        }

        CheckTime(_steps.Take(ElectronicSealStep.SigningTime));
        CheckDigest(contentDigest, _steps.Take(ElectronicSealStep.ContentDigest));
    }

    // In versions 4 and 5 the signer's certificate stands outside what is signed: this list is what binds it.
    private void CheckSignerInSeal(Findings findings)
    {
        if (_signature.Seal.Permits(_signature.SignerCertificate))
        {
            return;
        }

        var namesOnly = _signature.Seal.Signers.Count > 0
            && _signature.Seal.Signers.All(entry => entry.Kind == SealListEntryKind.Identifier);
        findings.Add(namesOnly ? SealReasons.SignerListIdentifiers : SealReasons.SignerNotInSeal);
    }

    private void CheckTimestamp(ReadOnlyMemory<byte> token, Findings findings)
    {
        _timestamp = GmTimestamp.Validate(token, _signature.SignatureValue, _options);
        findings.AddRange(_timestamp.Reasons.Select(code => Reasons.ByCode[code]));
        if (GmTimestamp.IsInvalid(_timestamp))
        {
            findings.Add(SealReasons.TimestampInvalid);
        }
        else if (_signature.ClaimedAt > _timestamp.At)
        {
            findings.Add(SealReasons.SigningTimeAfterTimestamp);
        }
    }

    private void CheckTime(Findings findings)
    {
        if (_signature.TimeToken is not null)
        {
            findings.Add(SealReasons.TimeTokenUnverified);
        }
        else if (_signature.ClaimedAt is not { } claimed)
        {
            findings.Add(SealReasons.SigningTimeUnreadable);
        }
        else if (claimed > _options.AsOf)
        {
            findings.Add(SealReasons.SigningTimeInFuture);
        }

        if (_signature.Timestamp is null && _laterProof is null && _options.RequireTimestamp)
        {
            findings.Add(Reasons.TimestampMissing);
        }
    }

    private void CheckDigest(ReadOnlyMemory<byte>? contentDigest, Findings findings)
    {
        if (_signature.DataHash.Length != Sm3.HashSizeInBytes)
        {
            findings.Add(SealReasons.DigestMalformed);
        }
        else if (contentDigest is not { } expected)
        {
            findings.Add(SealReasons.ContentNotGiven);
        }
        else if (!expected.Span.SequenceEqual(_signature.DataHash.Span))
        {
            findings.Add(SealReasons.DigestMismatch);
        }
    }
}
