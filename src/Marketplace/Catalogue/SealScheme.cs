namespace Market.Marketplace.Catalogue;

/// <summary>Whose seal a step asks for.</summary>
public enum SealKind
{
    /// <summary>A practitioner's registration seal (执业印章).</summary>
    Practitioner,

    /// <summary>The agency's unit seal (单位印章).</summary>
    Unit,
}

/// <summary>One step of a seal scheme.</summary>
/// <param name="Order">From 1; steps are sealed in this order.</param>
/// <param name="Kind">Whose seal.</param>
/// <param name="RoleTitle">As what: 编制, 审核, 批准, 单位.</param>
/// <param name="RegistrationTitle">The registration a practitioner must hold, such as 注册城乡规划师; none means any.</param>
public sealed record SealStep(int Order, SealKind Kind, string RoleTitle, string? RegistrationTitle = null)
{
    /// <summary>As what practitioners sign, in the order in which a document passes through their hands.</summary>
    private static readonly string[] PractitionerRoles = ["编制", "审核", "批准"];

    /// <summary>Whether steps make a seal scheme (用章方案): numbered from 1, practitioners as 编制, 审核, 批准 in that order, and the
    /// unit's seal once, last of all.</summary>
    internal static bool IsScheme(IReadOnlyList<SealStep> steps)
    {
        var roles = steps.SkipLast(1).Select(step => Array.IndexOf(PractitionerRoles, step.RoleTitle)).ToList();
        return steps.Select(step => step.Order).SequenceEqual(Enumerable.Range(1, steps.Count))
            && steps is [.., { Kind: SealKind.Unit, RegistrationTitle: null }]
            && steps.SkipLast(1).All(step => step.Kind == SealKind.Practitioner)
            && roles.All(role => role >= 0) && roles.SequenceEqual(roles.Order());
    }
}
