using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Selection;

/// <summary>How a draw stands.</summary>
public enum DrawStatus
{
    /// <summary>已开启: plan and the operator's commitment are public.</summary>
    Opened,

    /// <summary>名单已冻结.</summary>
    Frozen,

    /// <summary>已完成.</summary>
    Finished,

    /// <summary>未启用: the list was upheld against, or no draw was needed; no randomness was ever revealed.</summary>
    Closed,
}

/// <summary>One verifiable draw (抽取). Its list can be frozen once and drawn once: there is no way back and no second try.</summary>
public sealed partial class Draw : IAggregate
{
    private const int SecretBytes = 32;

    private Draw()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people; it enters the seed as the draw's id.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The procurement.</summary>
    public Guid ProcurementId { get; private init; }

    /// <summary>The owner, who brings a nonce.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>The department that witnesses, if there is one.</summary>
    public Guid? WitnessId { get; private init; }

    /// <summary>What is drawn for, in words.</summary>
    public string Title { get; private init; } = "";

    /// <summary>The plan.</summary>
    public DrawPlan Plan { get; private init; } = null!;

    /// <summary>How it stands.</summary>
    public DrawStatus Status { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; private init; }

    /// <summary>The operator's secret under the program's protection, until it is revealed.</summary>
    public string ProtectedSecret { get; private set; } = "";

    /// <summary>What was committed and revealed, in the order of the plan.</summary>
    public IReadOnlyList<DrawContribution> Contributions { get; private set; } = [];

    /// <summary>The frozen list in its order; empty before.</summary>
    public IReadOnlyList<ListedCandidate> Pool { get; private set; } = [];

    /// <summary>Digest of the list, lower-case hex.</summary>
    public string? PoolHash { get; private set; }

    /// <summary>When the list was frozen.</summary>
    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>The outside value as it was published there.</summary>
    public string? OutsideValue { get; private set; }

    /// <summary>Where it was read: an address or a publication with its date.</summary>
    public string? OutsideCitation { get; private set; }

    /// <summary>The parts of the seed, lower-case hex, in order.</summary>
    public IReadOnlyList<string> Parts { get; private set; } = [];

    /// <summary>The seed, lower-case hex.</summary>
    public string? Seed { get; private set; }

    /// <summary>All candidates as drawn: the winner, then the reserves.</summary>
    public IReadOnlyList<string> Picks { get; private set; } = [];

    /// <summary>When it was drawn.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Opens a draw: the operator's secret is made and committed now, before anybody has signed up.</summary>
    /// <param name="opening">For what, by whom, by which plan.</param>
    /// <param name="protect">Puts the secret under the program's protection.</param>
    internal static Draw Open(DrawOpening opening, Func<byte[], string> protect, OperationContext context)
    {
        var plan = opening.Plan;
        if (plan.CommitUntil <= plan.ClosesAt || plan.RevealUntil <= plan.CommitUntil)
        {
            throw new RuleViolationException("draw-plan-invalid");
        }

        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        return new Draw
        {
            Id = context.NewId(),
            Number = Numbers.Next("DRAW", context),
            ProcurementId = opening.ProcurementId,
            OwnerId = opening.OwnerId,
            WitnessId = opening.WitnessId,
            Title = opening.Title,
            Plan = plan,
            OpenedAt = context.At,
            ProtectedSecret = protect(secret),
            Contributions =
            [
                new(DrawContributor.Operator, opening.OperatorName, Convert.ToHexStringLower(SHA256.HashData(secret)), context.At),
                new(DrawContributor.Owner, opening.OwnerName, null, null),
                .. opening.WitnessName is { } witness ? [new DrawContribution(DrawContributor.Witness, witness, null, null)] : Array.Empty<DrawContribution>(),
                new(DrawContributor.Outside, plan.Outside.Name, null, null),
            ],
        };
    }

    /// <summary>Takes a commitment to a nonce, once.</summary>
    internal void Commit(DrawContributor contributor, string commitment, OperationContext context)
    {
        var entry = Nonce(contributor);
        if (Status is not (DrawStatus.Opened or DrawStatus.Frozen) || context.At >= Plan.CommitUntil)
        {
            throw new RuleViolationException("draw-commit-late", Number);
        }

        if (entry.Commitment is not null)
        {
            throw new RuleViolationException("draw-committed", entry.Name);
        }

        Set(entry with { Commitment = HexOf(commitment, SHA256.HashSizeInBytes), CommittedAt = context.At });
    }

    /// <summary>Freezes the list. It happens once.</summary>
    internal void Freeze(IReadOnlyCollection<ListedCandidate> candidates, OperationContext context)
    {
        if (Status != DrawStatus.Opened)
        {
            throw new RuleViolationException("draw-list-frozen", Number);
        }

        if (context.At < Plan.ClosesAt)
        {
            throw new RuleViolationException("draw-list-early", Number);
        }

        var pool = DrawPool.Freeze(candidates.Select(candidate => new DrawCandidate(candidate.Code, candidate.Weight)));
        var names = candidates.ToDictionary(candidate => candidate.Code, candidate => candidate.Name);
        Pool = [.. pool.Candidates.Select(candidate => new ListedCandidate(candidate.Code, names[candidate.Code], candidate.Weight))];
        PoolHash = Convert.ToHexStringLower(pool.Hash.Span);
        FrozenAt = context.At;
        Status = DrawStatus.Frozen;
    }

