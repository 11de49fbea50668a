using System.Globalization;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;

namespace Market.Web.Demonstration;

/// <summary>A practitioner of a demonstration agency; the first of each has an account and a seal, and so has the second where it is the surveyor.</summary>
internal sealed record DemonstrationPractitioner(string Name, string Title, string RegistrationNumber, int YearsLeft);

/// <summary>A licence: category, specialty, grade, and how many days are left on the day of the seed (negative: expired).</summary>
internal sealed record DemonstrationLicence(string Category, string? Specialty, string? Grade, string Number, int DaysLeft);

/// <summary>An agency of the demonstration.</summary>
/// <param name="Number">From 1; agencies with people have accounts jigou, zhuce, yinzhang, fuyin and guanli of that number. 0 means without.</param>
/// <param name="Surveyor">The account of the second practitioner, who seals what is measured.</param>
internal sealed record DemonstrationAgency(
    int Number, string Name, string Code, string Address, string Contact, string Keeper, string SecondKeeper, string Manager,
    IReadOnlyList<DemonstrationLicence> Licences, IReadOnlyList<DemonstrationPractitioner> Practitioners, string? RelatedTo = null, string? Surveyor = null)
{
    public string Clerk => $"jigou{Number}";

    public string Practitioner => $"zhuce{Number}";

    public string SealKeeper => $"yinzhang{Number}";

    public string SecondSealKeeper => $"fuyin{Number}";

    public string AgencyManager => $"guanli{Number}";

    public IEnumerable<string> UserNames => [Clerk, Practitioner, SealKeeper, SecondSealKeeper, AgencyManager, .. Surveyor is null ? [] : new[] { Surveyor }];
}

/// <summary>The agencies of the demonstration: invented names, plausible licences, one for every case a panel meets.</summary>
internal static class DemonstrationAgencies
{
    private const string Planner = "注册城乡规划师";
    private const string Planning = "城乡规划编制单位资质";
    private const string Surveying = "测绘资质";

    public static IReadOnlyList<DemonstrationAgency> All { get; } =
    [
        new(1, "麓山规划设计院有限公司", DemonstrationCodes.Complete("91430104MA4L00011"), "湘源市麓山区枫林路 118 号", "许岚", "贺敏", "周航", "陆一鸣",
            [new(Planning, null, "甲级", "自资规甲字26430101", 1400), new("工程设计资质", "建筑行业（建筑工程）", "甲级", "A143000117", 900)],
            [new("沈亦舟", Planner, "GH20230100117", 3), new("罗启明", "一级注册建筑师", "JZ20220100203", 2)]),
        new(2, "浏阳河国土空间规划咨询有限公司", DemonstrationCodes.Complete("91430105MA4L00022"), "湘源市开福区湘雅路 66 号", "曹宁", "彭立新", "余采薇", "高远",
            [new(Planning, null, "乙级", "自资规乙字26430215", 800)],
            [new("唐若水", Planner, "GH20210100256", 2)]),
        new(3, "橘洲测绘与规划技术有限公司", DemonstrationCodes.Complete("91430104MA4Q00032"), "湘源市麓山区潇湘路 9 号", "邓子航", "蒋雯", "熊英", "邓柏年",
            [new(Planning, null, "乙级", "自资规乙字26430218", 45), new(Surveying, "工程测量、界线与不动产测绘", "乙级", "乙测资字43501122", 1100)],
            [new("段书恒", Planner, "GH20200100308", 1), new("龙佳", "注册测绘师", "CH20210100091", 3)], Surveyor: "cehui3"),
        new(4, "捞刀河工程设计咨询有限公司", DemonstrationCodes.Complete("91430121MA4L00044"), "湘源市星沙区特立路 27 号", "袁满", "肖白", "钟离", "何以安",
            [new("工程设计资质", "建筑行业（建筑工程）", "甲级", "A143000428", 1500), new(Planning, null, "乙级", "自资规乙字26430233", 1300)],
            [new("欧阳澈", Planner, "GH20220100412", 3), new("刘一舟", "一级注册建筑师", "JZ20190100433", 2)]),
        new(5, "湘源市规划勘测设计院有限公司", DemonstrationCodes.Complete("91430100MA7B00050"), "湘源市天心区芙蓉路 301 号", "易初", "谭青", "梁栋", "顾安",
            [new(Planning, null, "甲级", "自资规甲字26430102", 1200), new(Surveying, "工程测量", "甲级", "甲测资字4300517", 1200)],
            [new("覃牧", Planner, "GH20180100521", 2)], RelatedTo: DemonstrationCodes.Department),
        new(0, "星城规划编制中心（普通合伙）", DemonstrationCodes.Complete("91430102MA4L00066"), "湘源市芙蓉区人民路 44 号", "石磊", "石磊", "石磊", "石磊",
            [new(Planning, null, "乙级", "自资规乙字26430190", -20)],
            [new("尹可", Planner, "GH20170100677", 1)]),
        new(0, "南岭地质环境评估有限公司", DemonstrationCodes.Complete("91430103MA4L00077"), "湘源市天心区书院路 12 号", "柏川", "柏川", "柏川", "柏川",
            [new("地质灾害防治单位资质", "评估", "甲级", "432026110077", 1000)],
            [new("苏合", "注册土木工程师（岩土）", "AY20210100712", 3)]),
        new(0, "湘资检测技术有限公司", DemonstrationCodes.Complete("91430111MA4L00088"), "湘源市雨花区万家丽路 540 号", "莫非", "莫非", "莫非", "莫非",
            [new("检验检测机构资质认定（CMA）", "室内空气、土壤、水", null, "241812050088", 2000), new("雷电防护装置检测资质", null, "甲级", "1182026008", 700)],
            []),
    ];

