namespace Market.Marketplace.Operations;

/// <summary>What an operation requires; <see cref="Permissions"/> says which role carries it.</summary>
public enum Permission
{
    /// <summary>Read what is published: items, agencies, panels, notices.</summary>
    ReadPublicRecords,

    /// <summary>Check a sealed document or a public id.</summary>
    CheckResults,

    /// <summary>Register an agency (机构注册).</summary>
    RegisterAgency,

    /// <summary>Report a service outside the list (清单外中介举报).</summary>
    ReportOffList,

    /// <summary>File one's own agency's data, hand it in, state its case, leave.</summary>
    ApplyForAdmission,

    /// <summary>Read admissions: the own one, or as operator every one.</summary>
    ReadAdmissions,

    /// <summary>Check admissions, suspend and remove agencies.</summary>
    CheckAdmissions,

    /// <summary>Register projects, start and file cases.</summary>
    FileCases,

    /// <summary>Store files.</summary>
    UploadFiles,

    /// <summary>Read files, as far as the rows are visible.</summary>
    ReadFiles,

    /// <summary>Read approval cases, as far as the rows are visible.</summary>
    ReadCases,

    /// <summary>Accept or refuse a filed case (受理).</summary>
    DecideCases,

    /// <summary>Read task orders and results, as far as the rows are visible.</summary>
    ReadTaskOrders,

    /// <summary>Take a task order or decline it (不承接).</summary>
    RespondToTaskOrders,

    /// <summary>Submit a result for sealing.</summary>
    SubmitResults,

    /// <summary>Seal a result with one's own seal (用印).</summary>
    SealResults,

    /// <summary>Accept a delivered result (采信) or return it (退回修改).</summary>
    DecideResults,

    /// <summary>See seals: of one's own organisation, or as operator of all.</summary>
    ReadSeals,

    /// <summary>Ask for the unit's seal on a result (用印申请).</summary>
    ApplyForSealUse,

    /// <summary>Approve or return such an application (批准、退回).</summary>
    ApproveSealUse,

    /// <summary>Delegate the keeping of a seal (委托代管), report a seal lost (挂失).</summary>
    GuardSeals,

    /// <summary>Appoint and relieve the keepers of one's organisation's seals.</summary>
    AppointKeepers,

    /// <summary>Enter seals from registered makers, and re-made ones.</summary>
    ImportSeals,

    /// <summary>Bring the key of a seal that was registered without one.</summary>
    BringSealKeys,

    /// <summary>Suspend seals and resume them.</summary>
    SuspendSeals,

    /// <summary>Read the organisation's inbox and the first screen.</summary>
    ReadWorkbench,

    /// <summary>Publish items and rules, register organisations, panels and seals.</summary>
    MaintainRegisters,

    /// <summary>See stuck work and the log of seal uses.</summary>
    Supervise,

    /// <summary>Rate finished task orders, appeal against ratings of one's own organisation.</summary>
    RateOrders,

    /// <summary>Draft and decide procurements of one's own organisation, in which agencies may be named.</summary>
    Procure,

    /// <summary>Publish and end procurements of one's own organisation, answer objections: no agency is named in them.</summary>
    RunProcurements,

    /// <summary>Sign up for procurements, object, give an award up.</summary>
    SignUp,

    /// <summary>Accept and decide complaints.</summary>
    HandleComplaints,

    /// <summary>Answer a complaint against one's own organisation.</summary>
    AnswerComplaints,

    /// <summary>Put the seal of one's own organisation on a contract.</summary>
    SealContracts,

    /// <summary>Commit and reveal a nonce of a draw.</summary>
    ContributeToDraws,

    /// <summary>Enter the outside value of a draw.</summary>
    ConductDraws,

    /// <summary>Read what the drift watch found.</summary>
    ReadDrift,

    /// <summary>Propose and confirm changes of the trusted roots, two persons each.</summary>
    ChangeTrust,

    /// <summary>Read the feed of one's organisation's events.</summary>
    ReadFeed,

    /// <summary>Connect one's organisation's systems: webhooks and keys of the interface (系统对接).</summary>
    ManageIntegrations,

    /// <summary>Propose and confirm editions of the calendar, two persons each.</summary>
    ChangeCalendar,

    /// <summary>Hand in cases of the department's own approval system.</summary>
    ExchangeCases,

    /// <summary>Background work of the program.</summary>
    RunInBackground,
}

/// <summary>The one table of permissions; docs/permissions.md is rendered from it.</summary>
public static class Permissions
{
    private static readonly HashSet<Permission> Everyone = [Permission.ReadPublicRecords, Permission.CheckResults, Permission.RegisterAgency, Permission.ReportOffList];

    private static readonly HashSet<Permission> OfEnterprise =
    [
        .. Everyone, Permission.FileCases, Permission.UploadFiles, Permission.ReadFiles, Permission.ReadCases,
        Permission.ReadTaskOrders, Permission.ReadWorkbench, Permission.RateOrders, Permission.Procure, Permission.RunProcurements, Permission.ContributeToDraws, Permission.AnswerComplaints,
        Permission.ReadFeed, Permission.ManageIntegrations,
    ];

