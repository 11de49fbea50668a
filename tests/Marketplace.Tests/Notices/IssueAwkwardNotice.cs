using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Notices;

/// <summary>Issues a notice of a kind with given words in every place of its template, to the first enterprise with a copy to the operator.</summary>
internal sealed class IssueAwkwardNotice(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns its number.</summary>
    public async Task<string> ExecuteAsync(OfficialNoticeKind kind, NoticeValues values, string copyName)
    {
        var owner = await db.Organisations.SingleAsync(row => row.CreditCode == TestData.OwnerCode, context.Cancellation);
        var signatory = await db.Organisations.SingleAsync(row => row.CreditCode == TestData.DepartmentCode, context.Cancellation);
        var office = new NoticeOffice(db, context);
        var copy = (await office.OperatorAsync())!;
        return office.Issue(kind, values, signatory, new Subject(), new NoticeAddress(owner.Id, copyName), new NoticeAddress(copy.Id, copy.Name)).Number;
    }
}