    /// <summary>Takes a nonce that fits its commitment.</summary>
    internal void Reveal(DrawContributor contributor, string nonce, OperationContext context)
    {
        var entry = Nonce(contributor);
        if (Status != DrawStatus.Frozen || context.At < Plan.CommitUntil)
        {
            throw new RuleViolationException("draw-reveal-early", Number);
        }

        if (context.At >= Plan.RevealUntil)
        {
            throw new RuleViolationException("draw-reveal-late", Number);
        }

        var value = HexOf(nonce, SecretBytes);
        if (entry.Commitment is null
            || Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(value))) != entry.Commitment)
        {
            throw new RuleViolationException("draw-reveal-other", entry.Name);
        }

        Set(entry with { Value = value, RevealedAt = context.At });
    }

    /// <summary>Draws, with the outside value as published. A nonce that was not revealed is replaced by that value alone.</summary>
    /// <param name="outsideValue">The value, to the letter.</param>
    /// <param name="citation">Where it was read.</param>
    /// <param name="unprotect">Gives the operator's secret back.</param>
    internal void Finish(string outsideValue, string citation, Func<string, byte[]> unprotect, OperationContext context)
    {
        if (Status == DrawStatus.Finished)
        {
            throw new RuleViolationException("draw-finished", Number);
        }

        if (Status != DrawStatus.Frozen || context.At < Plan.RevealUntil)
        {
            throw new RuleViolationException("draw-outside-early", Number);
        }

        if (string.IsNullOrWhiteSpace(outsideValue) || string.IsNullOrWhiteSpace(citation))
        {
            throw new RuleViolationException("draw-outside-missing", Plan.Outside.Name);
        }

        (OutsideValue, OutsideCitation) = (outsideValue.Trim(), citation.Trim());
        var outside = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(OutsideValue));
        Set(Of(DrawContributor.Operator) with { Value = Convert.ToHexStringLower(unprotect(ProtectedSecret)), RevealedAt = context.At });
        Set(Of(DrawContributor.Outside) with { Value = outside, RevealedAt = context.At });
        Parts = [.. Contributions.Select(entry => entry.Value ?? outside)];

        var pool = DrawPool.Freeze(Pool.Select(candidate => new DrawCandidate(candidate.Code, candidate.Weight)));
        var seed = DrawV1.Seed(Number, pool, Parts.Select(part => (ReadOnlyMemory<byte>)Convert.FromHexString(part)));
        Seed = Convert.ToHexStringLower(seed);
        Picks = [.. DrawV1.Pick(pool, seed, pool.Candidates.Count).Select(pick => pick.Code)];
        FinishedAt = context.At;
        ProtectedSecret = "";
        Status = DrawStatus.Finished;
    }

    /// <summary>Ends a draw before any secret was revealed: nothing to draw, or its list did not stand.</summary>
    internal void Close()
    {
        if (Status == DrawStatus.Finished)
        {
            throw new RuleViolationException("draw-finished", Number);
        }

        ProtectedSecret = "";
        Status = DrawStatus.Closed;
    }

    /// <summary>As what the actor's organisation contributes.</summary>
    internal DrawContributor ContributorOf(Actor actor) =>
        actor.Organisation == OwnerId ? DrawContributor.Owner
        : actor.Organisation == WitnessId ? DrawContributor.Witness
        : throw new RuleViolationException("draw-not-contributor", Number);

    private DrawContribution Of(DrawContributor contributor) => Contributions.Single(entry => entry.Contributor == contributor);

    private DrawContribution Nonce(DrawContributor contributor) =>
        contributor is DrawContributor.Owner or DrawContributor.Witness
        && Contributions.FirstOrDefault(entry => entry.Contributor == contributor) is { } entry
            ? entry
            : throw new RuleViolationException("draw-not-contributor", Number);

    private void Set(DrawContribution changed) =>
        Contributions = [.. Contributions.Select(entry => entry.Contributor == changed.Contributor ? changed : entry)];

    private static string HexOf(string text, int bytes)
    {
        var hex = text.Trim().ToLowerInvariant();
        return hex.Length == 2 * bytes && hex.All(char.IsAsciiHexDigitLower) ? hex : throw new RuleViolationException("draw-hex", bytes);
    }
}

/// <summary>For what a draw is opened.</summary>
internal sealed record DrawOpening(
    Guid ProcurementId, string Title, Guid OwnerId, string OwnerName, Guid? WitnessId, string? WitnessName, string OperatorName, DrawPlan Plan);
