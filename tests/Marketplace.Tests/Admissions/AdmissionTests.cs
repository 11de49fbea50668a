using System.Globalization;
using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Calendars;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using static Market.Marketplace.Tests.Admissions.Applying;

namespace Market.Marketplace.Tests.Admissions;

public sealed class AdmissionTests
{
    [Fact]
    public async Task An_agency_goes_from_registration_over_a_return_and_publicity_to_the_register()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await RegisterAsync(market);
        await SaveAsync(market, agency, Dossier());
        await UploadAllAsync(market, agency);
        await SubmitAsync(market, agency);

        var submitted = await ReadAsync(market, agency);
        Assert.Equal(AdmissionStatus.Submitted, submitted.Status);
        // Monday; two working days end on Wednesday.
        Assert.Equal(new DateOnly(2026, 11, 25), submitted.CheckDeadline!.DueOn);
        Assert.Equal(LightColour.Green, submitted.CheckLight.Colour);

        await DecideAsync(market, agency, CheckResult.Returned, new CheckReason(DossierPart.Papers, "承诺书没有盖章"));
        var returned = await ReadAsync(market, agency);
        Assert.Equal((AdmissionStatus.Returned, true), (returned.Status, returned.IsOpen));
        Assert.Equal("承诺书没有盖章", returned.Submissions.Single().Reasons.Single().Text);

