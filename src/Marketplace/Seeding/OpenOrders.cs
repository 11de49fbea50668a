using Market.Marketplace.Calendars;

namespace Market.Marketplace.Seeding;

/// <summary>The clocks of seeded orders that are being worked on: ten working days under the usual ladder. Every thousandth
/// began a day before all others, so that at <see cref="FirstRung"/> exactly these have a rung to climb.</summary>
internal sealed record OpenOrders(Deadline Deadline, DateTimeOffset NextSweepAt)
{
    /// <summary>One order in so many is due first.</summary>
    public const int FirstDueOneIn = 1000;

    private const int WorkingDays = 10;
    private const int StartDays = 5;
    private static readonly DateOnly FirstDay = new(2026, 11, 2);
    private static readonly OpenOrders[] Clocks = [.. Enumerable.Range(0, StartDays + 1).Select(Starting)];

    /// <summary>When the first of them are due.</summary>
    public static DateTimeOffset FirstRung => Clocks[0].NextSweepAt;

    public static OpenOrders Of(int order) => Clocks[order % FirstDueOneIn == 0 ? 0 : 1 + (order % StartDays)];

    private static OpenOrders Starting(int after)
    {
        var calendar = WorkingCalendar.Official;
        var start = after == 0 ? FirstDay : calendar.DueAfter(FirstDay, after);
        var deadline = calendar.DeadlineAfter(start, WorkingDays);
        return new OpenOrders(deadline, EscalationLadder.After(ChinaTime.EndOf(start), deadline.DueOn, ClockTerms.Usual, calendar).First().At);
    }
}
