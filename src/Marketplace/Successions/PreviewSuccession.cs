using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Successions;

/// <summary>What would go to one successor.</summary>
/// <param name="Items">Approval or service items; for everything that is not named elsewhere, those of a department by name.</param>
public sealed record SuccessionPartPreview(
    string ToName, bool EndsFormer, IReadOnlyList<string> Items, IReadOnlyList<string> Cases, IReadOnlyList<string> Tasks, IReadOnlyList<string> Panels);

/// <summary>What an act would do today.</summary>
/// <param name="StayingCases">Open cases of the former department that stay with it.</param>
/// <param name="StayingTasks">Open tasks that stay with it.</param>
/// <param name="Ends">Seals, keys of the interface and webhooks of the former organisation that end.</param>
public sealed record SuccessionPreview(
    string FromName, string Basis, DateOnly EffectiveOn, IReadOnlyList<SuccessionPartPreview> Parts, IReadOnlyList<string> StayingCases, IReadOnlyList<string> StayingTasks,
    IReadOnlyList<string> Ends);

/// <summary>Shows what an act would move and end, before it is entered and before it is confirmed.</summary>
public sealed class PreviewSuccession(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>What it would do if it began today.</summary>
    /// <param name="act">An act that is being typed; null for one that has been entered.</param>
    /// <param name="actId">One that waits for its second person.</param>
    public async Task<SuccessionPreview> ExecuteAsync(SuccessionAct? act, Guid? actId = null)
    {
        var rows = act is not null
            ? await new SuccessionReading(db, context).ReadAsync(act)
            : await db.Successions.AsNoTracking().Where(row => row.ActId == actId).OrderBy(row => row.Id).ToListAsync(context.Cancellation);
        if (rows.Count == 0)
        {
            throw new NotFoundException(nameof(Succession));
        }

        var from = await db.Organisations.AsNoTracking().SingleAsync(row => row.Id == rows[0].FromId, context.Cancellation);
        var parts = new List<SuccessionPartPreview>();
        foreach (var row in rows)
        {
            var reach = await SuccessionReach.OfAsync(db, context, row, rows, from);
            parts.Add(new SuccessionPartPreview(
                row.ToName, row.EndsFormer, reach.Items, [.. reach.Cases.Select(moved => moved.Number)], [.. reach.Orders.Select(order => order.Number)],
                [.. reach.Panels.Select(panel => panel.Name)]));
        }

        var (cases, tasks) = await StayingAsync(from, parts);
        return new SuccessionPreview(from.Name, rows[0].Basis, rows[0].EffectiveOn, parts, cases, tasks, parts.Exists(part => part.EndsFormer) ? await EndsAsync(from) : []);
    }

    private async Task<(List<string> Cases, List<string> Tasks)> StayingAsync(Organisation from, List<SuccessionPartPreview> parts)
    {
        var cases = await db.ApprovalCases.Where(row => row.DepartmentId == from.Id
            && (row.Status == ApprovalCases.CaseStatus.Draft || row.Status == ApprovalCases.CaseStatus.Filed || row.Status == ApprovalCases.CaseStatus.Correcting
                || row.Status == ApprovalCases.CaseStatus.Accepted)).Select(row => row.Number).ToListAsync(context.Cancellation);
        var tasks = await db.TaskOrders.Where(row => (row.DepartmentId == from.Id || row.AgencyId == from.Id)
            && row.Status != TaskOrderStatus.Completed && row.Status != TaskOrderStatus.Stopped && row.Status != TaskOrderStatus.Archived)
            .Select(row => row.Number).ToListAsync(context.Cancellation);
        return ([.. cases.Except(parts.SelectMany(part => part.Cases)).Order()], [.. tasks.Except(parts.SelectMany(part => part.Tasks)).Order()]);
    }

    private async Task<List<string>> EndsAsync(Organisation from)
    {
        var ct = context.Cancellation;
        return
        [
            .. await db.Seals.Where(row => row.AgencyId == from.Id && row.Status == SealStatus.Active).Select(row => row.Number).ToListAsync(ct),
            .. await db.ApiClients.Where(row => row.OrganisationId == from.Id && row.Status != ApiClientStatus.Revoked).Select(row => row.Name).ToListAsync(ct),
            .. await db.WebhookEndpoints.Where(row => row.OrganisationId == from.Id && row.Status == WebhookStatus.Active).Select(row => row.Url).ToListAsync(ct),
        ];
    }
}
