using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Panels;
using Market.Marketplace.Procurements;
using Market.Marketplace.ProjectBoxes;

namespace Market.Marketplace.RulePacks;

/// <summary>A number of the rules with where it stands written.</summary>
/// <param name="Value">The number; its unit is in the name of the figure.</param>
/// <param name="Source">Title and clause of the source, or how the number came about.</param>
/// <param name="Verified">Whether the source has been read; pages show 待核实 otherwise.</param>
public sealed record RuleFigure(int Value, string Source, bool Verified);

/// <summary>What a region's rules say about one way of selecting.</summary>
/// <param name="Method">The way.</param>
/// <param name="LocalName">What the region calls it.</param>
/// <param name="Funds">For which money it may be used.</param>
/// <param name="SignUpWorkingDays">The shortest time for signing up.</param>
/// <param name="MinimumApplicants">How many eligible applicants public money asks for; fewer fail the procurement (流标).</param>
/// <param name="MinimumApplicantsPrivate">The same for private money.</param>
public sealed record MethodRule(
    SelectionMethod Method, string LocalName, IReadOnlyList<FundSource> Funds, RuleFigure SignUpWorkingDays,
    RuleFigure MinimumApplicants, RuleFigure MinimumApplicantsPrivate)
{
    /// <summary>The minimum that applies to the money.</summary>
    public RuleFigure MinimumFor(FundSource funds) => funds == FundSource.Private ? MinimumApplicantsPrivate : MinimumApplicants;
}

