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
public sealed record SealStep(int Order, SealKind Kind, string RoleTitle, string? RegistrationTitle = null);
