using Market.Marketplace.Results;
using Market.Marketplace.Seals;

namespace Market.Web.Features.Results;

/// <summary>A person's wish to seal.</summary>
/// <param name="SealId">With which seal.</param>
/// <param name="SealText">The words on it.</param>
/// <param name="Code">The code of this moment (动态口令).</param>
/// <param name="Approves">The waiting application that is approved on the way.</param>
public sealed record SealRequest(Guid SealId, string SealText, string Code, SealApplicationRow? Approves = null);

/// <summary>A keeper's or manager's decision on an application for the unit's seal.</summary>
/// <param name="Application">Which.</param>
/// <param name="ReturnReason">Why it is returned; none approves it.</param>
public sealed record SealUseDecision(SealApplicationRow Application, string? ReturnReason = null);

/// <summary>An official's wish to return a result.</summary>
/// <param name="Defects">What it lacks.</param>
/// <param name="Remark">The opinion as a whole.</param>
public sealed record ReturnRequest(IReadOnlyList<Defect> Defects, string Remark);
