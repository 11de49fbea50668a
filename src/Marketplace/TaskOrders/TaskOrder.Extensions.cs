using Market.Marketplace.Operations;

namespace Market.Marketplace.TaskOrders;

/// <summary>How a request for more time stands.</summary>
public enum ExtensionState
{
    /// <summary>待业主同意.</summary>
    Requested,

    /// <summary>已同意.</summary>
    Agreed,

    /// <summary>未同意.</summary>
    Refused,
}

/// <summary>A request for more time (延期), with the day before and after; both are published.</summary>
public sealed record TaskExtension(
    Guid Id, int WorkingDays, string Reason, string RequestedBy, DateTimeOffset RequestedAt, ExtensionState State, DateOnly OldDueOn,
    DateOnly? NewDueOn = null, string? DecidedBy = null, DateTimeOffset? DecidedAt = null, string? Remark = null);

public sealed partial class TaskOrder
{
    /// <summary>Requests for more time, the oldest first.</summary>
    public IReadOnlyList<TaskExtension> Extensions { get; private set; } = [];

    /// <summary>Working days that the owner agreed to add to the running period.</summary>
    public int ExtraWorkingDays { get; private set; }

    internal TaskExtension RequestExtension(int workingDays, string reason, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        var left = Clock.MostExtensionWorkingDays - ExtraWorkingDays;
        if (workingDays < 1 || workingDays > left)
        {
            throw new RuleViolationException("extension-too-long", workingDays, Math.Max(left, 0));
        }

        if (Extensions.Any(extension => extension.State == ExtensionState.Requested))
        {
            throw new RuleViolationException("extension-open");
        }

        Require(TaskOrderAction.Extend);
        if (Deadline is null || Deadline.DueOn < context.Today)
        {
            // What is late stays late: time is asked for before it is over.
            throw new RuleViolationException("extension-after-due");
        }

        var request = new TaskExtension(
            context.NewId(), workingDays, reason.Trim(), context.Actor.DisplayName, context.At, ExtensionState.Requested, Deadline.DueOn);
        Extensions = [.. Extensions, request];
        return request;
    }

    internal TaskExtension AnswerExtension(bool agree, string remark, OperationContext context)
    {
        var request = Extensions.LastOrDefault(extension => extension.State == ExtensionState.Requested)
            ?? throw new NotFoundException(nameof(TaskExtension));
        if (agree)
        {
            Move(TaskOrderAction.Extend, context);
            ExtraWorkingDays += request.WorkingDays;
            Recount(context);
        }

        var answered = request with
        {
            State = agree ? ExtensionState.Agreed : ExtensionState.Refused,
            NewDueOn = agree ? Deadline!.DueOn : null,
            DecidedBy = context.Actor.DisplayName,
            DecidedAt = context.At,
            Remark = remark.Trim(),
        };
        Extensions = [.. Extensions.Select(extension => extension.Id == request.Id ? answered : extension)];
        return answered;
    }
}
