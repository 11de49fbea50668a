namespace Market.Signing.Tests.Testing;

/// <summary>A clock that stands still until it is set.</summary>
public sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
