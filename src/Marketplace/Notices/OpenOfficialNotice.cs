using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Notices;

/// <summary>Opens a notice's file. The first time somebody of a recipient does is that recipient's receipt (送达回执).</summary>
public sealed class OpenOfficialNotice(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, INoticeSeal seal, MarketplaceOptions options) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>The file; the caller disposes it.</summary>
    public async Task<OpenedFile> ExecuteAsync(Guid noticeId)
    {
        var notice = await db.OfficialNoticesFor(context.Actor).FindOrThrowAsync(noticeId, context.Cancellation);
        if (notice.Sha256 is null)
        {
            // Nobody waits for the background to come to it.
            await new NoticeServing(db, context, blobs, seal, options).ServeAsync(notice);
        }

        var sha256 = notice.Sha256!;

        if (context.Actor.OrganisationId is { } organisation && notice.Receive(organisation, context))
        {
            new Journal(db, context).Record(LedgerKind.NoticeReceived, notice.Subject, notice.Number, notice.Title);
        }

        return new OpenedFile(notice.Id, $"{notice.Title}-{notice.Number}.pdf", "application/pdf", notice.Size, sha256, blobs.OpenRead(sha256));
    }
}