        await SubmitAsync(market, agency);
        await DecideAsync(market, agency, CheckResult.Passed);
        var inPublicity = await ReadAsync(market, agency);
        Assert.Equal(new DateOnly(2026, 11, 26), inPublicity.PublicityDeadline!.DueOn);
        Assert.Single(await market.RunAsync(Actor.Public, (ListPublicity list) => list.ExecuteAsync()));
        Assert.Equal("not-found", await market.RefusalAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(agency.OrganisationId!.Value)));

        await DayAsync(market);
        Assert.Equal(AdmissionStatus.InPublicity, (await ReadAsync(market, agency)).Status);
        market.Clock.SetTo(new DateOnly(2026, 11, 27));
        await DayAsync(market);

        var admitted = await market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(agency.OrganisationId!.Value));
        Assert.Equal((AgencyStatus.Admitted, "自资规乙字000040", "GH-00040"), (admitted.Status, admitted.Qualifications.Single().CertificateNumber, admitted.Practitioners.Single().RegistrationNumber));
        Assert.Equal(
            [
                LedgerKind.AgencyRegistered, LedgerKind.AdmissionSubmitted, LedgerKind.AdmissionReturned, LedgerKind.AdmissionSubmitted,
                LedgerKind.AdmissionPassed, LedgerKind.AgencyAdmitted,
            ],
            (await ReadAsync(market, agency)).Timeline.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task A_draft_is_kept_as_it_is_typed_and_an_older_page_does_not_overwrite_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await RegisterAsync(market);
        var first = await ReadAsync(market, agency);

        var next = await market.RunAsync(agency, (SaveDossier save) => save.ExecuteAsync(first.Version, first.Dossier with { LegalRepresentative = "钱" }));

        Assert.Equal(next, (await ReadAsync(market, agency)).Version);
        Assert.Equal("changed-meanwhile", await market.RefusalAsync(agency, (SaveDossier save) => save.ExecuteAsync(first.Version, new AdmissionDossier())));
        Assert.Equal("钱", (await ReadAsync(market, agency)).Dossier.LegalRepresentative);
    }

    [Fact]
    public async Task The_light_of_a_form_check_turns_yellow_and_red_on_the_working_day_clock()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await SubmittedAsync(market);

        market.Clock.SetTo(new DateOnly(2026, 11, 24));
        var yellow = (await market.RunAsync(market.World.Operator, (ListAdmissions list) => list.ExecuteAsync(new PageRequest()))).Rows.Single();
        market.Clock.SetTo(new DateOnly(2026, 11, 26));
        var red = (await ReadAsync(market, agency)).CheckLight;

        Assert.Equal((LightColour.Yellow, 1), (yellow.Light.Colour, yellow.Light.RemainingWorkingDays));
        Assert.Equal((LightColour.Red, -1), (red.Colour, red.RemainingWorkingDays));
    }

    [Fact]
    public async Task The_operator_is_told_and_others_do_not_see_the_file()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await SubmittedAsync(market);
        var paper = (await ReadAsync(market, agency)).Papers[0];

        var inbox = await market.RunAsync(market.World.Operator, (ListInbox list) => list.ExecuteAsync(new PageRequest("岳麓新设")));
        using var read = await market.RunAsync(market.World.Operator, (OpenFile open) => open.ExecuteAsync(paper.FileId));

        Assert.Equal(agency.OrganisationId, inbox.Rows.Single().AgencyId);
        Assert.Contains("请在 2026-11-25 前核验", inbox.Rows.Single().Say(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("not-found", await market.RefusalAsync(market.World.First.Clerk, (OpenFile open) => open.ExecuteAsync(paper.FileId)));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.First.Clerk, (GetAdmission get) => get.ExecuteAsync(agency.OrganisationId)));
        Assert.Equal("forbidden", await market.RefusalAsync(market.World.Official, (GetAdmission get) => get.ExecuteAsync(agency.OrganisationId)));
    }

    [Fact]
    public async Task A_change_is_checked_again_and_until_then_what_was_checked_stands()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await AdmittedAsync(market);
        var id = agency.OrganisationId!.Value;
        var dossier = (await ReadAsync(market, agency)).Dossier;
        await SaveAsync(market, agency, dossier with { Address = "湘源市新址 8 号", Practitioners = [], Name = "岳麓新设规划设计有限公司" });
        await SubmitAsync(market, agency);

        var before = await market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(id));
        await DecideAsync(market, agency, CheckResult.Passed);
        var after = await market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(id));

        Assert.Equal(("湘源市麓山区新设路 1 号", 1), (before.Address, before.Practitioners.Count));
        Assert.Equal(("湘源市新址 8 号", 0, "岳麓新设规划设计有限公司"), (after.Address, after.Practitioners.Count, after.Name));
        Assert.Equal(AgencyStatus.Admitted, after.Status);
    }

    [Fact]
    public async Task A_practitioner_belongs_to_one_agency_at_a_time_and_the_refusal_says_whom_to_ask()
    {
        await using var market = await MarketFixture.StartAsync();
        var first = await AdmittedAsync(market);
        var second = await RegisterAsync(market, 41, "后来规划有限公司");
        var taking = Dossier(41, "后来规划有限公司") with { Practitioners = Dossier().Practitioners };
        await SaveAsync(market, second, taking);
        await UploadAllAsync(market, second);

        var gap = (await ReadAsync(market, second)).Gaps.Single();
        Assert.Equal("dossier-practitioner-elsewhere", gap.Code);
        Assert.Contains("岳麓新设规划咨询有限公司", gap.Say(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("0731-88000040", gap.Say(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("dossier-practitioner-elsewhere", await RefusalAsync(market, second, async (SubmitAdmission submit) => await submit.ExecuteAsync((await ReadAsync(market, second)).Version)));

        await SaveAsync(market, first, (await ReadAsync(market, first)).Dossier with { Practitioners = [] });
        await SubmitAsync(market, first);
        await DecideAsync(market, first, CheckResult.Passed);
        await SubmitAsync(market, second);
        Assert.Equal(AdmissionStatus.Submitted, (await ReadAsync(market, second)).Status);
    }

    [Fact]
    public async Task Two_agencies_that_name_one_practitioner_meet_at_the_end_and_the_later_one_is_sent_back()
    {
        await using var market = await MarketFixture.StartAsync();
        var first = await SubmittedAsync(market);
        var second = await RegisterAsync(market, 41, "后来规划有限公司");
        await SaveAsync(market, second, Dossier(41, "后来规划有限公司") with { Practitioners = Dossier().Practitioners });
        await UploadAllAsync(market, second);
        await SubmitAsync(market, second);
        await DecideAsync(market, first, CheckResult.Passed);
        await DecideAsync(market, second, CheckResult.Passed);

        market.Clock.SetTo(new DateOnly(2026, 11, 27));
        await DayAsync(market);
        market.Clock.SetTo(new DateOnly(2026, 11, 28));
        await DayAsync(market);

        Assert.Equal(
            [AdmissionStatus.Admitted, AdmissionStatus.Returned],
            new[] { (await ReadAsync(market, first)).Status, (await ReadAsync(market, second)).Status });
    }

    [Fact]
    public async Task What_is_in_check_cannot_be_changed_until_it_is_taken_back()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await SubmittedAsync(market);
        var now = await ReadAsync(market, agency);

        Assert.Equal("admission-closed", await market.RefusalAsync(agency, (SaveDossier save) => save.ExecuteAsync(now.Version, Dossier())));
        await market.Host.RunAsync<WithdrawSubmission, bool>(agency, async withdraw =>
        {
            await withdraw.ExecuteAsync(now.Version);
            return true;
        });

        await SaveAsync(market, agency, Dossier() with { Address = "改过的地址" });
        Assert.Equal(AdmissionStatus.Draft, (await ReadAsync(market, agency)).Status);
    }
}
