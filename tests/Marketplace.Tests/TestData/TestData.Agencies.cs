using System.Globalization;
using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests;

internal static partial class TestData
{
    public const string DepartmentCode = "11430100006120218L";

    public static string OwnerCode { get; } = Code(6);

    /// <summary>The n-th invented code with a right check character.</summary>
    public static string Code(int n)
    {
        var first17 = string.Create(CultureInfo.InvariantCulture, $"91430104MA4L{n:D4}1");
        return first17 + CreditCode.CheckCharacter(first17);
    }

    public static AgencyApplication Application(int n, string name, IReadOnlyList<string>? related = null, Guid? practitioner = null) => new()
    {
        CreditCode = Code(n),
        Name = name,
        RegionCode = "430104",
        Address = $"湘源市岳麓区测试路 {n} 号",
        ContactName = "联系人",
        ContactPhone = "0731-00000000",
        RelatedOrganisationCodes = related ?? [],
        Qualifications =
        [
            new("城乡规划编制单位资质", null, "乙级", $"湘城规编 {n:D6}", "湖南省自然资源厅", new DateOnly(2024, 1, 1), new DateOnly(2028, 12, 31)),
        ],
        Practitioners = [new("张规划", Planner, $"GH-{n:D5}", new DateOnly(2028, 12, 31), practitioner)],
    };

    public static async Task<TestAgency> AgencyAsync(MarketHost market, int n, string name, IReadOnlyList<string>? related = null)
    {
        var account = await AccountAsync(market, $"{name}·张规划");
        var id = await market.RunAsync(Actor.System, (AdmitAgency admit) => admit.ExecuteAsync(Application(n, name, related, account)));
        await market.RunAsync(Actor.System, (GrantMembership grant) => grant.ExecuteAsync(account, id, Role.Practitioner));
        var practitioner = await market.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(account));
        var keeper = await PersonAsync(market, $"{name}·印章", id, Role.SealKeeper);
        var second = await PersonAsync(market, $"{name}·副印", id, Role.SealKeeper);
        var own = await TestPki.Instance.PractitionerAsync("张规划", Planner, $"GH-{n:D5}", name, Code(n));
        var unit = await TestPki.Instance.UnitAsync(name, Code(n));
        return new TestAgency(
            id, name, Code(n), await PersonAsync(market, $"{name}·经办", id, Role.AgencyClerk), practitioner!, keeper, second,
            await PersonAsync(market, $"{name}·代管", id, Role.SealKeeper), await PersonAsync(market, $"{name}·管理", id, Role.AgencyManager),
            await RegisterSealAsync(market, id, own, SealKind.Practitioner, "张规划", $"43010{n}-01", $"GH-{n:D5}"),
            await RegisterSealAsync(market, id, unit, SealKind.Unit, name, $"43010{n}-02", null, keeper.UserId, second.UserId));
    }

    public static Task<Guid> RegisterSealAsync(
        MarketHost market, Guid agency, IssuedSeal issued, SealKind kind, string text, string number,
        string? registration = null, params Guid[] keepers) =>
        market.RunAsync(Actor.System, (RegisterSeal register) => register.ExecuteAsync(new SealRegistration
        {
            Kind = kind,
            AgencyId = agency,
            RegistrationNumber = registration,
            Text = text,
            Number = number,
            Certificate = issued.Certificate,
            KeyReference = issued.KeyReference,
            Keepers = keepers,
        }));
}
