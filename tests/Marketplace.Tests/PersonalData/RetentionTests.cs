using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.PersonalData;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Tests.Admissions;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.PersonalData;

public sealed class RetentionTests
{
    [Fact]
    public async Task Scans_of_identity_cards_are_deleted_after_the_check_and_the_dossier_stays()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await Applying.SubmittedAsync(market);
        var card = (await Applying.ReadAsync(market, agency)).Papers.Single(paper => paper.Kind == PaperKind.LegalRepresentativeId);
        var licence = (await Applying.ReadAsync(market, agency)).Papers.Single(paper => paper.Kind == PaperKind.BusinessLicence);
        var digest = await DigestAsync(market, card.FileId);
        await Applying.DecideAsync(market, agency, CheckResult.Passed);

        market.Clock.Advance(TimeSpan.FromDays(2));
        await Applying.DayAsync(market);
        Assert.True(File.Exists(market.BlobPath(digest)));
        market.Clock.Advance(TimeSpan.FromDays(1.5));
        await Applying.DayAsync(market);

        Assert.False(File.Exists(market.BlobPath(digest)));
        Assert.Equal("file-erased", await market.RefusalAsync(agency, (OpenFile open) => open.ExecuteAsync(card.FileId)));
        using (await market.RunAsync(agency, (OpenFile open) => open.ExecuteAsync(licence.FileId)))
        {
        }

