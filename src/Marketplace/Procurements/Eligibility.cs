using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;

namespace Market.Marketplace.Procurements;

/// <summary>What an applicant must satisfy; each is answered to the agency in words.</summary>
public enum EligibilityRule
{
    /// <summary>已入驻, not suspended and not removed.</summary>
    Admitted,

    /// <summary>资质在有效期内且满足事项要求.</summary>
    Qualified,

    /// <summary>Not owned, run or sponsored by a department that decides on the item (国办发〔2015〕31号).</summary>
    ApartFromDepartment,

    /// <summary>Not related to the owner.</summary>
    ApartFromOwner,

    /// <summary>Did not design what is to be reviewed.</summary>
    NotTheDesigner,

    /// <summary>Does not do for this project an item that must be another agency's, as budget and settlement.</summary>
    NotTheCounterpart,

    /// <summary>Not excluded by the owner in public.</summary>
    NotExcluded,

    /// <summary>Not barred after giving up an award.</summary>
    NotBarred,

    /// <summary>Under no common control with another applicant; of several, the one that signed up first stays (招标投标法实施条例 art. 34).</summary>
    ApartFromOtherApplicants,

    /// <summary>The price lies within the limits.</summary>
    PriceWithinLimits,
}

/// <summary>The answer to one rule.</summary>
/// <param name="Detail">What it was about: a reason, an organisation, an amount; empty when the rule holds.</param>
public sealed record EligibilityFinding(EligibilityRule Rule, bool Holds, string Detail = "");

/// <summary>Against what an agency is checked.</summary>
internal sealed record EligibilityCircumstances(
    QualificationRequirement Requirement, DateOnly Today, IReadOnlySet<string> DepartmentCodes, string OwnerCode,
    string? DesignAgencyCode, IReadOnlyDictionary<Guid, string> Exclusions, IReadOnlySet<Guid> Barred, IReadOnlyDictionary<Guid, string> Counterparts);

/// <summary>Whether an agency may take part, rule by rule; a pure function.</summary>
internal static class Eligibility
{
    public static IReadOnlyList<EligibilityFinding> Check(Agency agency, EligibilityCircumstances circumstances)
    {
        var departments = agency.RelatedOrganisationCodes.Where(circumstances.DepartmentCodes.Contains).ToList();
        var excluded = circumstances.Exclusions.GetValueOrDefault(agency.Id);
        return
        [
            Finding(EligibilityRule.Admitted, agency.Status == AgencyStatus.Admitted),
            Finding(EligibilityRule.Qualified, agency.IsQualifiedFor(circumstances.Requirement, circumstances.Today), circumstances.Requirement.Text),
            Finding(EligibilityRule.ApartFromDepartment, departments.Count == 0, string.Join('、', departments)),
            Finding(EligibilityRule.ApartFromOwner, !agency.RelatedOrganisationCodes.Contains(circumstances.OwnerCode), circumstances.OwnerCode),
            Finding(EligibilityRule.NotTheDesigner, agency.CreditCode != circumstances.DesignAgencyCode),
            Finding(EligibilityRule.NotTheCounterpart, !circumstances.Counterparts.ContainsKey(agency.Id), circumstances.Counterparts.GetValueOrDefault(agency.Id, "")),
            Finding(EligibilityRule.NotExcluded, excluded is null, excluded ?? ""),
            Finding(EligibilityRule.NotBarred, !circumstances.Barred.Contains(agency.Id)),
        ];
    }

    /// <summary>Of applicants that share an owner, manager or sponsor, or of which one is the other's, at most one stays: the one
    /// that signed up first, so that nobody chooses between them.</summary>
    /// <param name="inOrder">Those against whom nothing else stands, the earliest sign-up first.</param>
    /// <returns>Those that do not stay, each with the one that does.</returns>
    public static IReadOnlyDictionary<Guid, Agency> UnderCommonControl(IEnumerable<Agency> inOrder)
    {
        var (staying, leaving) = (new Dictionary<string, Agency>(StringComparer.Ordinal), new Dictionary<Guid, Agency>());
        foreach (var agency in inOrder)
        {
            var relations = agency.RelatedOrganisationCodes.Append(agency.CreditCode).Distinct().ToList();
            if (relations.Find(staying.ContainsKey) is { } shared)
            {
                leaving.Add(agency.Id, staying[shared]);
                continue;
            }

            relations.ForEach(code => staying.Add(code, agency));
        }

        return leaving;
    }

    private static EligibilityFinding Finding(EligibilityRule rule, bool holds, string detail = "") => new(rule, holds, holds ? "" : detail);
}
