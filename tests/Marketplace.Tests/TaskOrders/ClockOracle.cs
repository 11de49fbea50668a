using Market.Marketplace.Calendars;
using Market.Marketplace.TaskOrders;
using Market.Testing;

namespace Market.Marketplace.Tests.TaskOrders;

/// <summary>What may be done to a task that is being worked on.</summary>
internal enum DeedKind
{
    AskSupplement,
    AnswerSupplement,
    OrderSpecial,
    EndSpecial,
    AskDeferral,
    DecideDeferral,
    AskExtension,
    AnswerExtension,
    ReturnForRework,
}

/// <summary>One deed of a random sequence.</summary>
internal sealed record Deed(DeedKind Kind, int Days, bool Agree)
{
    public static Deed Random(Sequence random) => new(random.Pick(Enum.GetValues<DeedKind>()), random.Next(20) == 0 ? 25 : random.Next(1, 7), random.Next(3) > 0);
}

/// <summary>A line of the pause ledger as the oracle keeps it.</summary>
internal sealed record LedgerLine(PauseKind Kind, PauseState State, DateOnly? From, DateOnly? To);

/// <summary>The clock of a task once more, by the words of the rules and one day at a time: it shares nothing with the code it checks.</summary>
internal sealed class ClockOracle(DateOnly start, int limit)
{
    private const int MostPauses = 4;
    private const int LongestPause = 20;
    private const int MostExtra = 10;
    private DateOnly _start = start;
    private int _extra;
    private int? _asked;
    private int _deferral;

    public List<LedgerLine> Ledger { get; } = [];

    public bool IsSuspended => Ledger.Exists(line => line.State == PauseState.Running);

    public DateOnly DueOn
    {
        get
        {
            var (day, left) = (_start, limit + _extra);
            while (left > 0)
            {
                day = day.AddDays(1);
                left -= Counts(day) ? 1 : 0;
            }

            return day;
        }
    }

    /// <summary>The light of a day, and what is left of the period.</summary>
    public (LightColour Colour, int Left) LightOn(DateOnly today)
    {
        var (due, left) = (DueOn, 0);
        for (var day = today.AddDays(1); day <= due; day = day.AddDays(1))
        {
            left += Counts(day) ? 1 : 0;
        }

        for (var day = due.AddDays(1); day <= today; day = day.AddDays(1))
        {
            left -= IsWorked(day) ? 1 : 0;
        }

        // What stands still does not run late, unless it was late before.
        return Ledger.Exists(line => line.State == PauseState.Running && line.From <= due) ? (LightColour.Paused, Math.Max(left, 0)) : (today > due ? LightColour.Red
            : left <= 1 || left * 10 <= (limit + _extra) * 3 ? LightColour.Yellow : LightColour.Green, left);
    }

    /// <summary>A new day: pauses whose time is over have ended.</summary>
    public void Dawn(DateOnly today)
    {
        for (var i = 0; i < Ledger.Count; i++)
        {
            Ledger[i] = Ledger[i].State == PauseState.Running && Ledger[i].To < today ? Ledger[i] with { State = PauseState.Ended } : Ledger[i];
        }
    }

    /// <summary>Whether the deed is about anything that is there.</summary>
    public bool IsPossible(Deed deed) => deed.Kind switch
    {
        DeedKind.AnswerSupplement => Find(PauseKind.Supplement, PauseState.Running) >= 0,
        DeedKind.EndSpecial => Find(PauseKind.SpecialProcedure, PauseState.Running) >= 0,
        DeedKind.DecideDeferral => Find(PauseKind.Deferral, PauseState.Requested) >= 0,
        DeedKind.AnswerExtension => _asked is not null,
        DeedKind.ReturnForRework => !IsSuspended,
        _ => true,
    };

    /// <summary>Does the deed; the code of the refusal where the rules do not allow it.</summary>
    public string? Do(Deed deed, DateOnly today)
    {
        switch (deed.Kind)
        {
            case DeedKind.AskSupplement:
                return Pause(PauseKind.Supplement, deed.Days, today, atOnce: true);
            case DeedKind.OrderSpecial:
                return Pause(PauseKind.SpecialProcedure, deed.Days, today, atOnce: true);
            case DeedKind.AskDeferral:
                return Pause(PauseKind.Deferral, deed.Days, today, atOnce: false);
            case DeedKind.AnswerSupplement:
                return End(PauseKind.Supplement, today);
            case DeedKind.EndSpecial:
                return End(PauseKind.SpecialProcedure, today);
            case DeedKind.DecideDeferral:
                var at = Find(PauseKind.Deferral, PauseState.Requested);
                Ledger[at] = deed.Agree ? Running(PauseKind.Deferral, _deferral, today) : Ledger[at] with { State = PauseState.Refused };
                return null;
            case DeedKind.AskExtension:
                if (deed.Days > MostExtra - _extra)
                {
                    return "extension-too-long";
                }

                if (_asked is not null)
                {
                    return "extension-open";
                }

                if (DueOn < today)
                {
                    return "extension-after-due";
                }

                _asked = deed.Days;
                return null;
            case DeedKind.AnswerExtension:
                _extra += deed.Agree ? _asked!.Value : 0;
                _asked = null;
                return null;
            default:
                (_start, _extra) = (today, 0);
                return null;
        }
    }

    private string? Pause(PauseKind kind, int days, DateOnly today, bool atOnce)
    {
        if (days > LongestPause)
        {
            return "pause-too-long";
        }

        if (Find(kind, PauseState.Running) >= 0 || Find(kind, PauseState.Requested) >= 0)
        {
            return "pause-open";
        }

        if (Ledger.Count(line => line.State != PauseState.Refused) >= MostPauses)
        {
            return "pauses-used-up";
        }

        _deferral = atOnce ? _deferral : days;
        Ledger.Add(atOnce ? Running(kind, days, today) : new LedgerLine(kind, PauseState.Requested, null, null));
        return null;
    }

    private string? End(PauseKind kind, DateOnly today)
    {
        var at = Find(kind, PauseState.Running);
        Ledger[at] = Ledger[at] with { State = PauseState.Ended, To = today };
        return null;
    }

    private static LedgerLine Running(PauseKind kind, int days, DateOnly today)
    {
        var to = today;
        while (days > 0)
        {
            to = to.AddDays(1);
            days -= IsWorked(to) ? 1 : 0;
        }

        return new LedgerLine(kind, PauseState.Running, today, to);
    }

    private int Find(PauseKind kind, PauseState state) => Ledger.FindIndex(line => line.Kind == kind && line.State == state);

    private bool Counts(DateOnly day) => IsWorked(day) && !Ledger.Exists(line => line.From < day && day <= line.To);

    // From November 2026 to spring 2027 no day off is announced: New Year's Day is in the next year's announcement.
    private static bool IsWorked(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
