namespace Market.Signing;

/// <summary>A time stamp and whether it proves its time.</summary>
/// <param name="At">The time it states, UTC; null when it cannot be read.</param>
/// <param name="Authority">The name in the authority's certificate; null when that is missing.</param>
/// <param name="Policy">Object identifier of the policy under which it was made; null when it cannot be read.</param>
/// <param name="IsProof">Whether it is intact, stamps this signature, and leads to a configured time-stamp anchor.</param>
/// <param name="Reasons">Reason codes of what is wrong with it; empty for a proof.</param>
public sealed record TimestampReport(DateTimeOffset? At, string? Authority, string? Policy, bool IsProof, IReadOnlyList<string> Reasons);
