using Market.Marketplace.Delivery;
using Market.Marketplace.Integrity;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Verification;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Integrity;

/// <summary>How each kind of damage is done to a sound store.</summary>
internal static class Damages
{
    public static readonly IReadOnlyDictionary<FindingKind, Func<DamagedStore, Task>> All = new Dictionary<FindingKind, Func<DamagedStore, Task>>
    {
        [FindingKind.FileMissing] = store => OnDisk(() => File.Delete(store.Path)),
        [FindingKind.FileTruncated] = store => OnDisk(() =>
        {
            using var file = File.OpenWrite(store.Path);
            file.SetLength(file.Length - 1);
        }),
        [FindingKind.FileAltered] = store => OnDisk(() =>
        {
            var bytes = File.ReadAllBytes(store.Path);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(store.Path, bytes);
        }),
        [FindingKind.RowSizeWrong] = store => store.InDatabaseAsync(db => db.StoredFiles.Where(row => row.Sha256 == store.SealedSha256)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Size, row => row.Size + 1))),
        [FindingKind.RowDigestInvalid] = store => store.InDatabaseAsync(db => db.StoredFiles.Where(row => row.Sha256 == store.SealedSha256)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Sha256, new string('Z', 64)))),
        [FindingKind.FileUnreferenced] = store => store.Blobs.PutAsync(new MemoryStream([9, 9, 9])),
        [FindingKind.TemporaryLeft] = store => OnDisk(() => File.WriteAllBytes(Path.Combine(store.Market.BlobDirectory, "incoming", "left.tmp"), [1])),
        [FindingKind.LeavingLeft] = store => OnDisk(() => File.WriteAllBytes(Path.Combine(store.Market.BlobDirectory, "leaving", new string('a', 64)), [1])),
        [FindingKind.FileForeign] = store => OnDisk(() => File.WriteAllText(Path.Combine(store.Market.BlobDirectory, "notes.txt"), "?")),
        [FindingKind.ReferenceBroken] = store => store.InDatabaseAsync(db => db.SealUses
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ResultId, Guid.CreateVersion7(store.Market.Clock.GetUtcNow())))),
        [FindingKind.SealedFileUnlogged] = store => store.InDatabaseAsync(db => db.SealUses.ExecuteDeleteAsync()),
        [FindingKind.SealUseWithoutFile] = store => store.InDatabaseAsync(db => db.SealUses
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Sha256After, new string('0', 64)))),
        [FindingKind.VerificationMissing] = store => store.InDatabaseAsync(db => db.Results
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Verdict, (Verdict?)null))),
        [FindingKind.DeliveryLost] = store => store.InDatabaseAsync(db => db.Results
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, ResultStatus.Sealed))),
        [FindingKind.DeliveryUnrecorded] = store => store.InDatabaseAsync(db => db.LedgerEntries
            .Where(entry => entry.Kind == LedgerKind.ResultDelivered).ExecuteDeleteAsync()),
        [FindingKind.DeliveryDoubled] = DeliverAgainAsync,
        [FindingKind.NoticeLost] = store => store.AddAsync(
            OfficialNotice.Issue(OfficialNoticeKind.Award, "ZXTZ", new NoticeText("中选通知书", [], [], [], [], "中心"), null, default, [], store.Context)),
        [FindingKind.MessageWithoutSubject] = store => store.AddAsync(
            OutboxMessage.Create(OutboxKind.VerifyResult, Guid.CreateVersion7(store.Market.Clock.GetUtcNow()), store.Context)),
        [FindingKind.MessageStuck] = StickAsync,
        [FindingKind.FeedGap] = store => store.InDatabaseAsync(db => db.FeedEvents.Where(row => row.Position == 2).ExecuteDeleteAsync()),
        [FindingKind.FeedCountWrong] = store => store.InDatabaseAsync(db => db.FeedStreams
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastPosition, row => row.LastPosition + 5))),
        [FindingKind.EventUnplaced] = store =>
        {
            store.Market.Clock.Advance(TimeSpan.FromHours(1));
            return store.InDatabaseAsync(db => db.FeedEvents.ExecuteUpdateAsync(set => set.SetProperty(row => row.Position, (long?)null)));
        },
        [FindingKind.WebhookMissing] = WithoutWebhookAsync,
        [FindingKind.SealKeyMissing] = store => store.InDatabaseAsync(db => db.Seals
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.KeyReference, new string('0', 32)))),
        [FindingKind.SealKeyUnreadable] = store => store.InDatabaseAsync(db => db.Seals
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Certificate, new byte[] { 1 }))),
        [FindingKind.SealKeyUnused] = store => store.InDatabaseAsync(db => db.Seals.Where(row => row.KeyReference != "").OrderBy(row => row.Id).Take(1)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.KeyReference, ""))),
    };

    private static Task OnDisk(Action damage)
    {
        damage();
        return Task.CompletedTask;
    }

    private static async Task DeliverAgainAsync(DamagedStore store)
    {
        var item = await store.InDatabaseAsync(db => db.InboxItems.FirstAsync(row => row.Kind == LedgerKind.ResultDelivered));
        var entry = await store.InDatabaseAsync(db => db.LedgerEntries.AsNoTracking().FirstAsync(row => row.Kind == LedgerKind.ResultDelivered && row.ResultId == item.ResultId));
        await store.AddAsync(InboxItem.For(item.OrganisationId, entry, store.Context));
    }

    private static async Task StickAsync(DamagedStore store)
    {
        var subject = await store.InDatabaseAsync(db => db.Results.Select(row => row.Id).FirstAsync());
        var message = OutboxMessage.Create(OutboxKind.VerifyResult, subject, store.Context);
        await store.AddAsync(message);
        await store.InDatabaseAsync(db => db.OutboxMessages.Where(row => row.Id == message.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Attempts, 5)));
        store.Market.Clock.Advance(TimeSpan.FromHours(2));
    }

    // The endpoint was there before the events, and none of them was left to be sent to it.
    private static async Task WithoutWebhookAsync(DamagedStore store)
    {
        var organisation = await store.InDatabaseAsync(db => db.FeedEvents.Select(row => row.OrganisationId).FirstAsync());
        var earlier = new OperationContext(
            Actor.System with { OrganisationId = organisation }, store.Market.Clock.GetUtcNow().AddDays(-2), TestContext.Current.CancellationToken);
        await store.AddAsync(WebhookEndpoint.Create(new Uri("https://receiver.example/events"), [], "secret", earlier));
    }
}
