using System.Globalization;
using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Delivery;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using static Market.Marketplace.Tests.Admissions.Applying;

namespace Market.Marketplace.Tests.Admissions;

public sealed class QualificationEndTests
{
    private static readonly DateOnly LastDay = new(2027, 6, 30);

    [Fact]
    public async Task The_end_of_a_licence_is_announced_at_90_60_and_30_days_exactly_once_each()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await WithTwoLicencesAsync(market);

        var told = new List<string>();
        foreach (var daysBefore in new[] { 91, 90, 89, 60, 60, 45, 30, 29, 1, 0, -1 })
        {
            market.Clock.SetTo(LastDay.AddDays(-daysBefore));
            var before = await CountAsync(market, agency);
            await market.RunAsync(Actor.System, (WarnOfQualifications warn) => warn.ExecuteAsync());
            await market.RunAsync(Actor.System, (WarnOfQualifications warn) => warn.ExecuteAsync());
            told.AddRange(Enumerable.Repeat($"{daysBefore}", await CountAsync(market, agency) - before));
        }

        Assert.Equal(["90", "60", "30"], told);
    }

    [Fact]
    public async Task A_sweep_that_missed_days_warns_once_of_the_nearest_and_a_renewed_licence_is_warned_of_anew()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await WithTwoLicencesAsync(market);
        market.Clock.SetTo(LastDay.AddDays(-25));
        Assert.Equal(1, await market.RunAsync(Actor.System, (WarnOfQualifications warn) => warn.ExecuteAsync()));

        var dossier = (await ReadAsync(market, agency)).Dossier;
        await SaveAsync(market, agency, dossier with { Qualifications = [dossier.Qualifications[0] with { ValidTo = LastDay.AddYears(5) }, dossier.Qualifications[1]] });
        await SubmitAsync(market, agency);
        await DecideAsync(market, agency, CheckResult.Passed);
        market.Clock.SetTo(LastDay.AddYears(5).AddDays(-90));

        // The second licence ends in the same month, so that two are warned of.
        Assert.Contains("自资规乙字000040", await LastAsync(market, agency), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_one_licence_closes_only_the_items_that_need_it()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(TestData.Item("ZJ-4-01", "竣工联合测绘") with
        {
            RequiredQualification = new("测绘资质乙级及以上", [new("测绘资质", "工程测量", "乙级")]),
        }));
        var agency = await WithTwoLicencesAsync(market);
        market.Clock.SetTo(LastDay.AddDays(1));

        var services = await market.RunAsync(Actor.Public, (ListServicesOf list) => list.ExecuteAsync(agency.OrganisationId!.Value));

        Assert.Equal(AgencyStatus.Admitted, (await market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(agency.OrganisationId!.Value))).Status);
        Assert.Equal(
            [("ZJ-2-02", false), ("ZJ-2-03", false), ("ZJ-4-01", true)],
            services.Select(row => (row.Code, row.IsOpen)));
        Assert.Contains(LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), services[0].Ended!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static async Task<Actor> WithTwoLicencesAsync(MarketFixture market)
    {
        var agency = await RegisterAsync(market);
        var dossier = Dossier();
        await SaveAsync(market, agency, dossier with
        {
            Qualifications =
            [
                dossier.Qualifications[0] with { ValidTo = LastDay },
                new("q2", "测绘资质", "工程测量", "乙级", "乙测资字4300040", "湖南省自然资源厅", new DateOnly(2024, 1, 1), new DateOnly(2032, 6, 30)),
            ],
        });
        await UploadAllAsync(market, agency);
        await SubmitAsync(market, agency);
        await DecideAsync(market, agency, CheckResult.Passed);
        market.Clock.SetTo(new DateOnly(2026, 11, 27));
        await DayAsync(market);
        return agency;
    }

    private static async Task<int> CountAsync(MarketFixture market, Actor agency) =>
        (await MessagesAsync(market, agency)).Count(row => row.Kind == LedgerKind.QualificationExpiring);

    private static async Task<string> LastAsync(MarketFixture market, Actor agency)
    {
        await market.RunAsync(Actor.System, (WarnOfQualifications warn) => warn.ExecuteAsync());
        return string.Join('\n', (await MessagesAsync(market, agency)).Where(row => row.At > market.Clock.GetUtcNow().AddHours(-1)).Select(row => row.Say(CultureInfo.InvariantCulture)));
    }

    private static async Task<IReadOnlyList<InboxRow>> MessagesAsync(MarketFixture market, Actor agency) =>
        (await market.RunAsync(agency, (ListInbox list) => list.ExecuteAsync(new PageRequest(Size: 100)))).Rows;
}
