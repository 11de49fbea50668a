namespace Market.Marketplace.Webhooks;

/// <summary>When a delivery that failed is tried again: soon while the fault may be a hiccup, then ever more rarely, for
/// fifteen days - the longest holiday of 2026 has nine. After that it waits to be pushed, and stays in the feed for ever.</summary>
public static class WebhookSchedule
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14),
        TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan LastPause = TimeSpan.FromHours(12);

    /// <summary>How long a delivery is tried by itself.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromDays(15);

    /// <summary>The pause after a number of failed attempts.</summary>
    public static TimeSpan PauseAfter(int attempts) => attempts <= Pauses.Length ? Pauses[Math.Max(attempts, 1) - 1] : LastPause;
}
