using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>A seal in the register.</summary>
/// <param name="Keepers">Who keeps it today, delegates included.</param>
/// <param name="Mine">Whether the actor may use it today.</param>
/// <param name="LastDay">Last day on which it can seal: of its certificate, or of the seal file if that ends before.</param>
public sealed record SealSummary(
    Guid Id, SealKind Kind, string Text, string Number, int Edition, string? RegistrationTitle, string AgencyName, SealStatus Status,
    SealForm Form, IReadOnlyList<string> Keepers, bool Mine, DateOnly LastDay, int DaysLeft);

/// <summary>Lists the register of seals: the agency its own, the operator all.</summary>
public sealed class ListSeals(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>Seals by agency and number; the search looks at words, number and agency.</summary>
    public async Task<PagedList<SealSummary>> ExecuteAsync(PageRequest page, SealStatus? status = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var found =
            from seal in db.SealsFor(context.Actor)
            join agency in db.Organisations on seal.AgencyId equals agency.Id
            where status == null ? seal.Status != SealStatus.Replaced : seal.Status == status
            where words == null || seal.Text.Contains(words) || seal.Number.Contains(words) || agency.Name.Contains(words)
            orderby agency.Name, seal.Number, seal.Edition, seal.Id
            select new { Seal = seal, AgencyName = agency.Name };
        var rows = await found.AsNoTracking().PageAsync(page, context.Cancellation);
        return rows.Select(row => new SealSummary(
            row.Seal.Id, row.Seal.Kind, row.Seal.Text, row.Seal.Number, row.Seal.Edition, row.Seal.RegistrationTitle, row.AgencyName,
            row.Seal.Status, row.Seal.Appearance.Form,
            [.. row.Seal.Keepings.Where(keeping => keeping.IsInForceOn(context.Today)).OrderBy(keeping => keeping.GrantedAt).ThenBy(keeping => keeping.UserName, StringComparer.Ordinal).Select(keeping => keeping.UserName)],
            row.Seal.IsKeptBy(context.Actor.UserId, context.Today), ChinaTime.DayOf(row.Seal.UsableTo),
            ChinaTime.DayOf(row.Seal.UsableTo).DayNumber - context.Today.DayNumber));
    }
}
