namespace Market.Marketplace.Panels.SecondRounds;

/// <summary>A bid as opened after the deadline.</summary>
/// <param name="ReceiptDigest">The digest on the receipt, so that everyone can see that the bid is the one handed in.</param>
/// <param name="SkippedFor">What stands against the member now; empty when its bid counts.</param>
public sealed record OpenedBid(
    Guid AgencyId, string Name, string CreditCode, decimal Amount, string ReceiptNumber, DateTimeOffset ReceivedAt, string ReceiptDigest,
    IReadOnlyList<SkipReason> SkippedFor)
{
    /// <summary>Whether it counts.</summary>
    public bool Counts => SkippedFor.Count == 0;
}

/// <summary>How a second round came out, with everything needed to see that it did.</summary>
/// <param name="Bids">All bids, the lowest first.</param>
/// <param name="Order">Codes in their order: the lowest gets the task, the others stand in reserve should it not take it.</param>
/// <param name="Draw">Where equal bids were parted.</param>
public sealed record SecondRoundRuling(IReadOnlyList<OpenedBid> Bids, IReadOnlyList<string> Order, PanelDrawProof? Draw)
{
    /// <summary>Puts the bids that count in their order; equal ones by one draw among all that are equal to another.</summary>
    internal static SecondRoundRuling Of(IReadOnlyList<OpenedBid> bids, Func<IReadOnlyList<OpenedBid>, PanelDrawProof> draw)
    {
        var counting = bids.Where(bid => bid.Counts).ToList();
        var equal = counting.GroupBy(bid => bid.Amount).Where(group => group.Count() > 1).SelectMany(group => group).ToList();
        var proof = equal.Count == 0 ? null : draw(equal);
        var drawn = proof?.Order.Select((code, place) => (code, place)).ToDictionary(entry => entry.code, entry => entry.place) ?? [];
        return new SecondRoundRuling(
            [.. bids.OrderBy(bid => bid.Amount).ThenBy(bid => bid.CreditCode, StringComparer.Ordinal)],
            [.. counting.OrderBy(bid => bid.Amount).ThenBy(bid => drawn.GetValueOrDefault(bid.CreditCode)).Select(bid => bid.CreditCode)],
            proof);
    }
}
