namespace Market.Marketplace.Selection;

/// <summary>Who brings randomness to a draw.</summary>
public enum DrawContributor
{
    /// <summary>运行机构: its secret is made and committed when the draw is opened.</summary>
    Operator,

    /// <summary>项目业主: a nonce, committed before the list is final and revealed after.</summary>
    Owner,

    /// <summary>行业主管部门: a nonce like the owner's.</summary>
    Witness,

    /// <summary>外部公开数值: nobody here can know or choose it.</summary>
    Outside,
}

/// <summary>The outside value, named before anybody can know it.</summary>
/// <param name="Name">Such as 上证综合指数 2026-11-26 收盘点位.</param>
/// <param name="Where">Where all can look it up afterwards.</param>
public sealed record OutsideSource(string Name, string Where);

/// <summary>When what happens; published with the notice, before any randomness exists.</summary>
/// <param name="ClosesAt">The list is frozen and published.</param>
/// <param name="CommitUntil">Until then nonces are committed and the list may be objected to.</param>
/// <param name="RevealUntil">From <paramref name="CommitUntil"/> until then nonces are revealed; later ones count as missing.</param>
/// <param name="Outside">The outside value; it must become known after <paramref name="RevealUntil"/>.</param>
public sealed record DrawPlan(DateTimeOffset ClosesAt, DateTimeOffset CommitUntil, DateTimeOffset RevealUntil, OutsideSource Outside)
{
    /// <summary>Who brings what, in the order in which it enters the seed.</summary>
    public static IReadOnlyList<DrawContributor> Order { get; } =
        [DrawContributor.Operator, DrawContributor.Owner, DrawContributor.Witness, DrawContributor.Outside];
}

/// <summary>What one contributor brought.</summary>
/// <param name="Contributor">Who.</param>
/// <param name="Name">The organisation's name, or the outside source.</param>
/// <param name="Commitment">SHA-256 of the value, lower-case hex; none for the outside value.</param>
/// <param name="CommittedAt">When.</param>
/// <param name="Value">The value, lower-case hex, once revealed.</param>
/// <param name="RevealedAt">When.</param>
public sealed record DrawContribution(
    DrawContributor Contributor, string Name, string? Commitment, DateTimeOffset? CommittedAt, string? Value = null,
    DateTimeOffset? RevealedAt = null);

/// <summary>A candidate as published: the line of the list, and the name people know it by.</summary>
public sealed record ListedCandidate(string Code, string Name, long Weight);
