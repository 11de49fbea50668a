using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>After reading the list a person proves once to be there, and has the own seal put on every sheet of the album.
/// The confirmation is bound to the digests of exactly these files and runs out; the work is done in the background. The unit's seal needs an
/// approved application (用印申请).</summary>
public sealed class ConfirmAlbumSealing(MarketplaceDbContext db, OperationContext context, ISecondFactor secondFactor) : IOperation
{
    public static Permission Requires => Permission.SealResults;

    /// <summary>A second-factor code is good for one attempt.</summary>
    public static bool IsRepeatable => false;

    /// <summary>Starts the batch; returns its id.</summary>
    /// <param name="listSha256">The digest of the list that the person has read.</param>
    public async Task<Guid> ExecuteAsync(Guid resultId, long version, Guid sealId, string listSha256, string secondFactorCode)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).FindOrThrowAsync(resultId, ct);
        result.Expect(version);
        var order = await db.TaskOrders.SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, ct);
        var step = result.RequireStepFor(seal);
        seal.RequireUsable(context);
        (await db.PractitionerOfAsync(seal, ct))?.RequireRegistered(context.Today);
        var application = step.Kind == SealKind.Unit ? await db.ApprovedApplicationAsync(result.Id, step, ct) : null;
        await EndEarlierAsync(result);
        var list = await SealingList.OfAsync(result, db, ct);
        if (list.Sheets.Count == 0 || list.Sha256 != listSha256)
        {
            throw new RuleViolationException("list-changed");
        }

        if (!await secondFactor.VerifyAsync(context.Actor.UserId, secondFactorCode, ct))
        {
            throw new RuleViolationException("second-factor-wrong");
        }

        var batch = SealBatch.Confirm(result, step, seal, application, list, context);
        db.Add(batch);
        db.AddRange(list.Sheets.Select((sheet, index) => SealBatchItem.Of(batch, sheet, index + 1, context)));
        result.BeginSealing();
        new Journal(db, context).Record(
            LedgerKind.AlbumSealingConfirmed, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, step.RoleTitle, seal.Text, $"{batch.SheetCount}");
        context.MarkSealBatch();
        return batch.Id;
    }

    // A confirmation that was interrupted, or has run out, gives way to a new one over what is left.
    private async Task EndEarlierAsync(Result result)
    {
        var earlier = await db.SealBatches.Where(batch => batch.ResultId == result.Id && batch.Status != SealBatchStatus.Done && batch.Status != SealBatchStatus.Succeeded).ToListAsync(context.Cancellation);
        if (earlier.Any(batch => batch.Status == SealBatchStatus.Running && context.At < batch.ExpiresAt))
        {
            throw new RuleViolationException("batch-running");
        }

        earlier.ForEach(batch => batch.GiveWay());
    }
}

internal static class SealHolders
{
    /// <summary>The practitioner whose seal it is; none for a unit's.</summary>
    public static async Task<Practitioner?> PractitionerOfAsync(this MarketplaceDbContext db, Seal seal, CancellationToken ct) =>
        seal.PractitionerId is { } id
            ? await db.Agencies.SelectMany(agency => agency.Practitioners).SingleAsync(person => person.Id == id, ct)
            : null;
}
