using Market.Marketplace.Calendars;

namespace Market.Marketplace.Operations;

/// <summary>Who runs the operation and when: the only clock below the runner.</summary>
public sealed class OperationContext(Actor actor, DateTimeOffset at, CancellationToken cancellation)
{
    private readonly HashSet<Guid> _changed = [];
    private readonly HashSet<(Guid Entry, Guid Organisation)> _announced = [];
    private int _sequence;

    /// <summary>Who acts.</summary>
    public Actor Actor { get; } = actor;

    /// <summary>The instant of the operation, UTC, in whole microseconds as every database keeps it.</summary>
    public DateTimeOffset At { get; } = Instants.InMicroseconds(at);

    /// <summary>The working days as announced so far.</summary>
    public WorkingCalendar Calendar { get; init; } = WorkingCalendar.Official;

    /// <summary>The rules of clocks in force: what a new task freezes.</summary>
    public ClockTerms Clock { get; init; } = ClockTerms.Usual;

    /// <summary>Whether agencies are selected here, or by the province (全省统一模式).</summary>
    public bool SelectsAgencies { get; init; } = true;

    /// <summary>The calendar day of <see cref="At"/> in China.</summary>
    public DateOnly Today => ChinaTime.DayOf(At);

    /// <summary>Stops the operation when the caller has gone.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Organisations whose open pages must refresh after the commit.</summary>
    internal IReadOnlyCollection<Guid> ChangedOrganisations => _changed;

    /// <summary>Whether the commit leaves a message in the outbox.</summary>
    internal bool HasOutboxMessages { get; private set; }

    /// <summary>Whether the commit leaves an album to be sealed.</summary>
    internal bool HasSealBatches { get; private set; }

    /// <summary>Whether the commit leaves events to be placed in feeds.</summary>
    internal bool HasFeedEvents => _announced.Count > 0;

    /// <summary>Whether the commit leaves webhooks to be sent.</summary>
    internal bool HasWebhooks { get; private set; }

    /// <summary>A new id that sorts by time.</summary>
    public Guid NewId() => Guid.CreateVersion7(At);

    /// <summary>Orders what one operation writes at its one instant.</summary>
    internal int NextSequence() => _sequence++;

    internal void Changed(Guid? organisationId)
    {
        if (organisationId is { } id)
        {
            _changed.Add(id);
        }
    }

    /// <summary>Notes that an organisation's feed has the entry; false when it had it already.</summary>
    internal bool MarkAnnounced(Guid entryId, Guid organisationId) => _announced.Add((entryId, organisationId));

    internal void MarkOutbox() => HasOutboxMessages = true;

    /// <summary>Whether the commit changes the calendar.</summary>
    internal bool HasCalendar { get; private set; }

    internal void MarkCalendar() => HasCalendar = true;

    internal void MarkWebhooks() => HasWebhooks = true;

    internal void MarkSealBatch() => HasSealBatches = true;
}

/// <summary>Hands the context of the running operation to the services of its scope.</summary>
internal sealed class OperationContextHolder
{
    private OperationContext? _context;

    public OperationContext Context
    {
        get => _context ?? throw new InvalidOperationException("Operations run only through OperationRunner.");
        set => _context = value;
    }
}
