using Market.Marketplace.Elements;
using Market.Marketplace.Results;

namespace Market.Marketplace.Verification;

/// <summary>Turns what was found in a file, and what the business expected, into the five checks. Pure.</summary>
internal static class FiveChecksOf
{
    /// <summary>The code of <see cref="CheckKind.InForce"/> where only the certificate could be judged, and was in force.</summary>
    public const string CertificateAlone = "certificate-in-force";

    /// <summary>The checks of a result for its own task.</summary>
    public static FiveChecks Result(SealFacts facts, ExpectedSealing expected, DateTimeOffset at) =>
        facts.IsUndecided ? Undecided(at) : new([Intact(facts), WholeFile(facts), TrustedSeal(facts), RightHolder(facts, expected), InForce(facts, expected)], at);

    /// <summary>The checks of a file nobody here knows: who should have sealed it is an open question.</summary>
    public static FiveChecks AnyFile(SealFacts facts, DateTimeOffset at) =>
        facts.IsUndecided ? Undecided(at) : new([Intact(facts), WholeFile(facts), TrustedSeal(facts), new(CheckKind.RightHolder, CheckOutcome.Unsure, "holder-unknown", []), CertificateInForce(facts)], at);

    /// <summary>A file that could not be examined to the end: not green, and not called forged for it.</summary>
    private static FiveChecks Undecided(DateTimeOffset at) =>
        new([.. Enum.GetValues<CheckKind>().Select(kind => new Check(kind, CheckOutcome.Unsure, "not-examined", []))], at);

    private static Check Intact(SealFacts facts) => facts switch
    {
        { Readable: false } => new(CheckKind.Intact, CheckOutcome.Fail, "unreadable", facts.Reasons),
        { Signatures.Count: 0 } => new(CheckKind.Intact, CheckOutcome.Fail, "no-seal", []),
        _ when facts.Signatures.FirstOrDefault(signature => !signature.Intact) is { } broken =>
            new(CheckKind.Intact, CheckOutcome.Fail, "changed", [broken.SignerName]),
        _ => new(CheckKind.Intact, CheckOutcome.Pass, "intact", [$"{facts.Signatures.Count}"]),
    };

    private static Check WholeFile(SealFacts facts) => facts switch
    {
        { Signatures.Count: 0 } => new(CheckKind.WholeFile, CheckOutcome.Fail, "no-seal", []),
        _ when facts.Signatures.FirstOrDefault(signature => !signature.CoversWholeFile) is { } partial =>
            new(CheckKind.WholeFile, CheckOutcome.Fail, "not-whole", [partial.SignerName]),
        { Signatures: [.., { IsLast: true }] } => new(CheckKind.WholeFile, CheckOutcome.Pass, "whole", [$"{facts.PageCount}"]),
        _ => new(CheckKind.WholeFile, CheckOutcome.Unsure, "added-after", []),
    };

    private static Check TrustedSeal(SealFacts facts) => facts switch
    {
        { Signatures.Count: 0 } => new(CheckKind.TrustedSeal, CheckOutcome.Fail, "no-seal", []),
        _ when facts.Signatures.FirstOrDefault(signature => signature.Trusted == false) is { } untrusted =>
            new(CheckKind.TrustedSeal, CheckOutcome.Fail, "untrusted", [untrusted.SignerName]),
        _ when facts.Signatures.FirstOrDefault(signature => signature.Trusted is null) is { } unsettled =>
            new(CheckKind.TrustedSeal, CheckOutcome.Unsure, unsettled.Reasons.Contains("certificate-untrusted") ? "trust-unlisted" : "trust-unsettled", [unsettled.SignerName]),
        _ => new(CheckKind.TrustedSeal, CheckOutcome.Pass, "trusted", [string.Join('、', facts.Signatures.Select(signature => signature.SignerName))]),
    };

    private static Check RightHolder(SealFacts facts, ExpectedSealing expected)
    {
        if (SchemeFault(facts, expected) is { } fault)
        {
            return fault;
        }

        foreach (var (signature, seal) in facts.Signatures.Zip(expected.Seals))
        {
            if (signature.CertificateSha256 != seal.CertificateSha256)
            {
                return new(CheckKind.RightHolder, CheckOutcome.Fail, "wrong-holder", [seal.RoleTitle, seal.Text, signature.SignerName]);
            }

            if (signature.OrganisationCode is { } code && code != seal.OrganisationCode)
            {
                return new(CheckKind.RightHolder, CheckOutcome.Fail, "wrong-organisation", [signature.SignerName, code]);
            }
        }

        if (expected.IsBoundByDeclaration)
        {
            // The agency's word is no proof, and no proof of the contrary either: never a failure.
            return new(CheckKind.RightHolder, CheckOutcome.Unsure, "bound-by-declaration", [expected.Binding.AgencyName, expected.Binding.TaskOrder]);
        }

        return facts.Binding is null ? new(CheckKind.RightHolder, CheckOutcome.Unsure, "no-binding", [])
            : facts.Binding != expected.Binding ? new(CheckKind.RightHolder, CheckOutcome.Fail, "other-task", [facts.Binding.TaskOrder, expected.Binding.TaskOrder])
            : ElementsDiffer(facts.Binding, facts.Elements) ? new(CheckKind.RightHolder, CheckOutcome.Fail, "elements-differ", [expected.Binding.TaskOrder])
            : new(CheckKind.RightHolder, CheckOutcome.Pass, "right-holder", [expected.Binding.AgencyName, expected.Binding.TaskOrder]);
    }

