using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Panels.SecondRounds;

/// <summary>A second round in a list.</summary>
/// <param name="Winner">The lowest bidder, once opened.</param>
public sealed record SecondRoundRow(
    Guid Id, string Number, string ProjectName, string ServiceItemName, decimal CeilingAmount, SecondRoundStatus Status, DateTimeOffset OpenedAt,
    DateTimeOffset BidsUntil, string? Winner, decimal? Amount, bool IsInvited, bool HasBid);

/// <summary>Lists second rounds; they are public.</summary>
public sealed class ListSecondRounds(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The latest first.</summary>
    public async Task<PagedList<SecondRoundRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var rounds = db.SecondRoundsFor(context.Actor).AsNoTracking();
        if (page.Words is { } words)
        {
            rounds = rounds.Where(row => row.Number == words || row.ProjectName.Contains(words) || row.ServiceItemName.Contains(words));
        }

        var rows = await rounds.OrderByDescending(row => row.OpenedAt).ThenBy(row => row.Id).PageAsync(page, context.Cancellation);
        var ids = rows.Rows.Select(row => row.Id).ToList();
        var bid = context.Actor.OrganisationId is { } own
            ? await db.SecondRoundBids.Where(row => row.AgencyId == own && ids.Contains(row.RoundId)).Select(row => row.RoundId).ToListAsync(context.Cancellation)
            : [];
        return rows.Select(row =>
        {
            var winner = row.Ruling is { Order: [var first, ..] } ruling ? ruling.Bids.Single(opened => opened.CreditCode == first) : null;
            return new SecondRoundRow(
                row.Id, row.Number, row.ProjectName, row.ServiceItemName, row.CeilingAmount, row.Status, row.OpenedAt, row.BidsUntil, winner?.Name, winner?.Amount,
                row.Members.Any(member => member.IsInvited && member.AgencyId == context.Actor.OrganisationId), bid.Contains(row.Id));
        });
    }
}