    /// <summary>Those with accounts and seals.</summary>
    public static IReadOnlyList<DemonstrationAgency> WithPeople { get; } = [.. All.Where(agency => agency.Number > 0)];

    /// <summary>Order of the panel for 规划方案技术审查: first one to be recused, last one whose licence has run out.</summary>
    public static IReadOnlyList<string> ReviewPanel { get; } = [All[4].Name, All[0].Name, All[1].Name, All[2].Name, All[3].Name, All[5].Name];

    /// <summary>Order of the panel for 日照复核.</summary>
    public static IReadOnlyList<string> SunlightPanel { get; } = [All[0].Name, All[1].Name, All[2].Name, All[4].Name];

    /// <summary>The agency of that name.</summary>
    public static DemonstrationAgency Named(string? name) => All.Single(agency => agency.Name == name);

    /// <summary>Admits the agency with its people and seals; returns its id.</summary>
    public static async Task<Guid> AdmitAsync(DemonstrationAgency agency, DemonstrationPeople people, DemonstrationSeals seals)
    {
        var first = agency.Number > 0 ? await people.CreateAsync(agency.Practitioner, agency.Practitioners[0].Name) : (Guid?)null;
        var second = agency.Surveyor is { } account ? await people.CreateAsync(account, agency.Practitioners[1].Name) : (Guid?)null;
        var id = await people.RunAsync((AdmitAgency admit) => admit.ExecuteAsync(Application(agency, [first, second], people.Today)));
        if (first is null)
        {
            return id;
        }

        await people.RunAsync((GrantMembership grant) => grant.ExecuteAsync(first.Value, id, Role.Practitioner));
        await people.EnterAsync(agency.Clerk, agency.Contact, id, Role.AgencyClerk);
        var keeper = await people.EnterAsync(agency.SealKeeper, agency.Keeper, id, Role.SealKeeper);
        var secondKeeper = await people.EnterAsync(agency.SecondSealKeeper, agency.SecondKeeper, id, Role.SealKeeper);
        // The practitioner may stand in for a keeper who is away.
        await people.RunAsync((GrantMembership grant) => grant.ExecuteAsync(first.Value, id, Role.SealKeeper));
        await people.EnterAsync(agency.AgencyManager, agency.Manager, id, Role.AgencyManager);
        var (responsible, number) = (agency.Practitioners[0], agency.Number.ToString("D2", CultureInfo.InvariantCulture));
        await seals.RegisterPractitionerAsync(
            id, agency.Name, agency.Code, $"430100{number}001", responsible.Name, responsible.Title, responsible.RegistrationNumber);
        await seals.RegisterUnitAsync(id, agency.Name, agency.Code, $"430100{number}002", [keeper, secondKeeper]);
        if (second is not null)
        {
            await people.RunAsync((GrantMembership grant) => grant.ExecuteAsync(second.Value, id, Role.Practitioner));
            var surveyor = agency.Practitioners[1];
            await seals.RegisterPractitionerAsync(
                id, agency.Name, agency.Code, $"430100{number}003", surveyor.Name, surveyor.Title, surveyor.RegistrationNumber);
        }

        return id;
    }

    private static AgencyApplication Application(DemonstrationAgency agency, Guid?[] accounts, DateOnly today) => new()
    {
        CreditCode = agency.Code,
        Name = agency.Name,
        RegionCode = agency.Code[2..8],
        Address = agency.Address,
        ContactName = agency.Contact,
        ContactPhone = "0731-8800-00" + agency.Code[^3..^1],
        RelatedOrganisationCodes = agency.RelatedTo is { } related ? [related] : [],
        Qualifications =
        [
            .. agency.Licences.Select(licence => new QualificationEntry(
                licence.Category, licence.Specialty, licence.Grade, licence.Number, "湖南省主管部门（演示）",
                today.AddDays(licence.DaysLeft).AddYears(-6), today.AddDays(licence.DaysLeft))),
        ],
        Practitioners =
        [
            .. agency.Practitioners.Select((person, index) => new PractitionerEntry(
                person.Name, person.Title, person.RegistrationNumber, today.AddYears(person.YearsLeft), accounts.ElementAtOrDefault(index))),
        ],
    };
}
