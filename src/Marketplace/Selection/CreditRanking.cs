namespace Market.Marketplace.Selection;

/// <summary>A candidate with its credit score.</summary>
/// <param name="Code">统一社会信用代码.</param>
/// <param name="Score">信用分, 0 to 100, two decimals.</param>
public sealed record ScoredCandidate(string Code, decimal Score);

/// <summary>How one candidate came on the big list, or not.</summary>
/// <param name="Rank">Place by score, from 1; equal scores share a place.</param>
/// <param name="OnBigList">Whether the place is within the big list (末尾淘汰).</param>
/// <param name="Weight">号数 allotted in proportion to the score; 0 off the list.</param>
public sealed record CreditPlace(string Code, decimal Score, int Rank, bool OnBigList, long Weight);

/// <summary>信用择优 up to its draw (广东): all by credit score, the last fall off, lots in proportion to the score.</summary>
public static class CreditRanking
{
    /// <summary>Ranks and allots lots; a candidate whose score equals the last place's stays on the list, so that no equal
    /// is turned away by chance or by name.</summary>
    /// <param name="candidates">All who signed up and are eligible.</param>
    /// <param name="bigList">大名单: how many stay.</param>
    public static IReadOnlyList<CreditPlace> Rank(IReadOnlyCollection<ScoredCandidate> candidates, int bigList)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bigList);
        var scores = candidates.Select(candidate => candidate.Score).OrderDescending().ToList();
        return [.. candidates
            .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Code, StringComparer.Ordinal)
            .Select(candidate =>
            {
                var rank = scores.IndexOf(candidate.Score) + 1;
                var stays = rank <= bigList;
                return new CreditPlace(candidate.Code, candidate.Score, rank, stays, stays ? LotsOf(candidate.Score) : 0);
            })];
    }

    // A hundredth of a point is a lot; even a score of nothing keeps one, or it would be no candidate.
    private static long LotsOf(decimal score) => Math.Max(1, (long)Math.Round(score * 100, MidpointRounding.AwayFromZero));
}