    // Who bargains does not hold the seal; who holds it takes it over from its maker.
    private static readonly HashSet<Permission> OfEnterpriseSealKeeper =
    [
        .. Everyone, Permission.ReadFiles, Permission.ReadWorkbench, Permission.ReadSeals, Permission.SealContracts,
        Permission.ImportSeals, Permission.BringSealKeys, Permission.GuardSeals,
    ];

    // As an agency's manager: decides who holds the seal, and does not hold it.
    private static readonly HashSet<Permission> OfEnterpriseManager =
    [
        .. Everyone, Permission.ReadFiles, Permission.ReadWorkbench, Permission.ReadSeals, Permission.GuardSeals, Permission.AppointKeepers,
        Permission.ImportSeals, Permission.BringSealKeys, Permission.SuspendSeals, Permission.ReadFeed, Permission.ManageIntegrations,
    ];

    private static readonly HashSet<Permission> OfAgency =
    [
        .. Everyone, Permission.ReadFiles, Permission.ReadTaskOrders, Permission.ReadSeals, Permission.ReadWorkbench,
        Permission.ReadAdmissions,
    ];

    private static readonly HashSet<Permission> OfAgencyClerk =
        [.. OfAgency, Permission.UploadFiles, Permission.RespondToTaskOrders, Permission.SubmitResults, Permission.ApplyForSealUse, Permission.SignUp, Permission.AnswerComplaints, Permission.ApplyForAdmission, Permission.RateOrders];

    private static readonly HashSet<Permission> OfPractitioner = [.. OfAgency, Permission.SealResults, Permission.GuardSeals];

    private static readonly HashSet<Permission> OfSealKeeper = [.. OfPractitioner, Permission.ApproveSealUse, Permission.SealContracts];

    // A manager decides who holds the seal and when it is used, and does not hold it.
    private static readonly HashSet<Permission> OfAgencyManager =
    [
        .. OfAgency, Permission.ApproveSealUse, Permission.GuardSeals, Permission.AppointKeepers, Permission.ImportSeals, Permission.BringSealKeys,
        Permission.SuspendSeals, Permission.ReadFeed, Permission.ManageIntegrations, Permission.ApplyForAdmission,
    ];

    private static readonly HashSet<Permission> OfDepartment =
    [
        .. Everyone, Permission.ReadFiles, Permission.ReadCases, Permission.DecideCases, Permission.ReadTaskOrders,
        Permission.DecideResults, Permission.ReadWorkbench, Permission.RateOrders, Permission.RunProcurements, Permission.ContributeToDraws, Permission.ReadDrift,
        Permission.ReadFeed, Permission.ManageIntegrations,
    ];

    private static readonly HashSet<Permission> OfOperator =
    [
        .. Everyone, Permission.ReadCases, Permission.ReadTaskOrders, Permission.ReadWorkbench,
        Permission.ReadAdmissions, Permission.CheckAdmissions, Permission.ReadFiles, Permission.MaintainRegisters, Permission.Supervise,
        Permission.ReadSeals, Permission.ImportSeals, Permission.SuspendSeals,
        Permission.ConductDraws, Permission.HandleComplaints, Permission.ReadDrift, Permission.ChangeTrust, Permission.ReadFeed, Permission.ManageIntegrations,
        Permission.ChangeCalendar,
    ];

    // Programs of an organisation: they read and hand in, and never decide in a person's stead.
    private static readonly HashSet<Permission> OfDepartmentSystem =
    [
        .. Everyone, Permission.ReadFiles, Permission.ReadCases, Permission.ReadTaskOrders, Permission.ReadFeed, Permission.ManageIntegrations,
        Permission.ExchangeCases,
    ];

    private static readonly HashSet<Permission> OfAgencySystem =
        [.. Everyone, Permission.ReadFiles, Permission.ReadTaskOrders, Permission.ReadFeed, Permission.ManageIntegrations, Permission.RespondToTaskOrders];

    private static readonly HashSet<Permission> OfEnterpriseSystem =
        [.. Everyone, Permission.ReadFiles, Permission.ReadCases, Permission.ReadTaskOrders, Permission.ReadFeed, Permission.ManageIntegrations];

    private static readonly HashSet<Permission> OfSystem =
    [
        .. Everyone, Permission.ReadCases, Permission.ReadTaskOrders, Permission.ReadFiles,
        Permission.MaintainRegisters, Permission.Supervise, Permission.RunInBackground,
        // With the value of a public beacon, which nobody chooses.
        Permission.ConductDraws,
    ];

    /// <summary>What the role may do.</summary>
    public static IReadOnlySet<Permission> Of(Role role) => role switch
    {
        Role.Public => Everyone,
        Role.Enterprise => OfEnterprise,
        Role.EnterpriseSealKeeper => OfEnterpriseSealKeeper,
        Role.EnterpriseManager => OfEnterpriseManager,
        Role.AgencyClerk => OfAgencyClerk,
        Role.Practitioner => OfPractitioner,
        Role.SealKeeper => OfSealKeeper,
        Role.AgencyManager => OfAgencyManager,
        Role.DepartmentOfficial => OfDepartment,
        Role.Operator => OfOperator,
        Role.DepartmentSystem => OfDepartmentSystem,
        Role.AgencySystem => OfAgencySystem,
        Role.EnterpriseSystem => OfEnterpriseSystem,
        Role.System => OfSystem,
    };
}
