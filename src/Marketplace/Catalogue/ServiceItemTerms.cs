using Market.Marketplace.Elements;

namespace Market.Marketplace.Catalogue;

/// <summary>The stage of a construction project's approval (国办发〔2019〕11号).</summary>
public enum ProjectStage
{
    /// <summary>立项用地规划许可.</summary>
    LandPermit = 1,

    /// <summary>工程建设许可.</summary>
    PlanningPermit = 2,

    /// <summary>施工许可.</summary>
    ConstructionPermit = 3,

    /// <summary>竣工验收.</summary>
    CompletionAcceptance = 4,
}

/// <summary>Who pays for the service.</summary>
public enum Payer
{
    /// <summary>The project owner (业主).</summary>
    Owner,

    /// <summary>The treasury: service commissioned by the department (财政).</summary>
    Treasury,
}

/// <summary>One legal basis.</summary>
public sealed record LegalBasis(string Title, string? Article = null);

/// <summary>All published terms of an intermediary service item (中介服务事项).</summary>
public sealed record ServiceItemTerms
{
    /// <summary>Such as ZJ-2-02.</summary>
    public required string Code { get; init; }

    /// <summary>Name of the item.</summary>
    public required string Name { get; init; }

    /// <summary>Stage of the project.</summary>
    public required ProjectStage Stage { get; init; }

    /// <summary>The approval items it comes before.</summary>
    public required IReadOnlyList<string> Precedes { get; init; }

    /// <summary>The qualification demanded.</summary>
    public required QualificationRequirement RequiredQualification { get; init; }

    /// <summary>The limit in working days; none where the contract says it.</summary>
    public int? LimitWorkingDays { get; init; }

    /// <summary>The limit in words where one figure does not say it all.</summary>
    public string? LimitText { get; init; }

    /// <summary>What is handed in (服务结果).</summary>
    public required string Deliverable { get; init; }

    /// <summary>Who pays.</summary>
    public required Payer Payer { get; init; }

    /// <summary>How the price is measured.</summary>
    public required string PriceUnit { get; init; }

    /// <summary>The price is set how (市场调节价, ...), and by which reference.</summary>
    public string PriceMode { get; init; } = "市场调节价";

    /// <summary>Legal bases.</summary>
    public required IReadOnlyList<LegalBasis> LegalBasis { get; init; }

    /// <summary>Who seals the result, in which order (用章方案).</summary>
    public required IReadOnlyList<SealStep> SealScheme { get; init; }

    /// <summary>The elements (要素) that a result carries as data.</summary>
    public ElementSchema Elements { get; init; } = ElementSchema.None;

    /// <summary>Names of the figures whose source has not been read (待核实).</summary>
    public IReadOnlyList<string> Unverified { get; init; } = [];

    /// <summary>First day of validity.</summary>
    public required DateOnly EffectiveFrom { get; init; }
}
