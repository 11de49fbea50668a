using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The applicant declares the figures of the application (报建值), which the reviewing agency's are held against.</summary>
public sealed class DeclareElements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Keeps the entries, by element name; returns the case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version, IReadOnlyDictionary<string, string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);
        approvalCase.Expect(version).Declare(entries, context);
        return approvalCase.Id;
    }
}
