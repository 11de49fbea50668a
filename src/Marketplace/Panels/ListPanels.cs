using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Panels;

/// <summary>A member as published.</summary>
public sealed record PanelMemberRow(int Position, Guid AgencyId, string Name);

/// <summary>A panel as published.</summary>
public sealed record PanelRow(
    Guid Id, long Version, string Name, string ServiceItemCode, string DepartmentName, string FrameworkAgreementNumber,
    DateOnly ValidFrom, DateOnly ValidTo, int Cursor, IReadOnlyList<PanelMemberRow> Members, PanelMethod Method,
    string? Commitment, int Draws)
{
    /// <summary>协议价格 for one task, where its members bid again.</summary>
    public decimal? CeilingAmount { get; init; }
}

/// <summary>Lists the panels; they are public, as is whose turn it is.</summary>
public sealed class ListPanels(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Panels by name.</summary>
    public async Task<PagedList<PanelRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var panels = db.PanelsFor(context.Actor).AsNoTracking();
        if (page.Words is { } words)
        {
            panels = panels.Where(panel => panel.Name.Contains(words) || panel.ServiceItemCode == words);
        }

        var rows = await panels.OrderBy(panel => panel.Name).ThenBy(panel => panel.Id).PageAsync(page, context.Cancellation);
        var departmentIds = rows.Rows.Select(panel => panel.DepartmentId).ToList();
        var departments = await db.Organisations.AsNoTracking().Where(row => departmentIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, context.Cancellation);
        var agencyIds = rows.Rows.SelectMany(panel => panel.Members).Select(member => member.AgencyId).ToList();
        var agencies = await db.Agencies.AsNoTracking().Where(row => agencyIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, context.Cancellation);
        return rows.Select(panel => new PanelRow(
            panel.Id, panel.Version, panel.Name, panel.ServiceItemCode, departments[panel.DepartmentId],
            panel.FrameworkAgreementNumber, panel.ValidFrom, panel.ValidTo, panel.Cursor,
            [.. panel.Members.Select(member => new PanelMemberRow(member.Position, member.AgencyId, agencies[member.AgencyId]))],
            panel.Method, panel.Commitment, panel.Draws)
        {
            CeilingAmount = panel.CeilingAmount,
        });
    }
}
