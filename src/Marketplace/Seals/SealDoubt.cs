using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>A seal on a result may have been in the wrong hands when it was put on: it was reported lost (挂失) with a suspected
/// time before that. The result then needs a person's check, until the report is withdrawn.</summary>
/// <param name="SealText">The words on the seal.</param>
/// <param name="Since">Since when it may have been in the wrong hands.</param>
/// <param name="ReportedAt">When it was reported.</param>
public sealed record SealDoubt(Guid SealId, string SealText, DateTimeOffset Since, DateTimeOffset ReportedAt);

/// <summary>Finds the doubts about results. They are read each time and written nowhere, so that a withdrawn report leaves none.</summary>
internal static class SealDoubts
{
    /// <summary>The doubt about each of the results; those without are missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, SealDoubt>> DoubtsAsync(
        this MarketplaceDbContext db, IReadOnlyCollection<Result> results, CancellationToken ct)
    {
        var used = results.SelectMany(result => result.Steps).Select(step => step.SealId).OfType<Guid>().Distinct().ToList();
        var lost = await db.Seals.AsNoTracking().IgnoreAutoIncludes()
            .Where(seal => used.Contains(seal.Id) && seal.LostSince != null).ToListAsync(ct);
        return results.Select(result => (result.Id, Doubt: DoubtAbout(result, lost))).Where(pair => pair.Doubt is not null)
            .ToDictionary(pair => pair.Id, pair => pair.Doubt!);
    }

    /// <summary>The doubt about one result.</summary>
    public static async Task<SealDoubt?> DoubtAsync(this MarketplaceDbContext db, Result result, CancellationToken ct) =>
        (await db.DoubtsAsync([result], ct)).GetValueOrDefault(result.Id);

    private static SealDoubt? DoubtAbout(Result result, List<Seal> lost) =>
        result.Steps
            .Where(step => step.SealedAt is not null)
            .Select(step => lost.Find(seal => seal.Id == step.SealId && seal.IsInDoubtAt(step.SealedAt!.Value)))
            .OfType<Seal>()
            .Select(seal => new SealDoubt(seal.Id, seal.Text, seal.LostSince!.Value, seal.LossReportedAt!.Value))
            .FirstOrDefault();
}
