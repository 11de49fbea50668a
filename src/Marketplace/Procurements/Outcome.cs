using Market.Marketplace.Selection;

namespace Market.Marketplace.Procurements;

/// <summary>An applicant as opened after the deadline.</summary>
/// <param name="ReceiptDigest">The digest on the receipt, so that everyone can see that the offer is the one handed in.</param>
/// <param name="Findings">Rule by rule.</param>
/// <param name="Score">信用分 at that moment.</param>
public sealed record OpenedApplicant(
    Guid AgencyId, string Name, string CreditCode, string ReceiptDigest, decimal? Amount, Guid? PlanFileId, decimal Score,
    IReadOnlyList<EligibilityFinding> Findings)
{
    /// <summary>Whether every rule holds.</summary>
    public bool IsEligible => Findings.All(finding => finding.Holds);
}

/// <summary>The owner's score of one plan, published with its reason.</summary>
public sealed record PlanScore(string Code, decimal Points, string Reason);

/// <summary>How the selection came out so far, with all its evidence.</summary>
public sealed record Outcome
{
    /// <summary>When the sign-ups were opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Everyone who signed up.</summary>
    public required IReadOnlyList<OpenedApplicant> Applicants { get; init; }

    /// <summary>Evidence of a selection by price.</summary>
    public PriceRuling? Ruling { get; init; }

    /// <summary>Evidence of a ranking by credit.</summary>
    public IReadOnlyList<CreditPlace>? Places { get; init; }

    /// <summary>小名单: the codes among which the owner picks.</summary>
    public IReadOnlyList<string>? SmallList { get; init; }

    /// <summary>The owner's scores of the plans.</summary>
    public IReadOnlyList<PlanScore>? Scores { get; init; }

    /// <summary>The owner's published reason for the pick.</summary>
    public string? PickReason { get; init; }

    /// <summary>Codes in their order: the winner, then the reserves (候补).</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>Codes that gave the award up, with their reasons.</summary>
    public IReadOnlyList<Abandonment> Abandonments { get; init; } = [];

    /// <summary>Those who may be selected.</summary>
    public IReadOnlyList<OpenedApplicant> Eligible => [.. Applicants.Where(applicant => applicant.IsEligible)];

    /// <summary>The one whose turn it is.</summary>
    public OpenedApplicant? Winner =>
        Order.FirstOrDefault(code => !Abandonments.Any(gone => gone.Code == code)) is { } code ? Of(code) : null;

    /// <summary>An applicant by code.</summary>
    public OpenedApplicant Of(string code) => Applicants.Single(applicant => applicant.CreditCode == code);
}

/// <summary>An award given up.</summary>
public sealed record Abandonment(string Code, string Reason, DateTimeOffset At);

/// <summary>A correction of the notice (更正公告); what it said before is kept.</summary>
/// <param name="Before">What was asked for until then.</param>
/// <param name="SignUpUntil">The deadline that the notice named until then.</param>
/// <param name="DrawId">The draw that was announced until then; it is closed.</param>
public sealed record NoticeRevision(DateTimeOffset At, string Reason, ProcurementTerms Before, DateTimeOffset? SignUpUntil = null, Guid? DrawId = null);

/// <summary>An objection (异议) and its answer.</summary>
public sealed record Objection(
    Guid Id, Guid OrganisationId, string OrganisationName, string Grounds, DateTimeOffset RaisedAt, DateTimeOffset AnswerDueAt,
    string? Answer = null, bool? Upheld = null, DateTimeOffset? AnsweredAt = null);
