using Market.Marketplace.Delivery;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integrity;

/// <summary>Outbox against deliveries: nothing sealed is forgotten, nothing is delivered twice, everything verified has its record.</summary>
internal sealed class DeliveryChecks(MarketplaceDbContext db, OperationContext context, IntegrityRun run)
{
    private const int ManyAttempts = 3;
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly CancellationToken _ct = context.Cancellation;

    public async Task RunAsync()
    {
        run.Show("deliveries", 0, 4);
        await CheckResultsAsync();
        run.Show("deliveries", 1, 4);
        await CheckNoticesAsync();
        run.Show("deliveries", 2, 4);
        await CheckMessagesAsync();
        run.Show("deliveries", 3, 4);
        await CheckSealLogAsync();
        run.Show("deliveries", 4, 4);
    }

    private async Task CheckResultsAsync()
    {
        run.Rows += await db.Results.CountAsync(_ct);
        var lost = await db.Results.Where(row => row.Status == ResultStatus.Sealed)
            .Where(row => !db.OutboxMessages.Any(message => message.Kind == OutboxKind.VerifyResult && message.SubjectId == row.Id && message.DoneAt == null))
            .Select(row => row.Id).ToListAsync(_ct);
        lost.ForEach(id => run.Add(FindingKind.DeliveryLost, "Results", id));

        var unverified = await db.Results.Where(row => row.DeliveredAt != null || row.Status == ResultStatus.VerificationFailed)
            .Where(row => row.Verdict == null || row.Verification == null).Select(row => row.Id).ToListAsync(_ct);
        unverified.ForEach(id => run.Add(FindingKind.VerificationMissing, "Results", id));

        var unrecorded = await db.Results.Where(row => row.DeliveredAt != null)
            .Where(row => !db.LedgerEntries.Any(entry => entry.Kind == LedgerKind.ResultDelivered && entry.ResultId == row.Id))
            .Select(row => row.Id).ToListAsync(_ct);
        unrecorded.ForEach(id => run.Add(FindingKind.DeliveryUnrecorded, "Results", id));

        var recordedTwice = await db.LedgerEntries.Where(entry => entry.Kind == LedgerKind.ResultDelivered && entry.ResultId != null)
            .GroupBy(entry => entry.ResultId).Where(group => group.Count() > 1)
            .Select(group => new { Result = group.Key!.Value, Times = group.Count() }).ToListAsync(_ct);
        recordedTwice.ForEach(row => run.Add(FindingKind.DeliveryDoubled, "LedgerEntries", row.Result, $"{row.Times}"));

        var arrivedTwice = await db.InboxItems.Where(item => item.Kind == LedgerKind.ResultDelivered && item.ResultId != null)
            .GroupBy(item => new { item.ResultId, item.OrganisationId }).Where(group => group.Count() > 1)
            .Select(group => new { Result = group.Key.ResultId!.Value, Times = group.Count() }).ToListAsync(_ct);
        arrivedTwice.ForEach(row => run.Add(FindingKind.DeliveryDoubled, "InboxItems", row.Result, $"{row.Times}"));
    }

    private async Task CheckNoticesAsync()
    {
        var lost = await db.OfficialNotices.Where(row => row.Sha256 == null)
            .Where(row => !db.OutboxMessages.Any(message => message.Kind == OutboxKind.SealNotice && message.SubjectId == row.Id && message.DoneAt == null))
            .Select(row => row.Id).ToListAsync(_ct);
        lost.ForEach(id => run.Add(FindingKind.NoticeLost, "OfficialNotices", id));
    }

    private async Task CheckMessagesAsync()
    {
        run.Rows += await db.OutboxMessages.CountAsync(_ct);
        var stray = await db.OutboxMessages.Where(message => message.DoneAt == null)
            .Where(message => (message.Kind == OutboxKind.VerifyResult && !db.Results.Any(row => row.Id == message.SubjectId))
                || (message.Kind == OutboxKind.SealNotice && !db.OfficialNotices.Any(row => row.Id == message.SubjectId)))
            .Select(message => new { message.Id, message.Kind }).ToListAsync(_ct);
        stray.ForEach(message => run.Add(FindingKind.MessageWithoutSubject, "OutboxMessages", message.Id, $"{message.Kind}"));

        var before = context.At - Long;
        var stuck = await db.OutboxMessages.Where(message => message.DoneAt == null && message.Attempts >= ManyAttempts && message.CreatedAt < before)
            .Select(message => new { message.Id, message.Kind, message.Attempts }).ToListAsync(_ct);
        stuck.ForEach(message => run.Add(FindingKind.MessageStuck, "OutboxMessages", message.Id, $"{message.Kind}, {message.Attempts}"));
    }

    /// <summary>The seal-use log and the sealed files say the same.</summary>
    private async Task CheckSealLogAsync()
    {
        run.Rows += await db.SealUses.CountAsync(_ct);
        var unlogged = await db.Results.Where(row => row.SealedFileId != null)
            .Join(db.StoredFiles, row => row.SealedFileId, file => file.Id, (row, file) => new { row.Id, file.Sha256 })
            .Where(pair => !db.SealUses.Any(use => use.ResultId == pair.Id && use.Sha256After == pair.Sha256))
            .ToListAsync(_ct);
        unlogged.ForEach(pair => run.Add(FindingKind.SealedFileUnlogged, "Results", pair.Id, pair.Sha256));

        var without = await db.SealUses.Where(use => use.ResultId != null && !db.StoredFiles.Any(file => file.Sha256 == use.Sha256After))
            .Select(use => new { use.Id, use.Sha256After }).ToListAsync(_ct);
        without.ForEach(use => run.Add(FindingKind.SealUseWithoutFile, "SealUses", use.Id, use.Sha256After));
    }
}