/// <summary>The rules of a region as data (地区规则包): periods, minima, methods, words. Immutable; a procurement keeps to the
/// pack under which it was published.</summary>
public sealed record RulePack
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private static readonly FrozenDictionary<string, RulePack> Shipped = ReadEmbedded();

    /// <summary>Short name, such as <c>hunan</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>The edition.</summary>
    public required string Edition { get; init; }

    /// <summary>First day on which procurements are published under it.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>What the buyer is called: 项目业主, 委托人 or 采购人.</summary>
    public required string OwnerWord { get; init; }

    /// <summary>入驻、变更和清退.</summary>
    public AdmissionRules Admission { get; init; } = new();

    /// <summary>The ways of selecting that the region has.</summary>
    public required IReadOnlyList<MethodRule> Methods { get; init; }

    /// <summary>Direct selection with private money: up to this many yuan.</summary>
    public required RuleFigure DirectLimitYuan { get; init; }

    /// <summary>After so many failures in a row the owner may select directly.</summary>
    public required RuleFigure FailuresBeforeDirect { get; init; }

    /// <summary>中选公示.</summary>
    public required RuleFigure PublicityWorkingDays { get; init; }

    /// <summary>For the contract after the award notice.</summary>
    public required RuleFigure ContractWorkingDays { get; init; }

    /// <summary>For filing the signed contract.</summary>
    public required RuleFigure FilingWorkingDays { get; init; }

    /// <summary>For the owner's answer to an objection.</summary>
    public required RuleFigure ObjectionAnswerWorkingDays { get; init; }

    /// <summary>For accepting a complaint.</summary>
    public required RuleFigure ComplaintAcceptWorkingDays { get; init; }

    /// <summary>For deciding a complaint after accepting it.</summary>
    public required RuleFigure ComplaintDecideWorkingDays { get; init; }

    /// <summary>For the owner's pick from a small list or among plans.</summary>
    public required RuleFigure OwnerPickWorkingDays { get; init; }

    /// <summary>Credit points lost by an agency that gives up an award.</summary>
    public required RuleFigure AbandonmentPoints { get; init; }

    /// <summary>Months without sign-up after giving up an award.</summary>
    public required RuleFigure AbandonmentMonths { get; init; }

    /// <summary>小名单: the fewest for public money.</summary>
    public required RuleFigure SmallListMinimum { get; init; }

    /// <summary>入围库第二阶段: in which ways panels may give tasks to their members, and with whose money.</summary>
    public IReadOnlyList<PanelMethodRule> PanelMethods { get; init; } =
    [
        new(PanelMethod.Rotation, [Payer.Treasury, Payer.Owner], "政府采购框架协议采购第二阶段的顺序轮候，本地区文件未读到（待核实）", Verified: false),
        new(PanelMethod.WeightedDraw, [Payer.Treasury, Payer.Owner], "比照信用择优的加权随机，本地区文件未读到（待核实）", Verified: false),
        new(PanelMethod.SecondRound, [Payer.Treasury, Payer.Owner], "政府采购框架协议采购第二阶段的二次竞价：以协议价格为最高限价，报价最低的成交；条文未逐条核对（待核实）", Verified: false),
    ];

    /// <summary>For the bids of a second round (二次竞价).</summary>
    public RuleFigure SecondRoundWorkingDays { get; init; } = new(2, "默认值，应给予入围机构必要的响应时间，本地区文件未读到（待核实）", Verified: false);

    /// <summary>服务评价和申诉.</summary>
    public RatingRules Ratings { get; init; } = new();

    /// <summary>个人信息保存期限.</summary>
    public PersonalDataRules PersonalData { get; init; } = new();

    /// <summary>业务真伪比对: which facts must agree in which papers of a project.</summary>
    public required IReadOnlyList<ConsistencyRule> Consistency { get; init; }

    /// <summary>Clocks: periods, pauses, lights, reminders, cards.</summary>
    public required ClockRules Clock { get; init; }

    /// <summary>The packs that ship with the program, by code.</summary>
    public static IReadOnlyCollection<RulePack> All => Shipped.Values;

    /// <summary>A shipped pack.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static RulePack Named(string code) => Shipped.GetValueOrDefault(code)
        ?? throw new InvalidOperationException($"There is no rule pack '{code}'. Known: {string.Join(", ", Shipped.Keys.Order())}.");

    /// <summary>Whether a panel may give tasks to its members in this way with this money.</summary>
    public bool PermitsPanel(PanelMethod method, Payer payer) => PanelMethods.Any(rule => rule.Method == method && rule.Payers.Contains(payer));

    /// <summary>Reads and checks a pack.</summary>
    /// <exception cref="InvalidDataException">The file contradicts itself.</exception>
    public static RulePack Read(Stream json)
    {
        var pack = JsonSerializer.Deserialize<RulePack>(json, Json) ?? throw new InvalidDataException("The rule pack is empty.");
        if (pack.Methods.Select(rule => rule.Method).Distinct().Count() != pack.Methods.Count)
        {
            throw new InvalidDataException($"Rule pack {pack.Code} has two rules for one method.");
        }

        if (pack.Methods.Any(rule => rule.SignUpWorkingDays.Value < 1 || rule.Funds.Count == 0))
        {
            throw new InvalidDataException($"Rule pack {pack.Code} has a method without time for signing up or without funds.");
        }

        if (pack.Admission is { FormCheckWorkingDays.Value: < 1 } or { ChangeCheckWorkingDays.Value: < 1 } or { PublicityWorkingDays.Value: < 0 } or { PleaWorkingDays.Value: < 1 })
        {
            throw new InvalidDataException($"Rule pack {pack.Code} has an admission period without days.");
        }

        if (pack.Consistency.FirstOrDefault(rule => rule.Kinds.Count == 0 || rule.Tolerance < 0 || string.IsNullOrWhiteSpace(rule.Element)) is { } empty)
        {
            throw new InvalidDataException($"Rule pack {pack.Code} compares '{empty.Element}' in no papers, or by less than nothing.");
        }

        pack.Ratings.Check(pack.Code);
        pack.Clock.Check(pack.Code);
        pack.PersonalData.Check(pack.Code);
        return pack;
    }

    /// <summary>The rule for a method, or null where the region does not have it.</summary>
    public MethodRule? RuleFor(SelectionMethod method) => Methods.FirstOrDefault(rule => rule.Method == method);

    private static FrozenDictionary<string, RulePack> ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("rule-packs/", StringComparison.Ordinal))
            .Select(name =>
            {
                using var file = assembly.GetManifestResourceStream(name)!;
                return Read(file);
            })
            .ToFrozenDictionary(pack => pack.Code, StringComparer.Ordinal);
    }
}
