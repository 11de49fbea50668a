using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Supervision;

/// <summary>A clock whose rung has come, whoever holds it.</summary>
internal sealed record ClimbingClock(
    ClockKind Kind, Guid SubjectId, string Number, string Title, DateOnly DueOn, Guid? HolderId, string? HolderName, Guid DepartmentId,
    Guid OwnerId, Subject Subject);

/// <summary>Climbs the ladder of reminders, for agencies and departments alike: one engine supervises both.</summary>
internal sealed class Ladders(MarketplaceDbContext db, OperationContext context)
{
    private readonly Journal _journal = new(db, context);

    public async Task ClimbAsync(ClimbingClock clock, Rung rung)
    {
        if (await db.Escalations.AnyAsync(
            row => row.SubjectId == clock.SubjectId && row.Clock == clock.Kind && row.DueOn == clock.DueOn && row.Offset == rung.Offset, context.Cancellation))
        {
            return;
        }

        var holder = clock.HolderName
            ?? await db.Organisations.Where(row => row.Id == clock.HolderId).Select(row => row.Name).SingleOrDefaultAsync(context.Cancellation);
        db.Add(new Escalation
        {
            Id = context.NewId(),
            Clock = clock.Kind,
            SubjectId = clock.SubjectId,
            Number = clock.Number,
            Title = clock.Title,
            Offset = rung.Offset,
            DueOn = clock.DueOn,
            Card = rung.Card,
            HolderId = clock.HolderId,
            HolderName = holder,
            At = context.At,
        });
        var entry = _journal.Record(
            rung.Card switch
            {
                Card.Yellow => LedgerKind.YellowCardGiven,
                Card.Red => LedgerKind.RedCardGiven,
                _ when rung.Offset > 0 => LedgerKind.ClockOverdue,
                _ => LedgerKind.ClockReminder,
            },
            clock.Subject, clock.Number, clock.Title, holder ?? "", $"{Math.Abs(rung.Offset)}", $"{clock.DueOn:yyyy-MM-dd}");
        var told = new HashSet<Guid>();
        foreach (var party in rung.Tell)
        {
            foreach (var organisation in await OrganisationsAsync(party, clock))
            {
                if (told.Add(organisation))
                {
                    _journal.Notify(entry, organisation);
                }
            }
        }
    }

    private async Task<IReadOnlyList<Guid>> OrganisationsAsync(Party party, ClimbingClock clock) => party switch
    {
        Party.Holder => clock.HolderId is { } holder ? [holder] : [],
        Party.Department => [clock.DepartmentId],
        Party.Owner => [clock.OwnerId],
        Party.Operator => await db.Organisations.Where(row => row.Kind == OrganisationKind.Operator).Select(row => row.Id).ToListAsync(context.Cancellation),
    };
}
