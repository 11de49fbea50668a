using Market.Marketplace.Operations;

namespace Market.Marketplace.Agencies.Window;

/// <summary>Searches the shop window.</summary>
public sealed class SearchAgencies(AgencyWindow window, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>One page of the agencies that fit, and what they could be narrowed down by.</summary>
    public async Task<AgencyFindings> ExecuteAsync(AgencySearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return (await window.GetAsync(context.Cancellation)).Find(search);
    }
}

/// <summary>Puts agencies side by side.</summary>
public sealed class CompareAgencies(AgencyWindow window, OperationContext context) : IOperation
{
    /// <summary>More do not fit side by side.</summary>
    public const int Most = 4;

    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The first four of those asked for that are in the market.</summary>
    public async Task<IReadOnlyList<AgencyCard>> ExecuteAsync(IReadOnlyList<Guid> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return [.. (await window.GetAsync(context.Cancellation)).Cards([.. ids.Take(Most)])];
    }
}
