using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Successions;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Notices;

/// <summary>Draws an issued notice, has it sealed and serves it: from then on its recipients can open it.</summary>
public sealed class SealNotice(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, INoticeSeal seal, MarketplaceOptions options) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Seals and serves it; nothing when that has been done.</summary>
    public async Task ExecuteAsync(Guid noticeId)
    {
        var notice = await db.OfficialNotices.SingleAsync(row => row.Id == noticeId, context.Cancellation);
        if (notice.ServedAt is null)
        {
            await new NoticeServing(db, context, blobs, seal, options).ServeAsync(notice);
        }
    }
}

/// <summary>Finishes a notice: in the background, or at once when a recipient wants to open it.</summary>
internal sealed class NoticeServing(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, INoticeSeal seal, MarketplaceOptions options)
{
    public async Task ServeAsync(OfficialNotice notice)
    {
        var ct = context.Cancellation;
        // The key of a department whose duties have passed on seals nothing new, not even what was written before.
        var code = await db.SealingCodeAsync(notice.SignatoryCode, ct);
        var owner = seal.OwnerFor(code);
        using var plain = new MemoryStream();
        var sealing = NoticeDocument.Write(plain, notice, NoticeAddresses.Of(options, notice.PublicId), owner) with { SignatoryCode = code };
        plain.Position = 0;
        using var finished = new MemoryStream();
        await seal.SealAsync(plain, finished, sealing, ct);
        finished.Position = 0;
        var blob = await blobs.PutAsync(finished, ct);
        notice.Serve(blob.Sha256, blob.Size, owner != NoticeSealOwner.None, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(LedgerKind.NoticeServed, notice.Subject, notice.Number, notice.Title);
        foreach (var recipient in notice.Recipients)
        {
            journal.Notify(entry, recipient.OrganisationId);
        }
    }
}

/// <summary>Where the public page of a notice is.</summary>
internal static class NoticeAddresses
{
    public static Uri Of(MarketplaceOptions options, string publicId) => new(options.PublicUrl, $"official/{publicId}");
}
