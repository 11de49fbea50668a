namespace Market.Marketplace.Selection;

/// <summary>Everything by which anybody recomputes a draw (<c>proof.json</c>). The members that the protocol reads keep their
/// names for ever; what is not known yet is null or empty.</summary>
public sealed record DrawProof
{
    /// <summary>The protocol, <c>draw-v1</c>.</summary>
    public string Protocol { get; init; } = DrawV1.Protocol;

    /// <summary>The draw's number: it enters the seed.</summary>
    public required string DrawId { get; init; }

    /// <summary>How the draw stands.</summary>
    public required DrawStatus Status { get; init; }

    /// <summary>What is drawn for, in words.</summary>
    public required string Title { get; init; }

    /// <summary>The frozen list in its order.</summary>
    public required IReadOnlyList<DrawCandidate> Pool { get; init; }

    /// <summary>Digest of the list, lower-case hex.</summary>
    public required string? PoolHash { get; init; }

    /// <summary>What enters the seed after number and list, lower-case hex, in order.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    /// <summary>The seed, lower-case hex.</summary>
    public required string? Seed { get; init; }

    /// <summary>Codes as drawn: the winner, then the reserves.</summary>
    public required IReadOnlyList<string> Picks { get; init; }

    /// <summary>When what was to happen and did.</summary>
    public required DrawTimes Times { get; init; }

    /// <summary>Who committed and revealed what, and when.</summary>
    public required IReadOnlyList<ProvenContribution> Contributions { get; init; }

    /// <summary>The outside value.</summary>
    public required ProvenOutsideValue Outside { get; init; }

    /// <summary>The protocol in words, one sentence a step.</summary>
    public IReadOnlyList<string> Rules { get; } =
    [
        "pool: lines `code TAB weight LF`, sorted by the bytes of the code in UTF-8; poolHash = SHA-256(\"draw-v1/pool\\n\" || lines)",
        "seed = SHA-256(\"draw-v1/seed\\n\" || LP(drawId) || LP(poolHash) || LP(part) ...); LP = length as 4 bytes, big-endian, then the bytes",
        "parts: operator's secret, owner's nonce, witness's nonce if there is a witness, outside value in UTF-8; a nonce not revealed in time is replaced by the outside value",
        "pick c = 0, 1, 2 ...: x = first 8 bytes, big-endian, of HMAC-SHA-256(seed, c as 8 bytes); W = weights left; x >= floor(2^64 / W) * W is skipped; lot x mod W, counted along the list, wins and leaves it",
    ];

    /// <summary>The proof of a draw.</summary>
    public static DrawProof Of(DrawDetails draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        return new DrawProof
        {
            DrawId = draw.Number,
            Status = draw.Status,
            Title = draw.Title,
            Pool = [.. draw.Pool.Select(candidate => new DrawCandidate(candidate.Code, candidate.Weight))],
            PoolHash = draw.PoolHash,
            Parts = draw.Parts,
            Seed = draw.Seed,
            Picks = draw.Picks,
            Times = new DrawTimes(
                draw.OpenedAt, draw.Plan.ClosesAt, draw.Plan.CommitUntil, draw.Plan.RevealUntil, draw.FrozenAt, draw.FinishedAt),
            Contributions = [.. draw.Contributions.Select(entry => new ProvenContribution(
                entry.Contributor, entry.Name, entry.Commitment, entry.CommittedAt, entry.Value, entry.RevealedAt, draw.IsReplaced(entry)))],
            Outside = new ProvenOutsideValue(draw.Plan.Outside.Name, draw.Plan.Outside.Where, draw.OutsideValue, draw.OutsideCitation),
        };
    }
}

/// <summary>The times of a draw: as planned, and as they came.</summary>
public sealed record DrawTimes(
    DateTimeOffset OpenedAt, DateTimeOffset ClosesAt, DateTimeOffset CommitUntil, DateTimeOffset RevealUntil, DateTimeOffset? FrozenAt,
    DateTimeOffset? FinishedAt);

/// <summary>What one party brought.</summary>
/// <param name="ReplacedByOutside">Whether it was not revealed in time, so that the outside value stands in its place.</param>
public sealed record ProvenContribution(
    DrawContributor Contributor, string Name, string? Commitment, DateTimeOffset? CommittedAt, string? Value, DateTimeOffset? RevealedAt,
    bool ReplacedByOutside);

/// <summary>The outside value: named in advance, read afterwards.</summary>
public sealed record ProvenOutsideValue(string Name, string Where, string? Value, string? Citation);
