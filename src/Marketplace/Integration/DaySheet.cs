namespace Market.Marketplace.Integration;

/// <summary>What the department's own system has of a day, by number; a list that is not given is not compared.</summary>
/// <param name="Cases">Its case numbers that it handed in.</param>
/// <param name="Tasks">Numbers of task orders of which it was told.</param>
/// <param name="Results">Report numbers of results that it has.</param>
public sealed record DayThere(IReadOnlyList<string>? Cases = null, IReadOnlyList<string>? Tasks = null, IReadOnlyList<string>? Results = null);

/// <summary>Why the two sides differ.</summary>
public enum DifferenceReason
{
    /// <summary>It has not arrived here: hand it in again.</summary>
    NotReceived,

    /// <summary>It arrived, on another day.</summary>
    OtherDay,

    /// <summary>It arrived and was refused; the detail says why.</summary>
    Refused,

    /// <summary>There is nothing of this number here.</summary>
    UnknownHere,

    /// <summary>It is being sent; the detail is the last answer.</summary>
    PushWaiting,

    /// <summary>It could not be sent in fifteen days and can be pushed again.</summary>
    PushGivenUp,

    /// <summary>The receiver answered that it has it; the detail is the webhook's id.</summary>
    PushDelivered,

    /// <summary>There is no endpoint for it; the detail is its place in the feed.</summary>
    InFeed,

    /// <summary>Your own system handed it in and does not count it.</summary>
    NotCountedThere,
}

/// <summary>One thing that only one side has.</summary>
/// <param name="Kind">case, task or result.</param>
/// <param name="Number">Its number.</param>
/// <param name="OnlyHere">Whether it is here and not there.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What belongs to the reason.</param>
public sealed record DayDifference(string Kind, string Number, bool OnlyHere, DifferenceReason Reason, string? Detail = null);

/// <summary>The sheet of a day (对账单) between the market and one department's system.</summary>
public sealed record DaySheet(
    DateOnly Day, string DepartmentName, IReadOnlyList<string> Cases, IReadOnlyList<string> Tasks, IReadOnlyList<string> Results,
    int PushesDelivered, int PushesWaiting, int PushesGivenUp, IReadOnlyList<DayDifference> Differences);
