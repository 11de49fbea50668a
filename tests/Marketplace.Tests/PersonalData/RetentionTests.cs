using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.PersonalData;
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

        var pseudonym = await market.RunAsync(market.World.Operator, (ErasePerson erase) => erase.ExecuteAsync(clerk.UserId));

        var after = await EntriesAsync(market, clerk.UserId);
        Assert.NotEmpty(before);
        Assert.Equal(before.Select(entry => (entry.Id, entry.Kind, entry.At)), after.Select(entry => (entry.Id, entry.Kind, entry.At)));
        Assert.All(after, entry => Assert.Equal(pseudonym, entry.ActorName));
        Assert.Null(await market.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(clerk.UserId)));
        var timeline = (await market.OrderAsync(market.World.Official, order.Id)).Timeline;
        Assert.DoesNotContain(timeline, entry => entry.ActorName == clerk.DisplayName);
    }

    [Fact]
    public async Task The_public_sees_the_family_name_of_a_contact_and_signed_in_people_the_whole()
    {
        await using var market = await MarketFixture.StartAsync();

        var open = await market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(market.World.First.Id));
        var signedIn = await market.RunAsync(market.World.Owner, (GetAgency get) => get.ExecuteAsync(market.World.First.Id));

        Assert.Equal(("联**", "联系人"), (open.ContactName, signedIn.ContactName));
    }

    private static Task<string> DigestAsync(MarketFixture market, Guid file) =>
        market.Host.ReadAsync(db => db.StoredFiles.Where(row => row.Id == file).Select(row => row.Sha256).SingleAsync());

    private static Task<List<LedgerEntry>> EntriesAsync(MarketFixture market, Guid user) =>
        market.Host.ReadAsync(db => db.LedgerEntries.AsNoTracking().Where(entry => entry.ActorId == user).OrderBy(entry => entry.Id).ToListAsync());
}
