using Market.Marketplace.Agencies;
using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Testing;

namespace Market.Marketplace.Tests.Agencies;

/// <summary>The layout that follows changes must answer as one that is laid out anew.</summary>
public sealed class AgencyIndexTests
{
    private static readonly DateOnly Today = new(2026, 11, 2);
    private static readonly DateTimeOffset At = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly ServiceItemTerms[] Items =
    [
        TestData.Item(TestData.ReviewItem, "规划方案技术审查"),
        TestData.Item("ZJ-2-06", "竣工测量") with { RequiredQualification = new QualificationRequirement("测绘资质", [new QualificationOption("测绘资质", null, "乙级")]) },
    ];

    private static readonly string[] Regions = ["430104", "440104", "110101"];

    [Fact]
    public void Changes_entered_one_after_another_leave_what_all_at_once_would_have_left()
    {
        var chance = new Sequence(5);
        var agencies = Enumerable.Range(0, 120).ToDictionary(n => n, n => Entry(n, chance));
        var renewed = new AgencyIndex(agencies.Values, Items, Today);
        for (var round = 0; round < 25; round++)
        {
            // Some change or leave the market, some come in, and some of those that had left come back.
            var changed = Enumerable.Range(0, 6).Select(_ => chance.Next(agencies.Count + 3)).Distinct().ToList();
            changed.ForEach(n => agencies[n] = Entry(n, chance));
            renewed = renewed.With(changed.ConvertAll(n => agencies[n]))!;

            var anew = new AgencyIndex(agencies.Values, Items, Today);

            foreach (var search in Searches(anew))
            {
                var (expected, found) = (anew.Find(search), renewed.Find(search));
                Assert.Equal(expected.Page.Total, found.Page.Total);
                Assert.Equal(expected.Page.Rows.Select(row => row.Id), found.Page.Rows.Select(row => row.Id));
                Assert.Equal(
                    expected.Facets.SelectMany(facet => facet.Values.Where(value => value.Count > 0).Select(value => (facet.Facet, value.Value, value.Count))).Order(),
                    found.Facets.SelectMany(facet => facet.Values.Where(value => value.Count > 0).Select(value => (facet.Facet, value.Value, value.Count))).Order());
            }
        }
    }

    [Fact]
    public void An_index_that_is_being_read_does_not_change_under_the_reader()
    {
        var chance = new Sequence(6);
        var before = new AgencyIndex([.. Enumerable.Range(0, 10).Select(n => Entry(n, chance, AgencyStatus.Admitted))], Items, Today);
        var (cards, found) = (before.Cards([Id(3), Id(11)]), before.Find(new AgencySearch()).Page.Total);

        var after = before.With([Entry(3, chance, AgencyStatus.Removed), Entry(11, chance, AgencyStatus.Admitted)])!;

        Assert.Equal(cards.Select(card => card.Id), before.Cards([Id(3), Id(11)]).Select(card => card.Id));
        Assert.Equal(found, before.Find(new AgencySearch()).Page.Total);
        Assert.Equal([Id(11)], after.Cards([Id(3), Id(11)]).Select(card => card.Id));
    }

    [Fact]
    public void An_index_without_room_for_all_that_came_in_asks_to_be_laid_out_anew()
    {
        var chance = new Sequence(7);
        var index = new AgencyIndex([], Items, Today);

        Assert.NotNull(index.With([.. Enumerable.Range(0, 1024).Select(n => Entry(n, chance, AgencyStatus.Admitted))]));
        Assert.Null(index.With([.. Enumerable.Range(0, 1025).Select(n => Entry(n, chance, AgencyStatus.Admitted))]));
    }

    private static IEnumerable<AgencySearch> Searches(AgencyIndex index)
    {
        foreach (var order in Enum.GetValues<AgencyOrder>())
        {
            yield return new AgencySearch(Order: order, Size: 100);
            yield return new AgencySearch("测绘", Order: order, Page: 2, Size: 10);
        }

        foreach (var facet in index.Find(new AgencySearch()).Facets)
        {
            foreach (var value in facet.Values)
            {
                yield return new AgencySearch(Wanted: new Dictionary<AgencyFacet, string> { [facet.Facet] = value.Value });
            }
        }
    }

    // New agencies sort after old ones, as ids made by the clock do.
    private static Guid Id(int n) => new(n, 0, 0, new byte[8]);

    private static AgencyEntry Entry(int n, Sequence chance, AgencyStatus? status = null)
    {
        var done = chance.Next(8);
        var licence = new QualificationEntry(
            chance.Next(2) == 0 ? "测绘资质" : "城乡规划编制单位资质", null, chance.Next(2) == 0 ? "甲级" : "乙级", $"证{n}", "湖南省自然资源厅", new DateOnly(2024, 1, 1),
            Today.AddDays(chance.Next(-20, 200)));
        return new AgencyEntry(
            Id(n), chance.Next(2) == 0 ? $"湘{n % 7}测绘有限公司" : $"岳{n % 5}规划设计院", $"9143{n:D14}", status ?? chance.Pick([AgencyStatus.Admitted, AgencyStatus.Admitted, AgencyStatus.Suspended, AgencyStatus.Removed]),
            chance.Pick(Regions), "测试路", At.AddDays(-chance.Next(4)),
            [Qualification.Of(licence, Id(n), new OperationContext(Actor.System, At, default))],
            new AgencyTally
            {
                AgencyId = Id(n),
                Done = done,
                OnTime = chance.Next(done + 1),
                FirstPass = chance.Next(done + 1),
                Ratings = chance.Next(3),
                RatingTenths = 40,
                Awards = chance.Next(2),
                AwardThousandths = 850,
            });
    }
}
