using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Verification;
using Market.Signing;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>Verifies an album as one unit: the sealed list, every sealed sheet against its own binding and its line in the
/// list, and every data file against the digest that the list covers.</summary>
internal sealed class AlbumVerification(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing)
{
    /// <summary>Notes what was found on each sheet; returns the checks of the whole.</summary>
    public async Task<FiveChecks> RunAsync(Result result, TaskOrder order, SealFacts manifest, ExpectedSealing expected)
    {
        var sheets = await db.Sheets.Where(sheet => sheet.AlbumId == result.AlbumId).OrderBy(sheet => sheet.Position).ToListAsync(context.Cancellation);
        var findings = await ExamineAsync(sheets, result, order, manifest, expected);
        foreach (var (sheet, checks) in findings)
        {
            sheet.Verify(checks);
        }

        return AlbumChecks.Of(findings, context.At);
    }

    /// <summary>The checks of the whole as of now; what was found on the sheets on the day of delivery stays.</summary>
    public async Task<FiveChecks> LookAgainAsync(Result result, TaskOrder order, SealFacts manifest, ExpectedSealing expected)
    {
        var sheets = await db.Sheets.AsNoTracking().Where(sheet => sheet.AlbumId == result.AlbumId).OrderBy(sheet => sheet.Position).ToListAsync(context.Cancellation);
        return AlbumChecks.Of(await ExamineAsync(sheets, result, order, manifest, expected), context.At);
    }

    private async Task<IReadOnlyList<SheetFinding>> ExamineAsync(List<Sheet> sheets, Result result, TaskOrder order, SealFacts manifest, ExpectedSealing expected)
    {
        var expectations = await ExpectationsAsync(sheets, result, order, expected);
        var found = new FiveChecks?[sheets.Count];
        await Parallel.ForAsync(0, sheets.Count, context.Cancellation, async (i, stop) => found[i] = sheets[i].Kind switch
        {
            SheetKind.Manifest => OfManifest(manifest, expected, sheets),
            SheetKind.Drawing => await OfDrawingAsync(sheets[i], LineOf(sheets[i]), expectations[sheets[i].SealedUnderResultId!.Value], stop),
            SheetKind.Data => await OfDataAsync(sheets[i], LineOf(sheets[i]), stop),
        });
        return [.. sheets.Zip(found, (sheet, checks) => new SheetFinding(sheet, checks!))];

        AlbumListLine? LineOf(Sheet sheet) => manifest.List?.Lines.FirstOrDefault(line => line.Position == sheet.Position);
    }

    private async Task<Dictionary<Guid, ExpectedSealing>> ExpectationsAsync(List<Sheet> sheets, Result result, TaskOrder order, ExpectedSealing expected)
    {
        // A sheet that was carried over bears the seals, and the binding, of the version under which it was sealed.
        var expectations = new Dictionary<Guid, ExpectedSealing> { [result.Id] = expected };
        foreach (var id in sheets.Select(sheet => sheet.SealedUnderResultId).OfType<Guid>().Distinct().Where(id => id != result.Id))
        {
            var earlier = await db.Results.AsNoTracking().SingleAsync(row => row.Id == id, context.Cancellation);
            expectations[id] = await ExpectedSealing.OfAsync(earlier, order, db, context.Cancellation);
        }

        return expectations;
    }

    private FiveChecks OfManifest(SealFacts facts, ExpectedSealing expected, List<Sheet> sheets)
    {
        var checks = FiveChecksOf.Result(facts, expected, context.At);
        return facts.List is { } list && list.Lines.SequenceEqual(AlbumList.Of(sheets).Lines.Select(line => line with { Sm3 = list.Lines.FirstOrDefault(other => other.Position == line.Position)?.Sm3 }))
            ? checks
            : checks.With(new Check(CheckKind.Intact, CheckOutcome.Fail, "list-differs", []));
    }

    private async Task<FiveChecks> OfDrawingAsync(Sheet sheet, AlbumListLine? line, ExpectedSealing expected, CancellationToken ct)
    {
        await using var pdf = blobs.OpenRead(sheet.SealedSha256!);
        var facts = await sealing.ValidateAsync(pdf, context.At, ct);
        var checks = FiveChecksOf.Result(facts, expected with { Binding = expected.Binding.For(sheet) }, context.At);
        pdf.Position = 0;
        return await IsAsListedAsync(pdf, sheet, line, ct)
            ? checks
            : checks.With(new Check(CheckKind.Intact, CheckOutcome.Fail, "not-as-listed", [sheet.FileName]));
    }

    // Data bears no seal of its own: it is as the sealed list says, or it is not.
    private async Task<FiveChecks> OfDataAsync(Sheet sheet, AlbumListLine? line, CancellationToken ct)
    {
        await using var data = blobs.OpenRead(sheet.Sha256);
        var isListed = data.Length == sheet.Size && await IsAsListedAsync(data, sheet, line, ct);
        return new FiveChecks(
            [
                .. Enum.GetValues<CheckKind>().Select(kind => isListed
                    ? new Check(kind, CheckOutcome.Pass, "data-as-listed", [])
                    : new Check(kind, CheckOutcome.Fail, "not-as-listed", [sheet.FileName])),
            ],
            context.At);
    }

    // The part of the file that was handed in, against the stored line and, where the sealed list gives SM3 too, against that.
    private static async Task<bool> IsAsListedAsync(Stream file, Sheet sheet, AlbumListLine? line, CancellationToken ct)
    {
        var digests = await FileDigests.ComputeAsync(file, line?.Sm3 is not null, sheet.Size, ct);
        return digests.Sha256 == sheet.Sha256 && (line?.Sm3 is null || digests.Sm3 == line.Sm3);
    }
}
