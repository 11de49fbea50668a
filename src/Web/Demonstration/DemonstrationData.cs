using Market.Development;
using Market.Marketplace;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Panels;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Demonstration;

/// <summary>The demonstration: an invented city with its item list, agencies, people and two cases. It exists in the
/// Development environment only and is entered through the same operations that people use.</summary>
public static class DemonstrationData
{
    /// <summary>The published password of every demonstration account.</summary>
    public const string Password = "Market-2026-demo";

    private static readonly DateOnly PanelFrom = new(2026, 1, 1);
    private static readonly DateOnly PanelTo = new(2027, 12, 31);

    /// <summary>The accounts: enterprise, officials, operator, and clerk, practitioner and seal keeper of each agency.</summary>
    public static IReadOnlyList<string> UserNames { get; } =
    [
        "yezhu", "yeguan", "yeyin1", "yeyin2", "shenpi", "shenpi2", "zhujian", "yunxing", "yunxing2",
        .. DemonstrationAgencies.WithPeople.SelectMany(agency => agency.UserNames), .. DemonstrationAdmissions.UserNames,
    ];

    /// <summary>Enters the demonstration into an empty database.</summary>
    public static async Task SeedAsync(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        await using var scope = services.CreateAsyncScope();
        var people = new DemonstrationPeople(
            scope.ServiceProvider.GetRequiredService<UserManager<MarketUser>>(),
            services.GetRequiredService<OperationRunner>(),
            TimeProvider.System);
        var seals = new DemonstrationSeals(
            people.Runner, services.GetRequiredService<DevelopmentPki>(), services.GetRequiredService<Pkcs12SealKeyStore>());

        foreach (var item in DemonstrationItems.All)
        {
            await people.RunAsync((PublishServiceItem publish) => publish.ExecuteAsync(item));
        }

        var department = await RegisterAsync(
            people, OrganisationKind.Department, "湘源市自然资源和规划局", DemonstrationCodes.Department, [ApprovalItems.PlanningPermit, ApprovalItems.JointAcceptance]);
        var housing = await RegisterAsync(people, OrganisationKind.Department, "湘源市住房和城乡建设局", DemonstrationCodes.Housing);
        var owner = await RegisterAsync(people, OrganisationKind.Enterprise, "湘江云谷置业有限公司", DemonstrationCodes.Owner);
        var operatorOf = await RegisterAsync(people, OrganisationKind.Operator, "湘源市中介服务超市运行中心", DemonstrationCodes.Operator);
        await people.EnterAsync("yezhu", "周明远", owner, Role.Enterprise);
        // Who bargains does not hold the seal, two persons keep it, and a third says who they are.
        await people.EnterAsync("yeguan", "蒋文", owner, Role.EnterpriseManager);
        var ownerKeepers = new[]
        {
            await people.EnterAsync("yeyin1", "谭静", owner, Role.EnterpriseSealKeeper),
            await people.EnterAsync("yeyin2", "罗伟", owner, Role.EnterpriseSealKeeper),
        };
        await seals.RegisterUnitAsync(owner, "湘江云谷置业有限公司", DemonstrationCodes.Owner, "43010099002", ownerKeepers);
        await people.EnterAsync("shenpi", "李思齐", department, Role.DepartmentOfficial);
        await people.EnterAsync("shenpi2", "黄文静", department, Role.DepartmentOfficial);
        await people.EnterAsync("zhujian", "刘建业", housing, Role.DepartmentOfficial);
        await people.EnterAsync("yunxing", "陈立", operatorOf, Role.Operator);
        // Roots are changed by two persons.
        await people.EnterAsync("yunxing2", "苏敏", operatorOf, Role.Operator);

        var admitted = new Dictionary<string, Guid>();
        foreach (var agency in DemonstrationAgencies.All)
        {
            admitted[agency.Name] = await DemonstrationAgencies.AdmitAsync(agency, people, seals);
        }

        await OpenPanelAsync(people, department, "ZJ-2-02", "规划方案技术审查入围库", DemonstrationAgencies.ReviewPanel, admitted);
        await OpenPanelAsync(people, department, "ZJ-2-03", "日照复核入围库", DemonstrationAgencies.SunlightPanel, admitted);
        foreach (var rule in ChainTemplates.PlanningPermit.Skip(1).Prepend(PlanningPermitRule).Concat(ChainTemplates.JointAcceptance(
            [new CheckingDepartment("规划核实与土地核验"), new CheckingDepartment("住建查验", DemonstrationCodes.Housing)])))
        {
            await people.RunAsync((PublishTriggerRule publish) => publish.ExecuteAsync(rule));
        }

        if (!services.GetRequiredService<MarketplaceOptions>().ProvinceMode)
        {
            await new DemonstrationAdmissions(people, scope.ServiceProvider).PlayAsync();
            await new DemonstrationPurchases(people, services).PlayAsync();
        }

        await new DemonstrationIntegration(people, services.GetRequiredService<IConfiguration>()).PlayAsync();
        await new DemonstrationHistory(people, services).PlayAsync();
    }

    private static TriggerRuleTerms PlanningPermitRule { get; } = new(
        "GHXK-SL-01", "建设工程规划许可受理后的技术性服务", TriggerEvent.CaseAccepted, ApprovalItems.PlanningPermit,
        [
            new TriggeredTask("ZJ-2-02", Payer.Treasury, AgencyChoice.PanelRotation),
            new TriggeredTask(
                "ZJ-2-03", Payer.Treasury, AgencyChoice.PanelRotation,
                new ElementCondition(ElementNames.Residential, ElementComparison.Equals, "是")),
        ])
    {
        // Without the seven days of publicity, so that a visitor sees a permit on the same day; the template has them.
        Plan = new TriggerPlan
        {
            Steps =
            [
                new TriggeredStep(
                    CaseStepKind.ExpertMeeting, "方案评审会", 5, Condition: new ElementCondition(ElementNames.BuildingArea, ElementComparison.AtLeast, "100000")),
            ],
        },
    };

    private static Task<Guid> RegisterAsync(
        DemonstrationPeople people, OrganisationKind kind, string name, string code, IReadOnlyList<string>? approvalItems = null) =>
        people.RunAsync((RegisterOrganisation register) => register.ExecuteAsync(kind, name, code, approvalItems));

    private static Task<Guid> OpenPanelAsync(
        DemonstrationPeople people, Guid department, string item, string name, IReadOnlyList<string> members, Dictionary<string, Guid> admitted) =>
        people.RunAsync((OpenPanel open) => open.ExecuteAsync(new PanelTerms(
            department, item, name, $"KJXY-2026-{item[3..]}", PanelFrom, PanelTo, [.. members.Select(member => admitted[member])])));
}
