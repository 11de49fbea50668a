using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Selection;

/// <summary>Everything about a draw that is public, which is everything but secrets not yet revealed.</summary>
public sealed record DrawDetails(
    Guid Id, long Version, string Number, Guid ProcurementId, string Title, DrawStatus Status, DateTimeOffset OpenedAt, DrawPlan Plan,
    IReadOnlyList<DrawContribution> Contributions, IReadOnlyList<ListedCandidate> Pool, string? PoolHash, DateTimeOffset? FrozenAt,
    string? OutsideValue, string? OutsideCitation, IReadOnlyList<string> Parts, string? Seed, IReadOnlyList<string> Picks,
    DateTimeOffset? FinishedAt, DrawContributor? Mine)
{
    /// <summary>Whether a nonce was not revealed in time, so that the outside value stands in its place.</summary>
    public bool IsReplaced(DrawContribution entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Status == DrawStatus.Finished && entry.Value is null;
    }
}

/// <summary>Reads one draw.</summary>
public sealed class GetDraw(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The draw that people and proofs name: its id, or its number.</summary>
    public async Task<DrawDetails> ExecuteAsync(string idOrNumber)
    {
        ArgumentNullException.ThrowIfNull(idOrNumber);
        return Details(Guid.TryParse(idOrNumber, out var id)
            ? await db.DrawsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation)
            : await db.DrawsFor(context.Actor).SingleOrDefaultAsync(draw => draw.Number == idOrNumber, context.Cancellation)
                ?? throw new NotFoundException(nameof(Draw)));
    }

    private DrawDetails Details(Draw draw)
    {
        var organisation = context.Actor.OrganisationId;
        DrawContributor? mine = organisation is null ? null
            : organisation == draw.OwnerId ? DrawContributor.Owner
            : organisation == draw.WitnessId ? DrawContributor.Witness
            : null;
        return new DrawDetails(
            draw.Id, draw.Version, draw.Number, draw.ProcurementId, draw.Title, draw.Status, draw.OpenedAt, draw.Plan, draw.Contributions,
            draw.Pool, draw.PoolHash, draw.FrozenAt, draw.OutsideValue, draw.OutsideCitation, draw.Parts, draw.Seed, draw.Picks, draw.FinishedAt, mine);
    }
}
