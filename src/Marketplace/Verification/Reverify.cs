using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>Finds accepted results that were not looked at since an instant, those that waited longest first.</summary>
public sealed class ListDueReverifications(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int AtOnce = 100;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>At most a hundred ids.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync(DateTimeOffset notSince) =>
        await db.Results.AsNoTracking()
            .Where(row => row.Status == ResultStatus.Accepted && (row.ReverifiedAt == null || row.ReverifiedAt < notSince))
            .OrderBy(row => row.ReverifiedAt).ThenBy(row => row.Id).Take(AtOnce).Select(row => row.Id).ToListAsync(context.Cancellation);
}

/// <summary>Verifies an accepted result again, as of now: bytes, trust, revocation, seals and qualification as they stand
/// today. What became doubtful is listed and its department told once; the verdict of the day is kept.</summary>
public sealed class Reverify(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns the verdict as of now, or null when the result is no longer accepted, or was looked at since the instant: by
    /// another node.</summary>
    public async Task<Verdict?> ExecuteAsync(Guid resultId, DateTimeOffset? notSince = null)
    {
        var ct = context.Cancellation;
        var result = await db.Results.FindOrThrowAsync(resultId, ct);
        if (result.Status != ResultStatus.Accepted || result.ReverifiedAt >= notSince)
        {
            return null;
        }

        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var checks = await CheckAsync(result, order);
        result.Reverified(context);
        var open = await db.DriftFindings.SingleOrDefaultAsync(row => row.ResultId == resultId && row.SettledAt == null, ct);
        if (!IsWorse(checks, result.Verification!))
        {
            open?.Settle(context);
        }
        else if (open is not null)
        {
            open.See(checks, context);
        }
        else
        {
            db.Add(DriftFinding.Open(result, checks, context));
            var journal = new Journal(db, context);
            journal.Notify(
                journal.Record(LedgerKind.ResultDoubtful, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, order.ServiceItemName, result.ReportNumber),
                result.DepartmentId);
        }

        return checks.Verdict;
    }

    private async Task<FiveChecks> CheckAsync(Result result, TaskOrder order)
    {
        var ct = context.Cancellation;
        var file = await db.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == result.CurrentFileId, ct);
        SealFacts facts;
        await using (var pdf = blobs.OpenRead(file.Sha256))
        {
            facts = await sealing.ValidateAsync(pdf, context.At, ct);
        }

        var expected = await ExpectedSealing.OfAsync(result, order, db, ct);
        var checks = result.AlbumId is null
            ? FiveChecksOf.Result(facts, expected, context.At)
            : await new AlbumVerification(db, context, blobs, sealing).LookAgainAsync(result, order, facts, expected);

        // A loss (挂失) that was known when the official accepted is in the opinion given then: nothing has changed since.
        var doubt = await db.DoubtAsync(result, ct);
        return doubt?.ReportedAt > result.DecidedAt ? checks.InDoubt(doubt) : checks;
    }

    /// <summary>Whether any of the five came out worse than on the day of delivery.</summary>
    internal static bool IsWorse(FiveChecks now, FiveChecks then) => now.Checks.Any(check => check.Outcome > then[check.Kind].Outcome);
}
