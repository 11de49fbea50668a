namespace Market.Marketplace.Operations;

/// <summary>A role that a person holds in one organisation (角色).</summary>
public enum Role
{
    /// <summary>A visitor who has not signed in (社会公众).</summary>
    Public,

    /// <summary>Handles cases for the project owner (项目业主经办人).</summary>
    Enterprise,

    /// <summary>Keeps the project owner's seal and signs its contracts with it (项目业主印章保管人).</summary>
    EnterpriseSealKeeper,

    /// <summary>Manages the project owner's affairs: appoints and relieves the keepers of its seals (项目业主管理员).</summary>
    EnterpriseManager,

    /// <summary>Takes tasks and submits results for an agency (中介机构经办人).</summary>
    AgencyClerk,

    /// <summary>A registered practitioner, who seals with the registration seal (注册执业人员).</summary>
    Practitioner,

    /// <summary>Keeps the agency's unit seal (印章保管人).</summary>
    SealKeeper,

    /// <summary>Manages an agency's affairs: appoints seal keepers, approves the use of its seal (中介机构管理员).</summary>
    AgencyManager,

    /// <summary>A named official of an approving department (审批部门经办人).</summary>
    DepartmentOfficial,

    /// <summary>Runs the supermarket (运行机构).</summary>
    Operator,

    /// <summary>A department's own system, by its key (部门业务系统).</summary>
    DepartmentSystem,

    /// <summary>An agency's own system, by its key (机构业务系统).</summary>
    AgencySystem,

    /// <summary>An owner's own system, by its key (业主业务系统).</summary>
    EnterpriseSystem,

    /// <summary>The program itself: background work and set-up.</summary>
    System,
}

/// <summary>For whom an actor stands: this, and not the single role, decides which rows are visible.</summary>
public enum Standing
{
    /// <summary>Nobody in particular.</summary>
    Public,

    /// <summary>A project owner.</summary>
    Enterprise,

    /// <summary>An agency.</summary>
    Agency,

    /// <summary>An approving department.</summary>
    Department,

    /// <summary>The operator of the supermarket.</summary>
    Operator,

    /// <summary>The program itself.</summary>
    System,
}
