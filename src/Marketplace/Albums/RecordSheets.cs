using System.Security.Cryptography;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>What became of one sheet: a sealed file, or why not.</summary>
internal sealed record SheetSealing(Guid ItemId, StoredBlob? Sealed, SheetFailure? Failure)
{
    /// <summary>Codes of what the holder of the seal should know of it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Enters what a worker has sealed. Sheets whose seals are made are kept even when the batch was paused meanwhile;
/// when the lease has passed to another worker nothing is entered, and that one does the sheets itself.</summary>
internal sealed class RecordSheets(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Whether the worker should go on with this batch.</summary>
    public async Task<bool> ExecuteAsync(SealBatchClaim claim, IReadOnlyList<SheetSealing> outcomes)
    {
        var ct = context.Cancellation;
        var batch = await db.SealBatches.SingleOrDefaultAsync(row => row.Id == claim.BatchId && row.Lease == claim.Lease, ct);
        if (batch is null)
        {
            return false;
        }

        var seal = await db.Seals.AsNoTracking().SingleAsync(row => row.Id == batch.SealId, ct);
        var result = await db.Results.SingleAsync(row => row.Id == batch.ResultId, ct);
        if (result.Status != ResultStatus.Sealing)
        {
            await batch.StopAsync(new RuleViolationException("result-state", result.Status), db, context);
            return false;
        }

        var step = result.Steps.Single(each => each.Order == batch.StepOrder);
        var application = await db.SealApplications.SingleOrDefaultAsync(row => row.Id == batch.ApplicationId, ct);
        var ids = outcomes.Select(outcome => outcome.ItemId).ToList();
        var items = await db.SealBatchItems.Where(item => ids.Contains(item.Id)).ToListAsync(ct);
        var sheetIds = items.Select(item => item.SheetId).ToList();
        var sheets = await db.Sheets.Where(sheet => sheetIds.Contains(sheet.Id)).ToDictionaryAsync(sheet => sheet.Id, ct);
        foreach (var outcome in outcomes)
        {
            var item = items.Single(row => row.Id == outcome.ItemId);
            Enter(batch, item, sheets[item.SheetId], outcome, seal, step, application);
        }

        context.Changed(batch.AgencyId);
        if (sheets.Values.SingleOrDefault(sheet => sheet.Kind == SheetKind.Manifest && sheet.SealsOn == step.Order) is { } manifest)
        {
            await FinishAsync(batch, result, step, seal, application, manifest);
        }
        else if (batch.Status == SealBatchStatus.Running)
        {
            batch.Renew(ClaimSealBatch.LeasePeriod, context);
        }

        return batch.Status == SealBatchStatus.Running;
    }

    private void Enter(SealBatch batch, SealBatchItem item, Sheet sheet, SheetSealing outcome, Seal seal, SealingStep step, SealApplication? application)
    {
        if (outcome.Sealed is not { } blob)
        {
            item.Fail(outcome.Failure!, context);
            return;
        }

        var file = StoredFile.StoreFor(batch.AgencyId, batch.UserId, sheet.FileName, "application/pdf", blob, context);
        db.Add(file);
        db.Add(SealUse.Note(seal, step, batch.ResultId, batch.UserId, batch.UserName, application, item.Sha256, blob.Sha256, outcome.Warnings, context));
        item.Done();
        sheet.ApplySeal(file, step.Order, batch.ResultId);
    }

    private async Task FinishAsync(
        SealBatch batch, Result result, SealingStep step, Seal seal, SealApplication? application, Sheet manifest)
    {
        var order = await db.TaskOrders.SingleAsync(row => row.Id == result.TaskOrderId, context.Cancellation);
        var file = db.StoredFiles.Local.Single(row => row.Id == manifest.SealedFileId);
        batch.Finish(context);
        result.ApplySeal(step, seal, file, Convert.ToHexStringLower(SHA256.HashData(seal.Certificate)), context, batch.UserName);
        if (application is not null)
        {
            application.Use(context);
            await db.LapseApplicationsAsync(result.Id, context.Cancellation, application);
        }

        var journal = new Journal(db, context);
        var subject = TriggeredDispatch.SubjectOf(order, result.Id);
        journal.Record(LedgerKind.SealApplied, subject, order.Number, step.RoleTitle, seal.Text);
        if (result.Status == ResultStatus.Sealed)
        {
            order.Seal(context);
            journal.Record(LedgerKind.ResultSealed, subject, order.Number, result.ReportNumber);
            journal.Enqueue(OutboxKind.VerifyResult, result.Id);
        }
    }
}
