using Market.Marketplace.Calendars;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>A clock that moves only when told.</summary>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    /// <summary>Monday 2026-11-23, nine in the morning in China.</summary>
    public static DateTimeOffset Monday { get; } = ChinaTime.StartOf(new DateOnly(2026, 11, 23)).AddHours(9);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;

    public void SetTo(DateOnly day) => _now = ChinaTime.StartOf(day).AddHours(9);
}
