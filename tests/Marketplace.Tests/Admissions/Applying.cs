using Market.Marketplace.Admissions;
using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Admissions;

/// <summary>The steps of an admission, for tests that are about a later one.</summary>
internal static class Applying
{
    public static NewAccount Account(string name) => new(name, name.ToUpperInvariant(), "hash", "stamp");

    /// <summary>An agency that has registered itself; its first person.</summary>
    public static async Task<Actor> RegisterAsync(MarketFixture market, int n = 40, string name = "岳麓新设规划咨询有限公司")
    {
        var user = $"agency{n}";
        await market.RunAsync(Actor.Public, (RegisterAgency register) =>
            register.ExecuteAsync(new AgencyRegistration(TestData.Code(n), name, "许经办", "0731-88000040"), Account(user)));
        return await market.Host.ReadAsync(async db =>
        {
            var id = db.Users.Single(row => row.UserName == user).Id;
            return (await market.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(id)))!;
        });
    }

    public static AdmissionDossier Dossier(int n = 40, string name = "岳麓新设规划咨询有限公司") => new()
    {
        Name = name,
        LegalRepresentative = "钱法人",
        RegionCode = "430104",
        RegisteredAddress = "湘源市麓山区新设路 1 号",
        Address = "湘源市麓山区新设路 1 号",
        CapitalTenThousand = 300,
        FoundedOn = new DateOnly(2020, 5, 6),
        ContactName = "许经办",
        ContactPhone = "0731-88000040",
        ComplaintPhone = "0731-88000041",
        PriceCommitment = "按合同约定，不高于公示的收费标准",
        TimeCommitment = "按事项时限，提前一个工作日交付",
        Qualifications =
        [
            new("q1", "城乡规划编制单位资质", null, "乙级", $"自资规乙字{n:D6}", "湖南省自然资源厅", new DateOnly(2024, 3, 1), new DateOnly(2029, 2, 28)),
        ],
        Practitioners = [new("p1", "赵规划", "注册城乡规划师", $"GH-{n:D5}", new DateOnly(2028, 6, 30))],
        Committed = true,
    };

    public static Task<AdmissionDetails> ReadAsync(MarketFixture market, Actor actor, Guid? id = null) =>
        market.RunAsync(actor, (GetAdmission get) => get.ExecuteAsync(id));

    public static async Task SaveAsync(MarketFixture market, Actor agency, AdmissionDossier dossier)
    {
        var now = await ReadAsync(market, agency);
        await market.RunAsync(agency, (SaveDossier save) => save.ExecuteAsync(now.Version, dossier));
    }

    /// <summary>Uploads every scan that the dossier needs and does not have.</summary>
    public static async Task UploadAllAsync(MarketFixture market, Actor agency)
    {
        var now = await ReadAsync(market, agency);
        foreach (var (kind, key, _) in DossierCheck.PapersNeeded(now.Dossier).Where(needed => !now.Papers.Any(paper => paper.Kind == needed.Kind && paper.EntryKey == needed.Key)))
        {
            var file = await market.UploadAsync(agency, TestData.Pdf($"{kind} {key}"), $"{kind}-{key}.pdf");
            await market.RunAsync(agency, (AttachPaper attach) => attach.ExecuteAsync(kind, key, file));
        }
    }

    public static async Task SubmitAsync(MarketFixture market, Actor agency)
    {
        var now = await ReadAsync(market, agency);
        await market.Host.RunAsync<SubmitAdmission, bool>(agency, async submit =>
        {
            await submit.ExecuteAsync(now.Version);
            return true;
        });
    }

    /// <summary>An agency whose complete application waits for its check.</summary>
    public static async Task<Actor> SubmittedAsync(MarketFixture market, int n = 40, string name = "岳麓新设规划咨询有限公司")
    {
        var agency = await RegisterAsync(market, n, name);
        await SaveAsync(market, agency, Dossier(n, name));
        await UploadAllAsync(market, agency);
        await SubmitAsync(market, agency);
        return agency;
    }

    public static async Task DecideAsync(MarketFixture market, Actor agency, CheckResult result, params CheckReason[] reasons)
    {
        var now = await ReadAsync(market, market.World.Operator, agency.OrganisationId);
        await market.Host.RunAsync<DecideAdmission, bool>(market.World.Operator, async decide =>
        {
            await decide.ExecuteAsync(now.Id, now.Version, result, reasons);
            return true;
        });
    }

    public static async Task ChangeAsync(MarketFixture market, Actor agency, AdmissionAction action, string reason = "依据管理办法", DateOnly? until = null)
    {
        var now = await ReadAsync(market, market.World.Operator, agency.OrganisationId);
        await market.Host.RunAsync<ChangeStanding, bool>(market.World.Operator, async change =>
        {
            await change.ExecuteAsync(now.Id, now.Version, action, reason, until);
            return true;
        });
    }

    /// <summary>The work of the day.</summary>
    public static async Task DayAsync(MarketFixture market)
    {
        await market.RunAsync(Actor.System, (ScheduleDailyWork schedule) => schedule.ExecuteAsync());
        await market.Host.DrainAsync();
    }

    /// <summary>An agency that came in by the whole way.</summary>
    public static async Task<Actor> AdmittedAsync(MarketFixture market, int n = 40, string name = "岳麓新设规划咨询有限公司")
    {
        var agency = await SubmittedAsync(market, n, name);
        await DecideAsync(market, agency, CheckResult.Passed);
        market.Clock.SetTo((await ReadAsync(market, agency)).PublicityDeadline!.DueOn.AddDays(1));
        await DayAsync(market);
        return agency;
    }

    public static Task<string> RefusalAsync<TOperation>(MarketFixture market, Actor actor, Func<TOperation, Task> execute)
        where TOperation : class, IOperation =>
        market.RefusalAsync<TOperation, bool>(actor, async operation =>
        {
            await execute(operation);
            return true;
        });
}
