using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>What a department decides of the procurement of its task: neither whom, nor for what, nor with whose money.</summary>
/// <param name="Method">A way that rules alone decide.</param>
/// <param name="Content">服务内容.</param>
/// <param name="HighestAmount">最高限价 or, where nobody bids, the price itself; yuan.</param>
/// <param name="LowestAmount">最低限价, yuan.</param>
public sealed record TaskProcurementTerms(SelectionMethod Method, string Content, decimal HighestAmount, decimal? LowestAmount = null);

/// <summary>The department completes the drafted procurement of a task for which no agency is available (无可派机构).</summary>
public sealed class SetTaskProcurement(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunProcurements;

    /// <summary>Returns its id.</summary>
    public async Task<Guid> ExecuteAsync(Guid id, long version, TaskProcurementTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var procurement = await db.ProcurementsOf(context.Actor).Where(row => row.TaskOrderId != null).FindOrThrowAsync(id, context.Cancellation);
        procurement.Expect(version);
        var project = await db.Projects.SingleAsync(row => row.Id == procurement.Terms.ProjectId, context.Cancellation);
        var item = await db.ServiceItems.SingleAsync(row => row.Id == procurement.ServiceItemId, context.Cancellation);
        procurement.ChangeDraft(
            procurement.Terms with { Method = terms.Method, Content = terms.Content, HighestAmount = terms.HighestAmount, LowestAmount = terms.LowestAmount }, project, item);
        return procurement.Id;
    }
}
