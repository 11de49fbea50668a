using Market.Marketplace.Selection;

namespace Market.Marketplace.Panels;

/// <summary>Everything that is needed to draw again: who had how many lots, what was published before, what was revealed.</summary>
/// <param name="DrawId">The order's number and its turn, which enters the seed.</param>
/// <param name="Pool">Those against whom nothing stood, with their lots.</param>
/// <param name="Turn">Which draw of the panel it is, from 1.</param>
/// <param name="Commitment">Published before: at the opening of the panel, or revealed by the draw before.</param>
/// <param name="Revealed">The value whose SHA-256 that is; it is the only part of the seed besides the id and the list.</param>
public sealed record PanelDrawProof(
    string Protocol, string DrawId, IReadOnlyList<ListedCandidate> Pool, string PoolHash, int Turn, string Commitment, string Revealed, string Seed, string Pick)
{
    /// <summary>The order of all, where equal bids are parted; empty where one is drawn.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];
}

/// <summary>What a draw of a panel takes from outside the panel.</summary>
/// <param name="DrawId">Names the draw.</param>
/// <param name="Scores">信用分 of the members.</param>
/// <param name="Unprotect">Gives the panel's secret back.</param>
internal sealed record PanelLots(string DrawId, IReadOnlyDictionary<Guid, decimal> Scores, Func<string, byte[]> Unprotect);

/// <summary>The rule of the weighted draw, as a pure function that returns its evidence.</summary>
internal static class PanelDraw
{
    public const string Method = "信用加权随机";

    public static AssignmentEvidence Assign(PanelTurn panel, AssignmentCircumstances circumstances, PanelLots lots, byte[] secret, int turn, DateTimeOffset at)
    {
        var members = panel.MembersInOrder.Select((agency, index) => (Agency: agency, Position: index + 1, Against: PanelAssignment.Against(agency, circumstances).ToList())).ToList();
        var open = members.Where(member => member.Against.Count == 0).ToList();
        if (open.Count == 0)
        {
            return Evidence(null, null);
        }

        // A hundredth of a point is a lot; a score of nothing keeps one.
        var listed = open.ConvertAll(member => new ListedCandidate(
            member.Agency.CreditCode, member.Agency.Name, Math.Max(1, (long)Math.Round(lots.Scores[member.Agency.Id] * 100, MidpointRounding.AwayFromZero))));
        var proof = Draw(lots.DrawId, listed, secret, turn, 1);
        return Evidence(open.Single(member => member.Agency.CreditCode == proof.Pick).Agency.Id, proof);

        AssignmentEvidence Evidence(Guid? chosen, PanelDrawProof? proof) => new(
            Method, panel.PanelId, panel.PanelName, panel.FrameworkAgreementNumber, panel.Cursor, panel.Cursor,
            [.. members.Select(member => new ConsideredAgency(
                member.Position, member.Agency.Id, member.Agency.Name, member.Agency.CreditCode, member.Agency.Id == chosen, member.Against))],
            chosen, at)
        {
            Draw = proof,
        };
    }

    /// <summary>Draws all of them, one after the other: the order of equal bids.</summary>
    public static PanelDrawProof InOrder(string drawId, IReadOnlyList<ListedCandidate> listed, byte[] secret, int turn) => Draw(drawId, listed, secret, turn, listed.Count);

    private static PanelDrawProof Draw(string drawId, IReadOnlyList<ListedCandidate> listed, byte[] secret, int turn, int count)
    {
        var pool = DrawPool.Freeze(listed.Select(candidate => new DrawCandidate(candidate.Code, candidate.Weight)));
        var (published, revealed) = (PanelChain.Revealed(secret, turn - 1), PanelChain.Revealed(secret, turn));
        var seed = DrawV1.Seed(drawId, pool, [revealed]);
        var picks = DrawV1.Pick(pool, seed, count);
        var names = listed.ToDictionary(candidate => candidate.Code);
        return new PanelDrawProof(
            DrawV1.Protocol, drawId, [.. pool.Candidates.Select(candidate => names[candidate.Code])], Convert.ToHexStringLower(pool.Hash.Span), turn,
            Convert.ToHexStringLower(published), Convert.ToHexStringLower(revealed), Convert.ToHexStringLower(seed), picks[0].Code)
        {
            Order = count == 1 ? [] : [.. picks.Select(pick => pick.Code)],
        };
    }
}
