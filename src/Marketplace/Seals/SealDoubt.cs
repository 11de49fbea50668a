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
        var steps = await db.StepsOnAsync(results, ct);
        var used = steps.SelectMany(on => on).Select(step => step.SealId).OfType<Guid>().Distinct().ToList();
        var lost = await db.Seals.AsNoTracking().IgnoreAutoIncludes()
            .Where(seal => used.Contains(seal.Id) && seal.LostSince != null).ToListAsync(ct);
        return results.Select(result => (result.Id, Doubt: DoubtAbout(steps[result.Id], lost))).Where(pair => pair.Doubt is not null)
            .ToDictionary(pair => pair.Id, pair => pair.Doubt!);
    }

    /// <summary>The doubt about one result.</summary>
    public static async Task<SealDoubt?> DoubtAsync(this MarketplaceDbContext db, Result result, CancellationToken ct) =>
        (await db.DoubtsAsync([result], ct)).GetValueOrDefault(result.Id);

    // A sheet that was carried over bears the seals of the version under which it was sealed.
    private static async Task<ILookup<Guid, SealingStep>> StepsOnAsync(
        this MarketplaceDbContext db, IReadOnlyCollection<Result> results, CancellationToken ct)
    {
        var albums = results.Select(result => result.AlbumId).OfType<Guid>().ToList();
        var carried = albums.Count == 0 ? [] : await db.Sheets
            .Where(sheet => albums.Contains(sheet.AlbumId) && sheet.IsCarriedOver && sheet.SealedUnderResultId != null)
            .Select(sheet => new { sheet.AlbumId, ResultId = sheet.SealedUnderResultId!.Value }).Distinct().ToListAsync(ct);
        var ids = carried.Select(sheet => sheet.ResultId).Distinct().ToList();
        var earlier = ids.Count == 0 ? [] : await db.Results.AsNoTracking().Where(result => ids.Contains(result.Id)).ToListAsync(ct);
        return results
            .SelectMany(result => carried.Where(sheet => sheet.AlbumId == result.AlbumId)
                .Select(sheet => earlier.Single(before => before.Id == sheet.ResultId)).Prepend(result)
                .SelectMany(bearer => bearer.Steps, (_, step) => (result.Id, Step: step)))
            .ToLookup(pair => pair.Id, pair => pair.Step);
    }

    private static SealDoubt? DoubtAbout(IEnumerable<SealingStep> steps, List<Seal> lost) =>
        steps
            .Where(step => step.SealedAt is not null)
            .Select(step => lost.Find(seal => seal.Id == step.SealId && seal.IsInDoubtAt(step.SealedAt!.Value)))
            .OfType<Seal>()
            .Select(seal => new SealDoubt(seal.Id, seal.Text, seal.LostSince!.Value, seal.LossReportedAt!.Value))
            .FirstOrDefault();
}
