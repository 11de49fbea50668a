using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Seals;

/// <summary>用章方案: who signs as 编制, 审核, 批准, and the unit's seal last.</summary>
public sealed class SealSchemeTests
{
    private const string Planner = "注册城乡规划师";

    public static TheoryData<string> Schemes =>
        ["单位", "编制,单位", "编制,审核,单位", "编制,审核,批准,单位", "编制,编制,审核,单位", "批准,单位"];

    public static TheoryData<string> Faults =>
        ["", "编制", "单位,编制", "编制,单位,单位", "审核,编制,单位", "批准,审核,单位", "盖章,单位", "编制,单位,审核,单位"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_scheme_runs_from_author_to_approver_and_ends_with_the_unit(string scheme)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.NotEqual(Guid.Empty, await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(ItemWith(Steps(scheme)))));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Any_other_scheme_is_refused(string scheme)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal("seal-scheme-invalid", await market.RefusalAsync(Actor.System, (PublishServiceItem publish) =>
            publish.ExecuteAsync(ItemWith(Steps(scheme)))));
    }

    [Fact]
    public async Task Steps_without_a_gap_and_a_unit_without_registration()
    {
        await using var market = await MarketFixture.StartAsync();
        IReadOnlyList<SealStep> gap = [new(1, SealKind.Practitioner, "编制"), new(3, SealKind.Unit, "单位")];
        IReadOnlyList<SealStep> titled = [new(1, SealKind.Unit, "单位", Planner)];

        foreach (var faulty in new[] { gap, titled })
        {
            Assert.Equal("seal-scheme-invalid", await market.RefusalAsync(Actor.System, (PublishServiceItem publish) =>
                publish.ExecuteAsync(ItemWith(faulty))));
        }
    }

    [Fact]
    public async Task The_author_does_not_review_the_own_work()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, "编制,审核,单位");
        var (order, agency) = await market.TakenOrderAsync();
        var once = await market.SealAsync(await market.SubmitAsync(order, agency), agency.Practitioner, agency.PractitionerSeal);

        Assert.Equal("same-person-twice", await SealUseTests.SealRefusalAsync(market, once, agency.Practitioner, agency.PractitionerSeal));
    }

    [Fact]
    public async Task A_step_asks_for_its_registration()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(ItemWith(
            [new(1, SealKind.Practitioner, "编制", "注册测绘师"), new(2, SealKind.Unit, "单位")])));
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);

        Assert.Equal("wrong-registration", await SealUseTests.SealRefusalAsync(market, result, agency.Practitioner, agency.PractitionerSeal));
    }

    [Fact]
    public async Task A_key_that_is_not_the_registered_certificates_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);
        var other = await TestPki.Instance.UnitAsync(agency.Name, agency.CreditCode);
        await market.Host.ReadAsync(async db =>
        {
            var seal = db.Seals.Single(row => row.Id == agency.PractitionerSeal);
            db.Entry(seal).Property(row => row.KeyReference).CurrentValue = other.KeyReference;
            return await db.SaveChangesAsync();
        });

        Assert.Equal("key-mismatch", await SealUseTests.SealRefusalAsync(market, result, agency.Practitioner, agency.PractitionerSeal));
        Assert.Equal(ResultStatus.Prechecked, (await market.ResultAsync(agency.Clerk, result.Id)).Status);
    }

    private static Task<Guid> PublishAsync(MarketFixture market, string scheme) =>
        market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(ItemWith(Steps(scheme))));

    private static ServiceItemTerms ItemWith(IReadOnlyList<SealStep> steps) =>
        TestData.Item(TestData.ReviewItem, "规划方案技术审查") with { SealScheme = steps };

    private static IReadOnlyList<SealStep> Steps(string roles) =>
    [
        .. roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((role, index) =>
            new SealStep(index + 1, role == "单位" ? SealKind.Unit : SealKind.Practitioner, role, role == "单位" ? null : Planner)),
    ];
}
