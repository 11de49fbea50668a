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

/// <summary>Who sets the service going (触发方式).</summary>
public enum TriggerMode
{
    /// <summary>申请人委托: before acceptance, by the applicant's own choice.</summary>
    Applicant,

    /// <summary>部门委托: after acceptance, by the panel's rule.</summary>
    Department,

    /// <summary>系统触发: by a trigger rule.</summary>
    System,
}

/// <summary>One legal basis, with the address where it can be read.</summary>
public sealed record LegalBasis(string Title, string? Article = null, string? Address = null);

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

    /// <summary>对应标准中介服务事项编码.</summary>
    public string? StandardCode { get; init; }

    /// <summary>服务类型.</summary>
    public IReadOnlyList<string> ServiceTypes { get; init; } = [];

    /// <summary>触发方式.</summary>
    public TriggerMode Trigger { get; init; }

    /// <summary>Which and how many practitioners it takes.</summary>
    public string? PractitionerRequirement { get; init; }

    /// <summary>法定时限; <see cref="LimitWorkingDays"/> is what is promised.</summary>
    public int? StatutoryLimitWorkingDays { get; init; }

    /// <summary>From which event the limit runs.</summary>
    public string? LimitStart { get; init; }

    /// <summary>When the clock may be paused.</summary>
    public IReadOnlyList<string> PausableReasons { get; init; } = [];

    /// <summary>Formats of what is handed in.</summary>
    public IReadOnlyList<string> DeliverableFormats { get; init; } = [];

    /// <summary>How long the result may be used.</summary>
    public string? DeliverableValidity { get; init; }

    /// <summary>Reference of fees.</summary>
    public string? PriceReference { get; init; }

    /// <summary>Template of the contract.</summary>
    public string? ContractTemplate { get; init; }

    /// <summary>Registers from which data are shared instead of asked for.</summary>
    public IReadOnlyList<string> DataSources { get; init; } = [];

    /// <summary>Codes of items that the same agency may not do for the same project (预算编制 and 结算审核); either item may name the other.</summary>
    public IReadOnlyList<string> SeparateFrom { get; init; } = [];

    /// <summary>The department that publishes the item.</summary>
    public string? PublishingDepartment { get; init; }

    /// <summary>Last day on the list; none means open.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>First day of validity.</summary>
    public required DateOnly EffectiveFrom { get; init; }
}
