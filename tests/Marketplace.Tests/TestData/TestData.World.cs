using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Panels;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Trust;
using Microsoft.AspNetCore.Identity;

namespace Market.Marketplace.Tests;

/// <summary>An agency with its people and seals; the unit's seal is kept by both keepers, the third person may stand in.</summary>
internal sealed record TestAgency(
    Guid Id, string Name, string CreditCode, Actor Clerk, Actor Practitioner, Actor Keeper, Actor SecondKeeper, Actor StandIn, Actor Manager,
    Guid PractitionerSeal, Guid UnitSeal);

/// <summary>What every test finds: one department with two panels, one owner, five agencies, the published rule.</summary>
/// <param name="Related">Belongs to the department and stands first on the review panel.</param>
/// <param name="First">Next on the review panel, first on the sunlight panel.</param>
/// <param name="Second">Next on both.</param>
/// <param name="Third">Last on the review panel.</param>
/// <param name="Fourth">Last on the sunlight panel.</param>
internal sealed record World(
    Actor Owner, Actor OtherOwner, Actor Official, Actor OtherOfficial, Actor Operator, TestAgency Related, TestAgency First,
    TestAgency Second, TestAgency Third, TestAgency Fourth)
{
    public TestAgency AgencyOf(Guid id) => new[] { Related, First, Second, Third, Fourth }.Single(agency => agency.Id == id);
}

internal static partial class TestData
{
    public const string ReviewItem = "ZJ-2-02";
    public const string SunlightItem = "ZJ-2-03";

    private const string Planner = "注册城乡规划师";

    public static async Task<World> BuildWorldAsync(MarketHost market)
    {
        await market.RunAsync(Actor.System, (InstallTrust install) => install.ExecuteAsync());
        var department = await RegisterAsync(market, OrganisationKind.Department, "湘源市自然资源和规划局", DepartmentCode, [ApprovalItems.PlanningPermit]);
        var otherDepartment = await RegisterAsync(market, OrganisationKind.Department, "湘源市住房和城乡建设局", "11430100006120200T");
        var owner = await RegisterAsync(market, OrganisationKind.Enterprise, "湘江云谷置业有限公司", OwnerCode);
        var otherOwner = await RegisterAsync(market, OrganisationKind.Enterprise, "星沙实业有限公司", Code(7));
        var operatorOf = await RegisterAsync(market, OrganisationKind.Operator, "湘源市中介超市运行中心", Code(8));
        foreach (var item in new[] { Item(ReviewItem, "规划方案技术审查"), Item(SunlightItem, "日照复核") })
        {
            await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(item));
        }

        var related = await AgencyAsync(market, 1, "规划局下属规划院", [DepartmentCode]);
        var first = await AgencyAsync(market, 2, "麓山规划设计有限公司");
        var second = await AgencyAsync(market, 3, "浏阳河规划咨询有限公司");
        var third = await AgencyAsync(market, 4, "捞刀河规划研究院有限公司");
        var fourth = await AgencyAsync(market, 5, "橘洲测绘规划有限公司");
        await OpenPanelAsync(market, department, ReviewItem, [related, first, second, third]);
        await OpenPanelAsync(market, department, SunlightItem, [first, second, fourth]);
        await market.RunAsync(Actor.System, (PublishTriggerRule publish) => publish.ExecuteAsync(Rule()));

        return new World(
            await PersonAsync(market, "业主经办", owner, Role.Enterprise),
            await PersonAsync(market, "他方业主", otherOwner, Role.Enterprise),
            await PersonAsync(market, "李审批", department, Role.DepartmentOfficial),
            await PersonAsync(market, "他局审批", otherDepartment, Role.DepartmentOfficial),
            await PersonAsync(market, "运行值班", operatorOf, Role.Operator),
            related, first, second, third, fourth);
    }

    public static TriggerRuleTerms Rule() => new(
        "ghxk-accepted", "建设工程规划许可受理后技术审查", TriggerEvent.CaseAccepted, ApprovalItems.PlanningPermit,
        [
            new TriggeredTask(ReviewItem, Payer.Treasury, AgencyChoice.PanelRotation),
            new TriggeredTask(
                SunlightItem, Payer.Treasury, AgencyChoice.PanelRotation,
                new ElementCondition(ElementNames.Residential, ElementComparison.Equals, "是")),
        ]);

    public static async Task<Guid> OpenPanelAsync(MarketHost market, Guid department, string item, IReadOnlyList<TestAgency> members, DateOnly? until = null) =>
        await market.RunAsync(Actor.System, (OpenPanel open) => open.ExecuteAsync(new PanelTerms(
            department, item, $"{item} 入围库", $"KJ-2026-{item}", new DateOnly(2026, 1, 1), until ?? new DateOnly(2027, 12, 31),
            [.. members.Select(member => member.Id)])));

    public static async Task<Actor> PersonAsync(MarketHost market, string name, Guid organisation, params Role[] roles)
    {
        var user = await AccountAsync(market, name);
        foreach (var role in roles)
        {
            await market.RunAsync(Actor.System, (GrantMembership grant) => grant.ExecuteAsync(user, organisation, role));
        }

        return (await market.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(user)))!;
    }

    /// <summary>The key that the person's authenticator app holds; every person has a different one.</summary>
    public static string AuthenticatorKeyOf(Actor actor) =>
        string.Concat(actor.UserId.ToByteArray().Select(value => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[value % 32]));

    public static Task<Guid> AccountAsync(MarketHost market, string name) => market.ReadAsync(async db =>
    {
        var user = new MarketUser
        {
            Id = Guid.CreateVersion7(market.Clock.GetUtcNow()),
            UserName = Guid.CreateVersion7(market.Clock.GetUtcNow()).ToString("N"),
            DisplayName = name,
        };
        db.Users.Add(user);
        db.UserTokens.Add(new IdentityUserToken<Guid>
        {
            UserId = user.Id,
            LoginProvider = "[AspNetUserStore]",
            Name = "AuthenticatorKey",
            Value = AuthenticatorKeyOf(new Actor(user.Id, name, null, null, [])),
        });
        await db.SaveChangesAsync();
        return user.Id;
    });

    private static Task<Guid> RegisterAsync(
        MarketHost market, OrganisationKind kind, string name, string code, IReadOnlyList<string>? items = null) =>
        market.RunAsync(Actor.System, (RegisterOrganisation register) => register.ExecuteAsync(kind, name, code, items));
}
