namespace Market.Web.Features.Seals;

/// <summary>A wish to end someone's custody.</summary>
public sealed record CustodyEnd(Guid KeepingId, string Reason);

/// <summary>A wish to put another person in a keeper's place (委托代管).</summary>
public sealed record Delegation(Guid Keeper, Guid To, DateOnly From, DateOnly Until, string Reason);

/// <summary>A loss as reported (挂失).</summary>
public sealed record LossReport(DateTimeOffset Since, string Reason);
