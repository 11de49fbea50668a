using Market.Marketplace.Results;

namespace Market.Web.Features.Results;

/// <summary>A person's wish to seal.</summary>
/// <param name="SealId">With which seal.</param>
/// <param name="SealText">The words on it.</param>
/// <param name="Code">The code of this moment (动态口令).</param>
public sealed record SealRequest(Guid SealId, string SealText, string Code);

/// <summary>An official's wish to return a result.</summary>
/// <param name="Defects">What it lacks.</param>
/// <param name="Remark">The opinion as a whole.</param>
public sealed record ReturnRequest(IReadOnlyList<Defect> Defects, string Remark);
