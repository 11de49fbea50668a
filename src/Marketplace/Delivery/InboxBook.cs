using Market.Marketplace.Operations;

namespace Market.Marketplace.Delivery;

/// <summary>The messages that open pages show. A change wakes all pages of an organisation at once, and all of them ask for the same list: it is
/// read once for all of them. What was read is used again until something of the organisation changes, and for <see cref="Freshness"/> at most.</summary>
public sealed class InboxBook(OperationRunner runner, IChangeSignal signal, TimeProvider clock)
{
    /// <summary>How long a reading is used again when nothing is heard: what another node wrote is told within a second or so.</summary>
    internal static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>Beyond this many, all are read anew: the memory must not grow with everybody who ever came.</summary>
    private const int MostKept = 1_000;

    private readonly Lock _asking = new();
    private readonly Dictionary<Wanted, Reading> _readings = [];

    /// <summary>A page of the messages of the actor's organisation.</summary>
    /// <exception cref="ForbiddenException">The actor's roles do not carry the permission.</exception>
    public Task<PagedList<InboxRow>> ListAsync(Actor actor, PageRequest page, bool unreadOnly, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(page);
        // Who may not read is told so at the door, and what one reader searches for is no other's list.
        return actor.OrganisationId is not { } organisation || page.Words is not null || !actor.May(ListInbox.Requires)
            ? ReadAsync(actor, page, unreadOnly, ct)
            : ReadOnceAsync(new Wanted(organisation, actor.Standing, page.Page, page.Size, unreadOnly), actor, page).WaitAsync(ct);
    }

    private Task<PagedList<InboxRow>> ReadOnceAsync(Wanted wanted, Actor actor, PageRequest page)
    {
        // Before the reading: what changes while it lasts makes its answer an old one.
        var (edition, now) = (signal.EditionOf(wanted.OrganisationId), clock.GetUtcNow());
        lock (_asking)
        {
            if (_readings.TryGetValue(wanted, out var reading) && reading.Edition == edition && !reading.Rows.IsFaulted && !reading.Rows.IsCanceled
                && now - reading.At is var age && age >= TimeSpan.Zero && age < Freshness)
            {
                return reading.Rows;
            }

            if (_readings.Count >= MostKept)
            {
                _readings.Clear();
            }

            // Away from the asking page: it may close, and the others wait for the same rows.
            var rows = Task.Run(() => ReadAsync(actor, page, wanted.UnreadOnly, CancellationToken.None));
            _readings[wanted] = new Reading(rows, edition, now);
            return rows;
        }
    }

    private Task<PagedList<InboxRow>> ReadAsync(Actor actor, PageRequest page, bool unreadOnly, CancellationToken ct) =>
        runner.RunAsync(actor, (ListInbox list) => list.ExecuteAsync(page, unreadOnly), ct);

    // Everything that decides which rows come: the organisation first of all.
    private sealed record Wanted(Guid OrganisationId, Standing Standing, int Page, int Size, bool UnreadOnly);

    private sealed record Reading(Task<PagedList<InboxRow>> Rows, long Edition, DateTimeOffset At);
}
