using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Calendars;

public sealed class CalendarEditionTests
{
    // Invented: what matters here is what happens to deadlines, not what will be announced.
    private const string Announcement = """
        {
          "year": 2027,
          "source": { "title": "关于2027年部分节假日安排的通知（测试）", "issuer": "国务院办公厅", "date": "2026-11-30" },
          "off": [
            { "name": "元旦", "from": "2027-01-01", "to": "2027-01-03" },
            { "name": "春节", "from": "2027-02-05", "to": "2027-02-12" },
            { "name": "清明节", "from": "2027-04-05", "to": "2027-04-05" },
            { "name": "劳动节", "from": "2027-05-01", "to": "2027-05-05" },
            { "name": "端午节", "from": "2027-06-09", "to": "2027-06-09" },
            { "name": "中秋节", "from": "2027-09-15", "to": "2027-09-15" },
            { "name": "国庆节", "from": "2027-10-01", "to": "2027-10-07" }
          ],
          "work": []
        }
        """;

    [Fact]
    public async Task A_new_year_counts_after_a_second_person_confirmed_it_and_what_was_provisional_is_counted_again_and_announced()
    {
        await using var market = await MarketFixture.StartAsync();
        market.Clock.SetTo(new DateOnly(2026, 12, 28));
        var (order, agency) = await market.TakenOrderAsync();
        var second = await SecondOperatorAsync(market);

        var id = await market.RunAsync(market.World.Operator, (ProposeCalendar propose) => propose.ExecuteAsync(Announcement));
        var proposed = (await market.RunAsync(second, (ListCalendars list) => list.ExecuteAsync())).Single(row => row.Id == id);
        var preview = await market.RunAsync(second, (PreviewCalendar read) => read.ExecuteAsync(id));
        var self = await market.RefusalAsync(market.World.Operator, (DecideCalendar decide) => decide.ExecuteAsync(id, proposed.Version, confirm: true));
        await market.RunAsync(second, (DecideCalendar decide) => decide.ExecuteAsync(id, proposed.Version, confirm: true));
        await market.Host.DrainAsync();

        Assert.Equal((true, new DateOnly(2027, 1, 4)), (order.Deadline!.Provisional, order.Deadline.DueOn));
        Assert.Equal("second-person", self);
        Assert.Contains(new ChangedDay(new DateOnly(2027, 1, 1), DayKind.WorkingDay, DayKind.Holiday), preview.Days);
        Assert.Equal((2, 2), (preview.Recounted, preview.MovedCount));
        var after = await market.OrderAsync(agency.Clerk, order.Id);
        Assert.Equal((false, new DateOnly(2027, 1, 5)), (after.Deadline!.Provisional, after.Deadline.DueOn));
        Assert.Contains(after.Timeline, entry => entry.Kind == LedgerKind.DeadlineRecounted);
    }

    [Fact]
    public async Task An_announcement_never_moves_a_told_day_forward()
    {
        await using var market = await MarketFixture.StartAsync();
        market.Clock.SetTo(new DateOnly(2026, 12, 28));
        var (order, agency) = await market.TakenOrderAsync();
        var sooner = Announcement.Replace("\"to\": \"2027-01-03\"", "\"to\": \"2027-01-01\"", StringComparison.Ordinal)
            .Replace("\"work\": []", "\"work\": [\"2027-01-02\", \"2027-01-03\"]", StringComparison.Ordinal);

        await ConfirmAsync(market, sooner);

        var after = await market.OrderAsync(agency.Clerk, order.Id);
        Assert.Equal((order.Deadline!.DueOn, new DateOnly(2027, 1, 3)), (after.Deadline!.DueOn, after.Deadline.Otherwise));
    }

    [Fact]
    public async Task A_card_that_only_an_unknown_holiday_caused_is_withdrawn()
    {
        await using var market = await MarketFixture.StartAsync();
        market.Clock.SetTo(new DateOnly(2026, 12, 28));
        var (order, _) = await market.TakenOrderAsync();
        market.Clock.SetTo(new DateOnly(2027, 1, 5));
        await market.SweepClocksAsync();
        var given = await market.Host.ReadAsync(db => Task.FromResult(db.Escalations.Single(row => row.SubjectId == order.Id && row.Card != null)));

        await ConfirmAsync(market, Announcement);

        Assert.Equal(Card.Yellow, given.Card);
        Assert.NotNull((await market.Host.ReadAsync(db => Task.FromResult(db.Escalations.Single(row => row.Id == given.Id)))).WithdrawnAt);
    }

    [Theory]
    [InlineData("\"to\": \"2027-10-07\"", "\"to\": \"2027-10-02\"", "calendar-statutory-day")]
    [InlineData("\"name\": \"中秋节\"", "\"name\": \"秋\"", "calendar-statutory-holiday")]
    [InlineData("\"work\": []", "\"work\": [\"2027-02-08\"]", "calendar-contradiction")]
    [InlineData("\"work\": []", "\"work\": [\"2027-02-06\"]", "calendar-contradiction")]
    [InlineData("\"from\": \"2027-04-05\"", "\"from\": \"2027-02-10\"", "calendar-overlap")]
    [InlineData("\"work\": []", "\"work\": [", "calendar-unreadable")]
    [InlineData("\"issuer\": \"国务院办公厅\"", "\"issuer\": \" \"", "calendar-without-source")]
    public async Task A_calendar_that_contradicts_itself_or_the_regulation_is_refused(string right, string wrong, string code)
    {
        await using var market = await MarketFixture.StartAsync();

        var refusal = await market.RefusalAsync(market.World.Operator, (ProposeCalendar propose) =>
            propose.ExecuteAsync(Announcement.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Equal(code, refusal);
    }

    private static async Task ConfirmAsync(MarketFixture market, string announcement)
    {
        var id = await market.RunAsync(market.World.Operator, (ProposeCalendar propose) => propose.ExecuteAsync(announcement));
        var second = await SecondOperatorAsync(market);
        await market.RunAsync(second, (DecideCalendar decide) => decide.ExecuteAsync(id, 1, confirm: true));
        await market.Host.DrainAsync();
    }

    private static Task<Actor> SecondOperatorAsync(MarketFixture market) =>
        TestData.PersonAsync(market.Host, "运行二号", market.World.Operator.OrganisationId!.Value, Role.Operator);
}