        var after = await Applying.ReadAsync(market, agency);
        Assert.Equal(2, after.Papers.Count(paper => paper.IsErased));
        Assert.DoesNotContain(after.Gaps, gap => gap.Part == DossierPart.Papers);
    }

    [Fact]
    public async Task Bytes_that_another_file_needs_stay()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await Applying.SubmittedAsync(market);
        var card = (await Applying.ReadAsync(market, agency)).Papers.Single(paper => paper.Kind == PaperKind.LegalRepresentativeId);
        var digest = await DigestAsync(market, card.FileId);
        var same = await market.UploadAsync(agency, await File.ReadAllBytesAsync(market.BlobPath(digest), TestContext.Current.CancellationToken), "同一份.pdf");
        await Applying.DecideAsync(market, agency, CheckResult.Passed);
        market.Clock.Advance(TimeSpan.FromDays(4));
        await Applying.DayAsync(market);

        using var other = await market.RunAsync(agency, (OpenFile open) => open.ExecuteAsync(same));
        Assert.Equal(digest, other.Sha256);
    }

    [Fact]
    public async Task A_draft_that_nobody_touched_for_half_a_year_loses_its_people()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await Applying.RegisterAsync(market);
        await Applying.SaveAsync(market, agency, Applying.Dossier());
        await Applying.UploadAllAsync(market, agency);
        market.Clock.Advance(TimeSpan.FromDays(181));
        await Applying.DayAsync(market);

        var after = await Applying.ReadAsync(market, agency);
        Assert.Equal(("岳麓新设规划咨询有限公司", "", 0), (after.Dossier.Name, after.Dossier.ContactName, after.Dossier.Practitioners.Count));
        Assert.All(after.Papers, paper => Assert.True(paper.IsErased));
    }

    [Fact]
    public async Task The_contact_of_a_reporter_is_deleted_after_the_answer()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.RunAsync(Actor.Public, (ReportOffList report) => report.ExecuteAsync("建设工程规划许可", "另要一份评估", "13800000000"));
        var row = (await market.RunAsync(market.World.Operator, (ListOffListReports list) => list.ExecuteAsync(new PageRequest()))).Rows.Single();
        await market.RunAsync(market.World.Operator, (AnswerOffListReport answer) => answer.ExecuteAsync(row.Id, row.Version, "已处理"));
        market.Clock.Advance(TimeSpan.FromDays(91));
        await Applying.DayAsync(market);

        var after = (await market.RunAsync(market.World.Operator, (ListOffListReports list) => list.ExecuteAsync(new PageRequest()))).Rows.Single();
        Assert.Equal(("", "已处理"), (after.Contact, after.Answer));
    }

    [Fact]
    public async Task Erasing_a_person_closes_the_account_and_leaves_the_log_whole()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var clerk = agency.Clerk;
        var before = await EntriesAsync(market, clerk.UserId);

        var pseudonym = await market.RunAsync(market.World.Operator, (ErasePerson erase) => erase.ExecuteAsync(clerk.UserId, "本人申请"));

        var after = await EntriesAsync(market, clerk.UserId);
        Assert.NotEmpty(before);
        Assert.Equal(before.Select(entry => (entry.Id, entry.Kind, entry.At)), after.Select(entry => (entry.Id, entry.Kind, entry.At)));
        Assert.All(after, entry => Assert.Equal(pseudonym, entry.ActorName));
        Assert.Null(await market.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(clerk.UserId)));
        var timeline = (await market.OrderAsync(market.World.Official, order.Id)).Timeline;
        Assert.DoesNotContain(timeline, entry => entry.ActorName == clerk.DisplayName);
    }

    [Fact]
    public async Task An_erased_contact_is_gone_from_the_register_and_from_every_dossier()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await Applying.AdmittedAsync(market);
        var name = Applying.Dossier().ContactName;
        var contact = await TestData.PersonAsync(market.Host, name, agency.Organisation, Role.AgencyManager);

        var pseudonym = await market.RunAsync(market.World.Operator, (ErasePerson erase) => erase.ExecuteAsync(contact.UserId, "离职"));

        var shown = await market.RunAsync(market.World.Owner, (GetAgency get) => get.ExecuteAsync(agency.Organisation));
        Assert.Equal((pseudonym, ""), (shown.ContactName, shown.ContactPhone));
        var kept = await market.Host.ReadAsync(db => db.Admissions.AsNoTracking().Include(row => row.Submissions).SingleAsync(row => row.Id == agency.Organisation));
        Assert.Equal((pseudonym, pseudonym), (kept.Dossier.ContactName, kept.InForce!.ContactName));
        Assert.All(kept.Submissions, handedIn => Assert.Equal((pseudonym, ""), (handedIn.Dossier.ContactName, handedIn.Dossier.ContactPhone)));
    }

    [Fact]
    public async Task Whoever_keeps_a_units_seal_or_is_registered_gives_that_up_before_being_erased()
    {
        await using var market = await MarketFixture.StartAsync();
        var first = market.World.First;
        var practitioner = await market.Host.ReadAsync(db => db.Set<Practitioner>().Where(row => row.AgencyId == first.Id).SingleAsync());
        Assert.Equal("erase-keeper", await RefusedAsync(market, first.Keeper, "离职"));
        await market.Host.ReadAsync(db => db.Set<Practitioner>().Where(row => row.Id == practitioner.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UserId, first.Practitioner.UserId)));
        Assert.Equal("erase-practitioner", await RefusedAsync(market, first.Practitioner, "离职"));
        await market.Host.ReadAsync(db => db.Set<Practitioner>().Where(row => row.Id == practitioner.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeftOn, new DateOnly(2026, 1, 1))));
        await market.RunAsync(market.World.Operator, (ErasePerson erase) => erase.ExecuteAsync(first.Practitioner.UserId, "离职"));
        Assert.Equal("erase-oneself", await RefusedAsync(market, market.World.Operator, "离职"));
        Assert.Equal("reason-missing", await RefusedAsync(market, first.Clerk, " "));
        await market.RunAsync(market.World.Operator, (ErasePerson erase) => erase.ExecuteAsync(first.Clerk.UserId, "离职"));
        Assert.Equal("person-erased", await RefusedAsync(market, first.Clerk, "离职"));
    }

    [Fact]
    public async Task A_practitioner_who_left_is_a_pseudonym_once_the_days_of_the_rule_pack_are_over()
    {
        await using var market = await MarketFixture.StartAsync();
        var days = RulePack.Named("hunan").PersonalData.FormerPractitionerDays.Value;
        var left = ChinaTime.DayOf(market.Clock.GetUtcNow()).AddDays(1 - days);
        await market.Host.ReadAsync(db => db.Set<Practitioner>().Where(row => row.AgencyId == market.World.First.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeftOn, left)));
        await Applying.DayAsync(market);
        Assert.All(await FormerAsync(market), name => Assert.DoesNotContain(PersonName.Erased, name, StringComparison.Ordinal));

        market.Clock.Advance(TimeSpan.FromDays(1));
        await Applying.DayAsync(market);

        var former = await FormerAsync(market);
        Assert.NotEmpty(former);
        Assert.All(former, name => Assert.StartsWith(PersonName.Erased, name, StringComparison.Ordinal));
        var rows = await market.RunAsync(market.World.Operator, (GetRetention get) => get.ExecuteAsync());
        Assert.Equal((0, former.Count), rows.Where(row => row.Key == PersonalDataTable.FormerPractitioners).Select(row => (row.Waiting, row.Erased!.Value)).Single());
    }

    [Fact]
    public async Task The_operator_finds_people_by_name_or_organisation_and_sees_who_is_erased()
    {
        await using var market = await MarketFixture.StartAsync();
        var clerk = market.World.First.Clerk;
        await market.RunAsync(market.World.Operator, (ErasePerson erase) => erase.ExecuteAsync(clerk.UserId, "本人申请"));

        var ofAgency = await market.RunAsync(market.World.Operator, (ListPeople list) => list.ExecuteAsync(new PageRequest(market.World.First.Name)));
        var erased = await market.RunAsync(market.World.Operator, (ListPeople list) => list.ExecuteAsync(new PageRequest(PersonName.Erased)));

        Assert.NotEmpty(ofAgency.Rows);
        Assert.All(ofAgency.Rows, person => Assert.Contains(person.Roles, held => held.Organisation == market.World.First.Name));
        Assert.Equal((clerk.UserId, true), erased.Rows.Select(person => (person.Id, person.IsErased)).Single());
    }

    [Fact]
    public async Task The_public_sees_the_family_name_of_a_contact_and_signed_in_people_the_whole()
    {
        await using var market = await MarketFixture.StartAsync();

        var open = await market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(market.World.First.Id));
        var signedIn = await market.RunAsync(market.World.Owner, (GetAgency get) => get.ExecuteAsync(market.World.First.Id));

        Assert.Equal(("联**", "联系人"), (open.ContactName, signedIn.ContactName));
    }

    private static Task<string> RefusedAsync(MarketFixture market, Actor person, string reason) =>
        market.RefusalAsync(market.World.Operator, (ErasePerson erase) => erase.ExecuteAsync(person.UserId, reason));

    private static Task<List<string>> FormerAsync(MarketFixture market) =>
        market.Host.ReadAsync(db => db.Set<Practitioner>().AsNoTracking().Where(row => row.LeftOn != null).Select(row => row.Name).ToListAsync());

    private static Task<string> DigestAsync(MarketFixture market, Guid file) =>
        market.Host.ReadAsync(db => db.StoredFiles.Where(row => row.Id == file).Select(row => row.Sha256).SingleAsync());

    private static Task<List<LedgerEntry>> EntriesAsync(MarketFixture market, Guid user) =>
        market.Host.ReadAsync(db => db.LedgerEntries.AsNoTracking().Where(entry => entry.ActorId == user).OrderBy(entry => entry.Id).ToListAsync());
}
