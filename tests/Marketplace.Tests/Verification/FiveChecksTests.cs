using Market.Marketplace.Results;
using Market.Marketplace.Verification;
using Market.Signing;

namespace Market.Marketplace.Tests.Verification;

public sealed class FiveChecksTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    private static readonly ResultBinding Binding = new()
    {
        PublicId = "P",
        TaskOrder = "RW-1",
        Case = "GH-1",
        ProjectCode = "2611-430104-04-01-100001",
        ServiceItem = "ZJ-2-02",
        AgencyCode = "91430104MA4L00011D",
        AgencyName = "麓山",
        ReportNumber = "XC-1",
        ResultNumber = 1,
        OriginalSha256 = "00",
    };

    private static readonly SignatureFacts Unit = new("麓山", "麓山", Binding.AgencyCode, "c2", true, true, true, true, true, At, At, []);
    private static readonly SignatureFacts Person = Unit with { SignerName = "张规划", CertificateSha256 = "c1", IsLast = false };
    private static readonly SealFacts Facts = new(true, 3, [Person, Unit], Binding, []);

    private static readonly ExpectedSealing Expected = new(
        [new("审核", "张规划", "c1", Binding.AgencyCode, true), new("单位", "麓山", "c2", Binding.AgencyCode, true)], Binding, true);

    [Fact]
    public void A_file_sealed_as_it_must_be_passes_all_five() =>
        Assert.Equal(Verdict.Passed, FiveChecksOf.Result(Facts, Expected, At).Verdict);

    [Fact]
    public void A_change_after_sealing_fails_intactness() =>
        Fails(Facts with { Signatures = [Person with { Intact = false }, Unit] }, CheckKind.Intact, "changed");

    [Fact]
    public void A_seal_over_part_of_the_file_fails() =>
        Fails(Facts with { Signatures = [Person with { CoversWholeFile = false }, Unit] }, CheckKind.WholeFile, "not-whole");

    [Fact]
    public void A_revoked_certificate_fails_trust() =>
        Fails(Facts with { Signatures = [Person, Unit with { Trusted = false }] }, CheckKind.TrustedSeal, "untrusted");

    [Fact]
    public void A_missing_seal_fails_the_holder_and_is_named()
    {
        Fails(Facts with { Signatures = [Unit] }, CheckKind.RightHolder, "seal-missing");
        Assert.Equal(["审核", "张规划"], FiveChecksOf.Result(Facts with { Signatures = [Unit] }, Expected, At)[CheckKind.RightHolder].Evidence);
    }

    [Fact]
    public void A_seal_beyond_the_scheme_fails_the_holder_and_is_named()
    {
        var stranger = Unit with { SignerName = "别家", CertificateSha256 = "c9" };
        Fails(Facts with { Signatures = [Person, stranger, Unit] }, CheckKind.RightHolder, "seal-extra");
        Fails(Facts with { Signatures = [Person, Unit, Unit] }, CheckKind.RightHolder, "seal-extra");
        Assert.Equal("别家", FiveChecksOf.Result(Facts with { Signatures = [Person, stranger, Unit] }, Expected, At)[CheckKind.RightHolder].Evidence[0]);
    }

    [Fact]
    public void Seals_in_the_wrong_order_fail_the_holder() =>
        Fails(Facts with { Signatures = [Unit, Person] }, CheckKind.RightHolder, "seal-order");

    [Fact]
    public void The_seal_of_another_person_fails_the_holder() =>
        Fails(Facts with { Signatures = [Person with { CertificateSha256 = "c9" }, Unit] }, CheckKind.RightHolder, "wrong-holder");

    [Fact]
    public void A_practitioner_no_longer_registered_with_the_agency_fails()
    {
        var check = FiveChecksOf.Result(Facts, Expected with { Seals = [Expected.Seals[0] with { HolderRegistered = false }, Expected.Seals[1]] }, At)[CheckKind.InForce];

        Assert.Equal((CheckOutcome.Fail, "registration-lapsed"), (check.Outcome, check.Code));
    }

    [Fact]
    public void The_seal_of_another_organisation_fails_the_holder() =>
        Fails(Facts with { Signatures = [Person with { OrganisationCode = "91430104MA4Q00032W" }, Unit] }, CheckKind.RightHolder, "wrong-organisation");

    [Fact]
    public void A_result_made_for_another_task_fails_the_holder() =>
        Fails(Facts with { Binding = Binding with { TaskOrder = "RW-2" } }, CheckKind.RightHolder, "other-task");

    [Fact]
    public void A_certificate_that_had_ended_fails() =>
        Fails(Facts with { Signatures = [Person with { InForce = false }, Unit] }, CheckKind.InForce, "not-in-force");

    [Fact]
    public void A_licence_that_had_ended_fails()
    {
        var check = FiveChecksOf.Result(Facts, Expected with { QualificationInForce = false }, At)[CheckKind.InForce];

        Assert.Equal((CheckOutcome.Fail, "qualification-lapsed"), (check.Outcome, check.Code));
    }

    [Fact]
    public void An_unreadable_file_fails() => Fails(new SealFacts(false, 0, [], null, ["damaged"]), CheckKind.Intact, "unreadable");

    [Fact]
    public void A_file_that_was_not_examined_to_the_end_needs_a_person_and_is_not_called_forged()
    {
        var facts = new SealFacts(false, 0, [], null, ["validation-timed-out"]) { Report = UnexaminedFile.TimedOut };

        foreach (var checks in new[] { FiveChecksOf.Result(facts, Expected, At), FiveChecksOf.AnyFile(facts, At) })
        {
            Assert.Equal(Verdict.NeedsPerson, checks.Verdict);
            Assert.All(checks.Checks, check => Assert.Equal((CheckOutcome.Unsure, "not-examined"), (check.Outcome, check.Code)));
        }
    }

    [Fact]
    public void What_is_unsure_needs_a_person_and_never_passes()
    {
        Assert.Equal(Verdict.NeedsPerson, FiveChecksOf.Result(Facts with { Binding = null }, Expected, At).Verdict);
        Assert.Equal(Verdict.NeedsPerson, FiveChecksOf.Result(Facts with { Signatures = [Person with { Trusted = null }, Unit] }, Expected, At).Verdict);
        Assert.Equal(Verdict.NeedsPerson, FiveChecksOf.Result(Facts with { Signatures = [Person with { InForce = null, SignedAt = null }, Unit] }, Expected, At).Verdict);
        Assert.Equal(Verdict.NeedsPerson, FiveChecksOf.AnyFile(Facts, At).Verdict);
    }

    private static void Fails(SealFacts facts, CheckKind kind, string code)
    {
        var checks = FiveChecksOf.Result(facts, Expected, At);

        Assert.Equal((CheckOutcome.Fail, code), (checks[kind].Outcome, checks[kind].Code));
        Assert.Equal(Verdict.Failed, checks.Verdict);
    }
}
