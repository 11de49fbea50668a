using Market.Marketplace.Operations;
using Market.Marketplace.Seals;
using Market.Signing;

namespace Market.Marketplace.Results;

/// <summary>One seal to be put on one result.</summary>
internal sealed record SealingPlan(Result Result, SealingStep Step, Seal Seal, ResultBinding Binding, DateTimeOffset At);

/// <summary>The one place where the marketplace meets the signing library.</summary>
public sealed class Sealing(MarketplaceOptions options, SealTrust trust, ITimestampAuthority timestamps)
{
    private readonly MarketplaceOptions _options = options;
    private readonly SealTrust _trust = trust;
    private readonly ITimestampAuthority _timestamps = timestamps;

    internal static PrecheckReport Precheck(Stream pdf) => throw NotReady(pdf);

    internal Task SealAsync(Stream input, Stream output, ISealKey key, SealingPlan plan, CancellationToken ct) =>
        throw NotReady(_options, _timestamps, input, output, key, plan, ct);

    internal SealFacts Validate(Stream pdf, DateTimeOffset asOf) => throw NotReady(_trust, pdf, asOf);

    private static RuleViolationException NotReady(params object[] unused) => new("not-ready", unused.Length);
}