    // market.json says which elements.json stands beside it. Where it names none, a file of that name is somebody else's.
    private static bool ElementsDiffer(ResultBinding binding, string? elements) =>
        binding.ElementsSha256 is { } digest && (elements is null || ElementFile.DigestOf(elements) != digest);

    // The seal scheme against what is on the file: every seal, none besides, in their order.
    private static Check? SchemeFault(SealFacts facts, ExpectedSealing expected)
    {
        var (wanted, found) = (expected.Seals, facts.Signatures);
        if (found.Count < wanted.Count && wanted.FirstOrDefault(seal => !found.Any(made => made.CertificateSha256 == seal.CertificateSha256)) is { } missing)
        {
            return new(CheckKind.RightHolder, CheckOutcome.Fail, "seal-missing", [missing.RoleTitle, missing.Text]);
        }

        if (found.Count > wanted.Count)
        {
            var extra = found.FirstOrDefault(made => !wanted.Any(seal => made.CertificateSha256 == seal.CertificateSha256)) ?? found[^1];
            return new(CheckKind.RightHolder, CheckOutcome.Fail, "seal-extra", [extra.SignerName, $"{wanted.Count}", $"{found.Count}"]);
        }

        if (found.Count != wanted.Count)
        {
            return new(CheckKind.RightHolder, CheckOutcome.Fail, "seal-count", [$"{wanted.Count}", $"{found.Count}"]);
        }

        var inOrder = found.Select(made => made.CertificateSha256).SequenceEqual(wanted.Select(seal => seal.CertificateSha256));
        var sameSeals = found.Select(made => made.CertificateSha256).Order(StringComparer.Ordinal)
            .SequenceEqual(wanted.Select(seal => seal.CertificateSha256).Order(StringComparer.Ordinal));
        return !inOrder && sameSeals
            ? new(CheckKind.RightHolder, CheckOutcome.Fail, "seal-order", [string.Join('、', wanted.Select(seal => seal.RoleTitle))])
            : null;
    }

    private static Check InForce(SealFacts facts, ExpectedSealing expected)
    {
        if (expected.Seals.FirstOrDefault(seal => !seal.HolderRegistered) is { } lapsed)
        {
            return new(CheckKind.InForce, CheckOutcome.Fail, "registration-lapsed", [lapsed.Text, lapsed.RoleTitle]);
        }

        if (expected.Seals.FirstOrDefault(seal => !seal.UsableAtSealing) is { } stopped)
        {
            return new(CheckKind.InForce, CheckOutcome.Fail, "seal-stopped", [stopped.Text]);
        }

        return expected.QualificationInForce ? InForce(facts) : new(CheckKind.InForce, CheckOutcome.Fail, "qualification-lapsed", [expected.Binding.AgencyName]);
    }

    // Of a file nobody here knows, the certificate alone can be judged: nothing is on record of the seal and the qualification.
    private static Check CertificateInForce(SealFacts facts)
    {
        var check = InForce(facts);
        return check.Outcome == CheckOutcome.Pass ? check with { Outcome = CheckOutcome.Unsure, Code = CertificateAlone } : check;
    }

    private static Check InForce(SealFacts facts) => facts switch
    {
        { Signatures.Count: 0 } => new(CheckKind.InForce, CheckOutcome.Fail, "no-seal", []),
        _ when facts.Signatures.FirstOrDefault(signature => signature.InForce == false) is { } lapsed =>
            new(CheckKind.InForce, CheckOutcome.Fail, "not-in-force", [lapsed.SignerName]),
        _ when facts.Signatures.FirstOrDefault(signature => signature.InForce is null) is { } unproven =>
            new(CheckKind.InForce, CheckOutcome.Unsure, "no-timestamp", [unproven.SignerName]),
        _ => new(CheckKind.InForce, CheckOutcome.Pass, "in-force", [$"{facts.Signatures[^1].SignedAt?.ToOffset(Calendars.ChinaTime.Offset):yyyy-MM-dd HH:mm:ss}"]),
    };
}
