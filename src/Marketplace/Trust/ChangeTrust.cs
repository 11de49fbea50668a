using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Trust;

/// <summary>Enters the roots that the installation's settings name, once; later changes take two persons.</summary>
public sealed class InstallTrust(MarketplaceDbContext db, OperationContext context, SealTrust configured, TrustList trust) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many were new. A root that was ended by two persons is not brought back.</summary>
    public async Task<int> ExecuteAsync()
    {
        var known = (await db.TrustAnchors.AsNoTracking().Select(row => new { row.Purpose, row.Sha256 }).ToListAsync(context.Cancellation))
            .Select(row => (row.Purpose, row.Sha256)).ToHashSet();
        var added = configured.SealAnchors.Select(root => TrustAnchor.Install(TrustPurpose.Seals, root, context))
            .Concat(configured.TimestampAnchors.Select(root => TrustAnchor.Install(TrustPurpose.Timestamps, root, context)))
            .Where(anchor => known.Add((anchor.Purpose, anchor.Sha256))).ToList();
        db.AddRange(added);
        trust.Forget();
        return added.Count;
    }
}

/// <summary>One person of the operator proposes to trust a root.</summary>
public sealed class ProposeTrust(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ChangeTrust;

    /// <summary>Returns the proposal's id.</summary>
    /// <param name="certificate">PEM or DER.</param>
    /// <param name="grounds">Licence number or notice.</param>
    public async Task<Guid> ExecuteAsync(TrustPurpose purpose, byte[] certificate, string grounds)
    {
        ArgumentNullException.ThrowIfNull(grounds);
        var anchor = TrustAnchor.Propose(purpose, certificate, grounds, context);
        if (await db.TrustAnchors.AnyAsync(
            row => row.Purpose == purpose && row.Sha256 == anchor.Sha256 && row.Status != TrustStatus.Ended && row.Status != TrustStatus.Refused, context.Cancellation))
        {
            throw new RuleViolationException("trust-known", anchor.Subject);
        }

        db.Add(anchor);
        new Journal(db, context).Record(LedgerKind.TrustProposed, default, anchor.Subject, anchor.Sha256, anchor.Grounds);
        return anchor.Id;
    }
}

/// <summary>One person of the operator proposes to end the trust in a root.</summary>
public sealed class ProposeTrustEnd(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ChangeTrust;

    /// <summary>Proposes it, with the reason.</summary>
    public async Task<TrustStatus> ExecuteAsync(Guid anchorId, long version, string grounds)
    {
        ArgumentNullException.ThrowIfNull(grounds);
        var anchor = await db.TrustAnchorsFor(context.Actor).FindOrThrowAsync(anchorId, context.Cancellation);
        anchor.Expect(version).ProposeEnd(grounds, context);
        new Journal(db, context).Record(LedgerKind.TrustEndProposed, default, anchor.Subject, anchor.Sha256, anchor.Grounds);
        return anchor.Status;
    }
}

/// <summary>Another person confirms a proposed change, or turns it down.</summary>
public sealed class DecideTrust(MarketplaceDbContext db, OperationContext context, TrustList trust) : IOperation
{
    public static Permission Requires => Permission.ChangeTrust;

    /// <summary>Decides it.</summary>
    public async Task<TrustStatus> ExecuteAsync(Guid anchorId, long version, bool confirm)
    {
        var anchor = await db.TrustAnchorsFor(context.Actor).FindOrThrowAsync(anchorId, context.Cancellation);
        anchor.Expect(version).Decide(confirm, context);
        new Journal(db, context).Record(
            confirm ? LedgerKind.TrustConfirmed : LedgerKind.TrustRefused, default, anchor.Subject, anchor.Sha256, anchor.ProposedByName);
        trust.Forget();
        return anchor.Status;
    }
}
