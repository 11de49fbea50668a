using Market.Marketplace.Calendars;

namespace Market.Marketplace.RulePacks;

/// <summary>What a region's rules say about clocks: periods, pauses, lights, the ladder of reminders and cards.</summary>
public sealed record ClockRules
{
    /// <summary>Closing time in minutes after midnight; 0 where the day of an event counts to its end.</summary>
    public required RuleFigure ClosesAtMinute { get; init; }

    /// <summary>For the agency's answer to a task.</summary>
    public required RuleFigure AnswerWorkingDays { get; init; }

    /// <summary>For the decision on a delivered result.</summary>
    public required RuleFigure DecisionWorkingDays { get; init; }

    /// <summary>Until a delivered result counts as received (签收).</summary>
    public required RuleFigure ReceiptWorkingDays { get; init; }

    /// <summary>For the answer to an application.</summary>
    public required RuleFigure AcceptanceWorkingDays { get; init; }

    /// <summary>For the decision on an accepted application.</summary>
    public required RuleFigure ApprovalWorkingDays { get; init; }

    /// <summary>How often a task may be paused.</summary>
    public required RuleFigure MostPauses { get; init; }

    /// <summary>The longest pause.</summary>
    public required RuleFigure LongestPauseWorkingDays { get; init; }

    /// <summary>The most that extensions may add.</summary>
    public required RuleFigure MostExtensionWorkingDays { get; init; }

    /// <summary>A light turns yellow at so many working days.</summary>
    public required RuleFigure YellowWorkingDays { get; init; }

    /// <summary>A light turns yellow at this share of the period.</summary>
    public required RuleFigure YellowPercent { get; init; }

    /// <summary>The ladder of reminders and cards.</summary>
    public required IReadOnlyList<Rung> Ladder { get; init; }

    /// <summary>The rules as a task freezes them.</summary>
    public ClockTerms ToTerms() => new()
    {
        ClosesAt = ClosesAtMinute.Value == 0 ? null : TimeOnly.MinValue.AddMinutes(ClosesAtMinute.Value),
        AnswerWorkingDays = AnswerWorkingDays.Value,
        DecisionWorkingDays = DecisionWorkingDays.Value,
        ReceiptWorkingDays = ReceiptWorkingDays.Value,
        AcceptanceWorkingDays = AcceptanceWorkingDays.Value,
        ApprovalWorkingDays = ApprovalWorkingDays.Value,
        MostPauses = MostPauses.Value,
        LongestPauseWorkingDays = LongestPauseWorkingDays.Value,
        MostExtensionWorkingDays = MostExtensionWorkingDays.Value,
        YellowWorkingDays = YellowWorkingDays.Value,
        YellowPercent = YellowPercent.Value,
        Ladder = Ladder,
    };

    internal void Check(string pack)
    {
        if (Ladder.Select(rung => rung.Offset).Distinct().Count() != Ladder.Count || Ladder.Any(rung => rung.Tell.Count == 0))
        {
            throw new InvalidDataException($"Rule pack {pack} has a ladder with two rungs for one day, or one that tells nobody.");
        }

        if (Ladder.Any(rung => rung is { Card: not null, Offset: <= 0 }))
        {
            throw new InvalidDataException($"Rule pack {pack} gives a card to somebody who is not late.");
        }

        if (new[] { AnswerWorkingDays, DecisionWorkingDays, ReceiptWorkingDays, AcceptanceWorkingDays, ApprovalWorkingDays }.Any(figure => figure.Value < 1))
        {
            throw new InvalidDataException($"Rule pack {pack} has a period of no day.");
        }
    }
}
