using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Panels;

/// <summary>Enters a panel as a competitive procurement produced it. Departments cannot: they have no way to name an agency.</summary>
public sealed class OpenPanel(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the panel's id.</summary>
    public async Task<Guid> ExecuteAsync(PanelTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var item = await db.ServiceItemsFor(context.Actor).AsNoTracking().FirstOrDefaultAsync(row => row.Code == terms.ServiceItemCode, context.Cancellation)
            ?? throw new RuleViolationException("item-not-published", terms.ServiceItemCode);
        RequirePermitted(terms.Method, item.Terms.Payer);

        if (await db.Agencies.CountAsync(agency => terms.AgencyIds.Contains(agency.Id), context.Cancellation) != terms.AgencyIds.Count)
        {
            throw new NotFoundException("Agency");
        }

        var panel = Panel.Open(terms, secret => PanelSecrets.Protect(db, secret), context);
        db.Add(panel);
        await AssignWaitingAsync(panel);
        return panel.Id;
    }

    // Who is assigned by a department is chosen by rule, whatever a pack says.
    private void RequirePermitted(PanelMethod method, Payer payer)
    {
        if (method == PanelMethod.Direct)
        {
            throw new RuleViolationException("panel-direct");
        }

        if (!rules.PermitsPanel(method, payer))
        {
            throw new RuleViolationException("panel-method-not-permitted", method, payer, rules.Name);
        }
    }

    // What found no agency before (无可派机构) goes to the new panel by its rule; nobody picks.
    private async Task AssignWaitingAsync(Panel panel)
    {
        var waiting = await db.TaskOrders
            .Where(order => order.Status == TaskOrderStatus.AwaitingAgency && !order.IsOwnersChoice && order.DepartmentId == panel.DepartmentId
                && order.ServiceItemCode == panel.ServiceItemCode)
            // What is out for competition goes to who wins it; a draft gives way.
            .Where(order => !db.Procurements.Any(row => row.TaskOrderId == order.Id && row.Status != ProcurementStatus.Draft
                && row.Status != ProcurementStatus.Failed && row.Status != ProcurementStatus.Voided))
            .OrderBy(order => order.CreatedAt).ThenBy(order => order.Id).ToListAsync(context.Cancellation);
        foreach (var order in waiting)
        {
            await new TriggeredDispatch(db, context).AssignAgainAsync(order);
        }
    }
}
