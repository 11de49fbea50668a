namespace Market.Marketplace.Agencies;

/// <summary>Rung when this process has saved something that the shop window shows of agencies.</summary>
public sealed class AgencyWindowBell
{
    private long _rung;

    /// <summary>How often it has been rung.</summary>
    internal long Count => Interlocked.Read(ref _rung);

    internal void Ring() => Interlocked.Increment(ref _rung);
}
