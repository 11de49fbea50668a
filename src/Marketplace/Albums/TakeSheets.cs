using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>The sheets to seal next, and everything that their seals need.</summary>
internal sealed record SheetWork(
    Result Result, SealingStep Step, Seal Seal, Practitioner? Practitioner, ResultBinding Binding, TitleBlock TitleBlock, AlbumList? List,
    IReadOnlyList<SheetTask> Sheets, DateTimeOffset At)
{
    /// <summary>The plan for one sheet.</summary>
    /// <summary>The sealer seals the bytes of the confirmed digest and no others; each sheet was read whole in an examining process when it came.</summary>
    public SealingPlan PlanFor(Sheet sheet, SealingArtwork? artwork) => new(
        Result, Step, Seal, Practitioner, Binding.For(sheet), At, sheet.Kind == SheetKind.Drawing ? TitleBlock : null, artwork,
        sheet.Kind == SheetKind.Manifest ? List : null, IsPinned: true);
}

/// <summary>One sheet to seal, as it was confirmed.</summary>
internal sealed record SheetTask(Guid ItemId, string Sha256, Sheet Sheet);

/// <summary>Hands a worker its next sheets. Before each piece of work it asks again whether the seal may still be used, so
/// that a seal reported lost stops in the middle of an album.</summary>
internal sealed class TakeSheets(MarketplaceDbContext db, OperationContext context) : IOperation
{
    /// <summary>Small enough that the progress bar moves and a kill costs little.</summary>
    private const int MostSheets = 16;

    private const long MostBytes = 64 << 20;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>The work, or null when there is nothing to do on this batch now.</summary>
    public async Task<SheetWork?> ExecuteAsync(SealBatchClaim claim)
    {
        var ct = context.Cancellation;
        var batch = await db.SealBatches.SingleOrDefaultAsync(row => row.Id == claim.BatchId && row.Lease == claim.Lease, ct);
        if (batch is not { Status: SealBatchStatus.Running })
        {
            return null;
        }

        context.Changed(batch.AgencyId);
        try
        {
            var work = await WorkOfAsync(batch);
            if (work is not null)
            {
                batch.Renew(ClaimSealBatch.LeasePeriod, context);
            }

            return work;
        }
        catch (RuleViolationException refusal)
        {
            await batch.StopAsync(refusal, db, context);
            return null;
        }
    }

    private async Task<SheetWork?> WorkOfAsync(SealBatch batch)
    {
        var ct = context.Cancellation;
        if (context.At >= batch.ExpiresAt)
        {
            throw new RuleViolationException("confirmation-expired");
        }

        var result = await db.Results.AsNoTracking().SingleAsync(row => row.Id == batch.ResultId, ct);
        if (result is not { Status: ResultStatus.Sealing, NextStep: { } step } || step.Order != batch.StepOrder)
        {
            throw new RuleViolationException("result-state", result.Status);
        }

        var seal = await db.Seals.AsNoTracking().SingleAsync(row => row.Id == batch.SealId, ct);
        seal.RequireUsable(batch.UserId, context);
        var practitioner = await db.PractitionerOfAsync(seal, ct);
        practitioner?.RequireRegistered(context.Today);
        if (batch.ApplicationId is { } application
            && !await db.SealApplications.AnyAsync(row => row.Id == application && row.Status == SealApplicationStatus.Approved, ct))
        {
            throw new RuleViolationException("seal-use-not-approved");
        }

        if (await NextAsync(batch) is not { Count: > 0 } tasks)
        {
            return null;
        }

        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var block = await db.Albums.Where(row => row.Id == batch.AlbumId).Select(row => row.TitleBlock).SingleAsync(ct);
        var list = tasks.Any(task => task.Sheet.Kind == SheetKind.Manifest)
            ? AlbumList.Of(await db.Sheets.AsNoTracking().Where(sheet => sheet.AlbumId == batch.AlbumId).ToListAsync(ct))
            : null;
        return new SheetWork(
            result, step, seal, practitioner, await ResultBinding.OfAsync(result, order, db, ct), block, list, tasks, context.At);
    }

    private async Task<IReadOnlyList<SheetTask>> NextAsync(SealBatch batch)
    {
        var ct = context.Cancellation;
        var waiting = await (
            from item in db.SealBatchItems.AsNoTracking()
            join sheet in db.Sheets.AsNoTracking() on item.SheetId equals sheet.Id
            where item.BatchId == batch.Id && item.Status == SealBatchItemStatus.Waiting && sheet.Kind == SheetKind.Drawing
            orderby item.NextAttemptAt, item.Position
            select new { Item = item, Sheet = sheet }).Take(MostSheets).ToListAsync(ct);
        var due = waiting.Where(row => row.Item.NextAttemptAt <= context.At).ToList();
        if (due.Count > 0)
        {
            var bytes = 0L;
            return [.. due.TakeWhile((row, index) => (bytes += row.Sheet.Size) <= MostBytes || index == 0).Select(row => new SheetTask(row.Item.Id, row.Item.Sha256, row.Sheet))];
        }

        if (waiting.Count > 0)
        {
            batch.Release(waiting[0].Item.NextAttemptAt);
            return [];
        }

        return await LastAsync(batch);
    }

    // The list is sealed when every sheet on it is.
    private async Task<IReadOnlyList<SheetTask>> LastAsync(SealBatch batch)
    {
        var ct = context.Cancellation;
        var rest = await (
            from item in db.SealBatchItems.AsNoTracking()
            join sheet in db.Sheets.AsNoTracking() on item.SheetId equals sheet.Id
            where item.BatchId == batch.Id && item.Status != SealBatchItemStatus.Done
            select new { Item = item, Sheet = sheet }).ToListAsync(ct);
        if (rest.Any(row => row.Item.Status == SealBatchItemStatus.Failed))
        {
            throw new RuleViolationException("sheets-failed");
        }

        if (rest is [var last] && last.Item.NextAttemptAt > context.At)
        {
            batch.Release(last.Item.NextAttemptAt);
            return [];
        }

        return [.. rest.Select(row => new SheetTask(row.Item.Id, row.Item.Sha256, row.Sheet))];
    }
}
