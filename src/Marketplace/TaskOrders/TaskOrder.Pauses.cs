using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;

namespace Market.Marketplace.TaskOrders;

/// <summary>Why a clock may stand still. There are no other reasons.</summary>
public enum PauseKind
{
    /// <summary>补充资料: the agency waits for what it asked the owner for.</summary>
    Supplement,

    /// <summary>缓办, asked for by the owner.</summary>
    Deferral,

    /// <summary>特别程序 (行政许可法 art. 45): hearing, expert review, testing, publicity; the applicant is told how long.</summary>
    SpecialProcedure,

    /// <summary>业主原因: the owner changes the design or does not open the site.</summary>
    OwnerCause,

    /// <summary>不可抗力.</summary>
    ForceMajeure,
}

/// <summary>How a pause stands.</summary>
public enum PauseState
{
    /// <summary>Asked for; the clock runs on until the department agrees.</summary>
    Requested,

    /// <summary>The clock stands still.</summary>
    Running,

    /// <summary>The clock runs again.</summary>
    Ended,

    /// <summary>The department did not agree.</summary>
    Refused,
}

/// <summary>One line of the pause ledger (暂停台账); both sides see it.</summary>
public sealed record TaskPause
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Why.</summary>
    public required PauseKind Kind { get; init; }

    /// <summary>The reason in words.</summary>
    public required string Reason { get; init; }

    /// <summary>依据.</summary>
    public string Basis { get; init; } = "";

    /// <summary>For 补充资料: what is missing, one by one.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>The longest it may last, in working days.</summary>
    public required int WorkingDays { get; init; }

    /// <summary>How it stands.</summary>
    public required PauseState State { get; init; }

    /// <summary>Who asked.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>For whom.</summary>
    public required string? RequestedFor { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Who agreed or did not.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The day on which the clock stopped.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after which it runs again at the latest, and since it ended: the day on which it did.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Who let it run again; none at the end of the time.</summary>
    public string? EndedBy { get; init; }

    /// <summary>What was answered.</summary>
    public string? Answer { get; init; }

    internal bool IsOpen => State is PauseState.Requested or PauseState.Running;
}

/// <summary>What is asked for.</summary>
public sealed record PauseRequest(PauseKind Kind, string Reason, int WorkingDays, string Basis = "", IReadOnlyList<string>? Items = null);

public sealed partial class TaskOrder
{
    /// <summary>The pause ledger, the oldest first.</summary>
    public IReadOnlyList<TaskPause> Pauses { get; private set; } = [];

    /// <summary>Enters a pause. One asked for by an agency or the owner waits for the department; 补充资料 and what the department
    /// itself orders stop the clock at once.</summary>
    internal TaskPause Pause(PauseRequest request, OperationContext context)
    {
        Check(request);
        var pause = new TaskPause
        {
            Id = context.NewId(),
            Kind = request.Kind,
            Reason = request.Reason.Trim(),
            Basis = request.Basis.Trim(),
            Items = [.. (request.Items ?? []).Select(item => item.Trim()).Where(item => item.Length > 0)],
            WorkingDays = request.WorkingDays,
            State = PauseState.Requested,
            RequestedBy = context.Actor.DisplayName,
            RequestedFor = context.Actor.OrganisationName,
            RequestedAt = context.At,
        };
        if (pause.Kind == PauseKind.Supplement && pause.Items.Count == 0)
        {
            throw new RuleViolationException("supplement-items-missing");
        }

        var atOnce = pause.Kind == PauseKind.Supplement || context.Actor.Standing == Standing.Department;
        Require(TaskOrderAction.Pause);
        Pauses = [.. Pauses, pause];
        return atOnce ? Begin(pause, context) : pause;
    }

    /// <summary>The department agrees to a pause or does not.</summary>
    internal TaskPause DecidePause(Guid id, bool agree, string remark, OperationContext context)
    {
        var pause = Find(id, PauseState.Requested);
        if (!agree && string.IsNullOrWhiteSpace(remark))
        {
            throw new RuleViolationException("reason-missing");
        }

        var decided = pause with { DecidedBy = context.Actor.DisplayName, DecidedAt = context.At, Answer = remark.Trim() };
        return agree ? Begin(decided, context) : Replace(decided with { State = PauseState.Refused });
    }

    /// <summary>The clock runs again: the owner has answered, or the department says so.</summary>
    internal TaskPause EndPause(Guid id, string answer, OperationContext context)
    {
        var ended = Replace(Find(id, PauseState.Running) with
        {
            State = PauseState.Ended,
            To = context.Today,
            EndedBy = context.Actor.DisplayName,
            Answer = answer.Trim(),
        });
        AfterPause(context);
        return ended;
    }

    /// <summary>Ends the pauses whose time is over; the clock runs again from the day after.</summary>
    internal IReadOnlyList<TaskPause> LapsePauses(OperationContext context)
    {
        List<TaskPause> over = [.. Pauses.Where(pause => pause.State == PauseState.Running && pause.To < context.Today)];
        foreach (var pause in over)
        {
            Replace(pause with { State = PauseState.Ended });
        }

        if (over.Count > 0)
        {
            AfterPause(context);
        }

        return over;
    }

    /// <summary>The days on which the clock stood or will stand still.</summary>
    private IReadOnlyList<PauseSpan> Spans() =>
        [.. Pauses.Where(pause => pause.From is not null && pause.To is not null).Select(pause => new PauseSpan(pause.From!.Value, pause.To!.Value))];

    private TaskPause Begin(TaskPause pause, OperationContext context)
    {
        Move(TaskOrderAction.Pause, context);
        var begun = Replace(pause with
        {
            State = PauseState.Running,
            From = context.Today,
            To = context.Calendar.DueAfter(context.Today, pause.WorkingDays),
        });
        Recount(context);
        return begun;
    }

    private void AfterPause(OperationContext context)
    {
        if (!Pauses.Any(pause => pause.State == PauseState.Running))
        {
            Move(TaskOrderAction.Resume, context);
        }

        Recount(context);
    }

    private void Check(PauseRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        if (request.WorkingDays < 1 || request.WorkingDays > Clock.LongestPauseWorkingDays)
        {
            throw new RuleViolationException("pause-too-long", request.WorkingDays, Clock.LongestPauseWorkingDays);
        }

        if (Pauses.Any(pause => pause.Kind == request.Kind && pause.IsOpen))
        {
            throw new RuleViolationException("pause-open", request.Kind);
        }

        if (Pauses.Count(pause => pause.State != PauseState.Refused) >= Clock.MostPauses)
        {
            throw new RuleViolationException("pauses-used-up", Clock.MostPauses);
        }
    }

    private TaskPause Find(Guid id, PauseState state) =>
        Pauses.FirstOrDefault(pause => pause.Id == id && pause.State == state) ?? throw new NotFoundException(nameof(TaskPause));

    private TaskPause Replace(TaskPause pause)
    {
        Pauses = [.. Pauses.Select(other => other.Id == pause.Id ? pause : other)];
        return pause;
    }
}
