using Market.Signing.Validation;

namespace Market.Signing.GuoMi.Seals;

/// <summary>Verifies an electronic seal (GM/T 0031-2014, 6.1.2; GB/T 38540-2020, 6.3; GM/T 0031-2025).</summary>
internal static class SealVerification
{
    private const string StandardHeader = "ES";

    public static ElectronicSealReport Verify(ReadOnlyMemory<byte> encoded, ValidationOptions options)
    {
        var steps = new SealSteps();
        var format = steps.Take(ElectronicSealStep.Format);
        ElectronicSeal seal;
        try
        {
            seal = SesReader.ReadSeal(encoded);
        }
        catch (GmFormatException exception)
        {
            format.Add(SealReasons.ByCode[exception.Code]);
            return steps.Report(seal: null);
        }

        CheckFormat(seal, format);
        Check(seal, options.AsOf, options, steps);
        return steps.Report(seal);
    }

    public static void CheckFormat(ElectronicSeal seal, Findings findings)
    {
        // Version 1 is told by its structure: producers write 1, 2 or 11 into the header.
        if (seal.Version != ElectronicSealVersion.Gmt0031Of2014 && seal.HeaderVersion != (int)seal.Version)
        {
            findings.Add(SealReasons.VersionMismatch);
        }

        if (seal.HeaderId != StandardHeader)
        {
            findings.Add(SealReasons.HeaderUnusual);
        }

        if (!seal.IsDer)
        {
            findings.Add(SealReasons.NotDer);
        }

        if (seal.HasCriticalExtension)
        {
            findings.Add(SealReasons.CriticalExtension);
        }
    }

    /// <summary>Everything but the format.</summary>
    /// <param name="seal">The seal.</param>
    /// <param name="at">The moment at which it was or is to be used.</param>
    /// <param name="options">Anchors and the moment of asking.</param>
    /// <param name="steps">Receives the steps.</param>
    public static void Check(ElectronicSeal seal, DateTimeOffset at, ValidationOptions options, SealSteps steps)
    {
        var value = steps.Take(ElectronicSealStep.SealValue);
        if (GmCertificate.TryParse(seal.MakerCertificate) is { } maker)
        {
            Sm2Check.Check(
                seal.SignatureAlgorithm, seal.SignatureValue.Span, seal.SignedBytes.Span, maker, SealReasons.SealValueInvalid, value);

            // GM/T 0031-2025: what counts is the making; before, the seal's use.
            var judgedAt = seal.Version == ElectronicSealVersion.Gmt0031Of2025 ? seal.CreatedAt : at;
            GmTrust.CheckMaker(maker, judgedAt, options, steps.Take(ElectronicSealStep.MakerCertificate));
        }
        else
        {
            value.Add(SealReasons.MakerUnreadable);
        }

        CheckPeriod(seal, at, options, steps.Take(ElectronicSealStep.SealPeriod));
        if (seal.Timestamp is { } token)
        {
            CheckTimestamp(seal, token, options, steps.Take(ElectronicSealStep.SealTimestamp));
        }
    }

    private static void CheckPeriod(ElectronicSeal seal, DateTimeOffset at, ValidationOptions options, Findings findings)
    {
        if (seal.ValidTo < seal.ValidFrom)
        {
            findings.Add(SealReasons.PeriodInverted);
        }
        else if (at < seal.ValidFrom)
        {
            findings.Add(SealReasons.SealNotYetValid);
        }
        else if (at > seal.ValidTo)
        {
            findings.Add(SealReasons.SealExpired);
        }

        if (seal.CreatedAt > options.AsOf)
        {
            findings.Add(SealReasons.MadeInFuture);
        }
        else if (at < seal.CreatedAt)
        {
            findings.Add(SealReasons.MadeLater);
        }

        if (seal.ValidFrom < seal.CreatedAt)
        {
            findings.Add(SealReasons.ValidBeforeMade);
        }
    }

    // GM/T 0031-2025: a time stamp that is there must hold, and the seal cannot have been made after it.
    private static void CheckTimestamp(ElectronicSeal seal, ReadOnlyMemory<byte> token, ValidationOptions options, Findings findings)
    {
        var report = GmTimestamp.Validate(token, seal.SignatureValue, options);
        findings.AddRange(report.Reasons.Select(code => Reasons.ByCode[code]));
        if (GmTimestamp.IsInvalid(report))
        {
            findings.Add(SealReasons.SealTimestampInvalid);
        }
        else if (seal.CreatedAt > report.At)
        {
            findings.Add(SealReasons.MadeAfterTimestamp);
        }
    }
}
