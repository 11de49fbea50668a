using Market.Marketplace.Delivery;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Notices;

/// <summary>Issues notices inside the transaction of the operation that gives rise to them; sealing and serving follow from the
/// outbox, so that a time-stamp authority that is down holds nothing up.</summary>
internal sealed class NoticeOffice(MarketplaceDbContext db, OperationContext context)
{
    /// <summary>Issues a notice.</summary>
    /// <param name="recipients">The addressee, then those who get a copy; nobody twice.</param>
    /// <param name="signatory">In whose name it is issued.</param>
    public OfficialNotice Issue(
        OfficialNoticeKind kind, NoticeText text, Organisation? signatory, Subject subject, params IReadOnlyList<NoticeAddress> recipients)
    {
        var notice = OfficialNotice.Issue(
            kind, PrefixOf(kind), text, signatory, subject, [.. recipients.DistinctBy(address => address.OrganisationId)], context);
        db.Add(notice);
        new Journal(db, context).Enqueue(OutboxKind.SealNotice, notice.Id);
        return notice;
    }

    /// <summary>Issues a notice in the words of its template.</summary>
    public OfficialNotice Issue(
        OfficialNoticeKind kind, NoticeValues values, Organisation? signatory, Subject subject, params IReadOnlyList<NoticeAddress> recipients) =>
        Issue(kind, NoticeTemplates.Of(kind).Fill(values, signatory?.Name ?? ""), signatory, subject, recipients);

    /// <summary>Who signs for the platform: its operator.</summary>
    public Task<Organisation?> OperatorAsync() =>
        db.Organisations.Where(row => row.Kind == OrganisationKind.Operator).OrderBy(row => row.Id).FirstOrDefaultAsync(context.Cancellation);

    /// <summary>Lets the standing notices of a kind about a procurement lapse.</summary>
    public async Task LapseAsync(OfficialNoticeKind kind, Guid procurementId, string reason)
    {
        foreach (var notice in await db.OfficialNotices
            .Where(row => row.Kind == kind && row.ProcurementId == procurementId && row.LapsedAt == null).ToListAsync(context.Cancellation))
        {
            notice.Lapse(reason, context);
        }
    }

    private static string PrefixOf(OfficialNoticeKind kind) => kind switch
    {
        OfficialNoticeKind.Award => "ZXTZ",
        _ => NoticeTemplates.Of(kind).Prefix,
    };
}
