namespace Market.Marketplace.RulePacks;

/// <summary>What a region's rules say about ratings (服务评价) and appeals against them (申诉).</summary>
public sealed record RatingRules
{
    private const string Unread = "默认值，本地区文件未读到（待核实）";

    /// <summary>For rating an order after its result was accepted.</summary>
    public RuleFigure RateWorkingDays { get; init; } = new(10, Unread, Verified: false);

    /// <summary>For an appeal against a rating.</summary>
    public RuleFigure AppealWorkingDays { get; init; } = new(5, Unread, Verified: false);

    /// <summary>For the decision on an appeal.</summary>
    public RuleFigure DecideWorkingDays { get; init; } = new(10, Unread, Verified: false);

    internal void Check(string pack)
    {
        if (RateWorkingDays.Value < 1 || AppealWorkingDays.Value < 1 || DecideWorkingDays.Value < 1)
        {
            throw new InvalidDataException($"Rule pack {pack} has a period without days for ratings.");
        }
    }
}
