using Market.Marketplace.Delivery;
using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Ledger;

/// <summary>Writes ledger entries, inbox items, feed events and outbox messages into the transaction of the running operation.</summary>
internal sealed class Journal(MarketplaceDbContext db, OperationContext context)
{
    /// <summary>Appends to the ledger.</summary>
    public LedgerEntry Record(LedgerKind kind, Subject subject, params string[] args)
    {
        var entry = Append(kind, subject, args, context.Actor);
        Announce(entry, context.Actor.OrganisationId);
        return entry;
    }

    /// <summary>Appends to the ledger without saying who acted, where that person is protected; the aggregate knows it.</summary>
    public LedgerEntry RecordUnnamed(LedgerKind kind, Subject subject, params string[] args) => Append(kind, subject, args, null);

    /// <summary>Puts the entry into the inboxes of organisations, whose open pages then refresh.</summary>
    public void Notify(LedgerEntry entry, params ReadOnlySpan<Guid?> organisations)
    {
        foreach (var organisation in organisations)
        {
            if (organisation is { } id)
            {
                db.Add(InboxItem.For(id, entry, context));
                context.Changed(id);
            }
        }

        Announce(entry, organisations);
    }

    /// <summary>Puts the entry into the feeds of organisations, for their systems; whoever acts or is notified has it there already.</summary>
    public void Announce(LedgerEntry entry, params ReadOnlySpan<Guid?> organisations)
    {
        foreach (var organisation in organisations)
        {
            if (organisation is { } id && context.MarkAnnounced(entry.Id, id))
            {
                db.Add(FeedEvent.For(id, entry, context));
            }
        }
    }

    /// <summary>Leaves work for the background.</summary>
    public void Enqueue(OutboxKind kind, Guid subject)
    {
        db.Add(OutboxMessage.Create(kind, subject, context));
        context.MarkOutbox();
    }

    private LedgerEntry Append(LedgerKind kind, Subject subject, string[] args, Actor? actor)
    {
        var entry = new LedgerEntry
        {
            Id = context.NewId(),
            At = context.At,
            Sequence = context.NextSequence(),
            Kind = kind,
            ActorId = actor?.UserId ?? Guid.Empty,
            ActorName = actor?.DisplayName ?? "",
            OrganisationId = actor?.OrganisationId,
            OrganisationName = actor?.OrganisationName,
            ProjectId = subject.ProjectId,
            CaseId = subject.CaseId,
            TaskOrderId = subject.TaskOrderId,
            ResultId = subject.ResultId,
            SealId = subject.SealId,
            ProcurementId = subject.ProcurementId,
            AgencyId = subject.AgencyId,
            Args = args,
        };
        db.Add(entry);
        context.Changed(context.Actor.OrganisationId);
        return entry;
    }
}
