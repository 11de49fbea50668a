using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Selection;

/// <summary>The owner or the witnessing department commits to a nonce that its own browser made: only its SHA-256 is sent.</summary>
public sealed class CommitNonce(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ContributeToDraws;

    /// <summary>Takes the commitment, 64 hexadecimal digits.</summary>
    public async Task ExecuteAsync(Guid drawId, string commitment)
    {
        ArgumentNullException.ThrowIfNull(commitment);
        var draw = await db.DrawsFor(context.Actor).FindOrThrowAsync(drawId, context.Cancellation);
        draw.Commit(draw.ContributorOf(context.Actor), commitment, context);
    }
}

/// <summary>The owner or the witnessing department reveals its nonce, after the list stands and before the outside value is known.</summary>
public sealed class RevealNonce(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ContributeToDraws;

    /// <summary>Takes the nonce, 64 hexadecimal digits.</summary>
    public async Task ExecuteAsync(Guid drawId, string nonce)
    {
        ArgumentNullException.ThrowIfNull(nonce);
        var draw = await db.DrawsFor(context.Actor).FindOrThrowAsync(drawId, context.Cancellation);
        draw.Reveal(draw.ContributorOf(context.Actor), nonce, context);
    }
}
