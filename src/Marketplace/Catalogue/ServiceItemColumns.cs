using System.Globalization;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Catalogue;

/// <summary>Says what is wrong with a line of a file.</summary>
internal sealed class BadCellException(string code, params object[] args) : Exception(code)
{
    public string Code { get; } = code;

    public IReadOnlyList<object> Args { get; } = args;
}

/// <summary>One column of the catalogue's table: how a value is written, and how it is read back.</summary>
internal sealed record ServiceItemColumn(string Name, Func<ServiceItemTerms, string> Write, Func<ServiceItemTerms, string, ServiceItemTerms> Read);

/// <summary>The columns of the catalogue as a table (中介服务事项清单). Several values in a cell are separated by ；, alternatives of a
/// licence by 或, groups of which all are needed by 且, the parts of one value by |.</summary>
internal static class ServiceItemColumns
{
    public const string Code = "事项编码";

    private const string Any = "*";

    public static IReadOnlyList<ServiceItemColumn> All { get; } =
    [
        new(Code, terms => terms.Code, (terms, text) => terms with { Code = Needed(Code, text) }),
        new("国家标准编码", terms => terms.StandardCode ?? "", (terms, text) => terms with { StandardCode = Blank(text) }),
        new("事项名称", terms => terms.Name, (terms, text) => terms with { Name = Needed("事项名称", text) }),
        new("审批阶段", terms => Wording.Of(terms.Stage, CultureInfo.InvariantCulture), (terms, text) => terms with { Stage = Named<ProjectStage>("审批阶段", text) }),
        new("服务类型", terms => Join(terms.ServiceTypes), (terms, text) => terms with { ServiceTypes = Split(text) }),
        new("涉及审批事项", terms => Join(terms.Precedes), (terms, text) => terms with { Precedes = SplitNeeded("涉及审批事项", text) }),
        new("触发方式", terms => Wording.Of(terms.Trigger, CultureInfo.InvariantCulture), (terms, text) => terms with { Trigger = text.Length == 0 ? TriggerMode.Applicant : Named<TriggerMode>("触发方式", text) }),
        new("资质要求", terms => terms.RequiredQualification.Text, (terms, text) => terms with { RequiredQualification = terms.RequiredQualification with { Text = Needed("资质要求", text) } }),
        new("资质条件", WriteQualification, (terms, text) => terms with { RequiredQualification = ReadQualification(terms.RequiredQualification.Text, text) }),
        new("执业人员要求", terms => terms.PractitionerRequirement ?? "", (terms, text) => terms with { PractitionerRequirement = Blank(text) }),
        new("法定时限（工作日）", terms => Number(terms.StatutoryLimitWorkingDays), (terms, text) => terms with { StatutoryLimitWorkingDays = Days("法定时限（工作日）", text) }),
        new("承诺时限（工作日）", terms => Number(terms.LimitWorkingDays), (terms, text) => terms with { LimitWorkingDays = Days("承诺时限（工作日）", text) }),
        new("时限说明", terms => terms.LimitText ?? "", (terms, text) => terms with { LimitText = Blank(text) }),
        new("起算", terms => terms.LimitStart ?? "", (terms, text) => terms with { LimitStart = Blank(text) }),
        new("可以暂停的情形", terms => Join(terms.PausableReasons), (terms, text) => terms with { PausableReasons = Split(text) }),
        new("服务结果", terms => terms.Deliverable, (terms, text) => terms with { Deliverable = Needed("服务结果", text) }),
        new("结果格式", terms => Join(terms.DeliverableFormats), (terms, text) => terms with { DeliverableFormats = Split(text) }),
        new("结果有效期", terms => terms.DeliverableValidity ?? "", (terms, text) => terms with { DeliverableValidity = Blank(text) }),
        new("付款人", terms => Wording.Of(terms.Payer, CultureInfo.InvariantCulture), (terms, text) => terms with { Payer = Named<Payer>("付款人", text) }),
        new("计价单位", terms => terms.PriceUnit, (terms, text) => terms with { PriceUnit = Needed("计价单位", text) }),
        new("价格管理方式", terms => terms.PriceMode, (terms, text) => terms with { PriceMode = text.Length == 0 ? "市场调节价" : text }),
        new("收费参考标准", terms => terms.PriceReference ?? "", (terms, text) => terms with { PriceReference = Blank(text) }),
        new("设立依据", terms => Join(terms.LegalBasis.Select(WriteBasis)), (terms, text) => terms with { LegalBasis = [.. SplitNeeded("设立依据", text).Select(ReadBasis)] }),
        new("用章方案", terms => Join(terms.SealScheme.OrderBy(step => step.Order).Select(WriteStep)), (terms, text) => terms with { SealScheme = ReadScheme(text) }),
        new("合同模板", terms => terms.ContractTemplate ?? "", (terms, text) => terms with { ContractTemplate = Blank(text) }),
        new("数据共享来源", terms => Join(terms.DataSources), (terms, text) => terms with { DataSources = Split(text) }),
        new("不得由同一机构承担的事项", terms => Join(terms.SeparateFrom), (terms, text) => terms with { SeparateFrom = Split(text) }),
        new("发布部门", terms => terms.PublishingDepartment ?? "", (terms, text) => terms with { PublishingDepartment = Blank(text) }),
        new("待核实", terms => Join(terms.Unverified), (terms, text) => terms with { Unverified = Split(text) }),
        new("生效日期", terms => Day(terms.EffectiveFrom), (terms, text) => terms with { EffectiveFrom = ReadDay("生效日期", Needed("生效日期", text)) }),
        new("失效日期", terms => terms.EffectiveTo is { } to ? Day(to) : "", (terms, text) => terms with { EffectiveTo = text.Length == 0 ? null : ReadDay("失效日期", text) }),
    ];

    /// <summary>What reading begins from; every needed cell takes the place of what stands here.</summary>
    public static ServiceItemTerms Empty { get; } = new()
    {
        Code = "",
        Name = "",
        Stage = ProjectStage.LandPermit,
        Precedes = [],
        RequiredQualification = new("", []),
        Deliverable = "",
        Payer = Payer.Owner,
        PriceUnit = "",
        LegalBasis = [],
        SealScheme = [],
        EffectiveFrom = default,
    };

    private static string WriteQualification(ServiceItemTerms terms) => string.Join(
        " 且 ",
        new[] { terms.RequiredQualification.AnyOf }.Concat(terms.RequiredQualification.AndAnyOf).Where(group => group.Count > 0)
            .Select(group => string.Join(" 或 ", group.Select(option => string.Join('|', option.Category, option.Specialty ?? Any, option.MinimumGrade ?? Any)))));

    private static QualificationRequirement ReadQualification(string text, string cell)
    {
        var groups = cell.Split(" 且 ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(group => (IReadOnlyList<QualificationOption>)
            [
                .. group.Split(" 或 ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ReadOption),
            ]).ToList();
        return new QualificationRequirement(text, groups.Count == 0 ? [] : groups[0]) { AndAnyOf = [.. groups.Skip(1)] };
    }

    private static QualificationOption ReadOption(string text)
    {
        var parts = text.Split('|', StringSplitOptions.TrimEntries);
        return parts.Length is >= 1 and <= 3 && parts[0].Length > 0
            ? new QualificationOption(parts[0], Part(1), Part(2))
            : throw new BadCellException("import-qualification", text);

        string? Part(int index) => parts.Length > index && parts[index] is { Length: > 0 } part && part != Any ? part : null;
    }

    private static string WriteBasis(LegalBasis basis) => string.Join('|', new[] { basis.Title, basis.Article ?? "", basis.Address ?? "" }).TrimEnd('|');

    private static LegalBasis ReadBasis(string text)
    {
        var parts = text.Split('|', StringSplitOptions.TrimEntries);
        return new LegalBasis(parts[0], parts.Length > 1 ? Blank(parts[1]) : null, parts.Length > 2 ? Blank(parts[2]) : null);
    }

    private static string WriteStep(SealStep step) => step.Kind == SealKind.Unit ? step.RoleTitle : $"{step.RoleTitle}|{step.RegistrationTitle ?? Any}";

    private static IReadOnlyList<SealStep> ReadScheme(string text) =>
    [
        .. Split(text).Select((part, index) => part.Split('|', StringSplitOptions.TrimEntries) switch
        {
            [var unit] => new SealStep(index + 1, SealKind.Unit, unit),
            [var role, var title] => new SealStep(index + 1, SealKind.Practitioner, role, title == Any ? null : title),
            _ => throw new BadCellException("import-scheme", part),
        }),
    ];

    private static T Named<T>(string column, string text)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values.Cast<T?>().FirstOrDefault(value => Wording.Of(value!.Value, CultureInfo.InvariantCulture) == text)
            ?? throw new BadCellException("import-word", column, text, string.Join('、', values.Select(value => Wording.Of(value, CultureInfo.InvariantCulture))));
    }

    private static int? Days(string column, string text) =>
        text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 2500 ? days
        : throw new BadCellException("import-days", column, text);

    private static DateOnly ReadDay(string column, string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new BadCellException("import-day", column, text);

    private static string Needed(string column, string text) => text.Length > 0 ? text : throw new BadCellException("import-empty", column);

    private static string[] SplitNeeded(string column, string text) => Split(Needed(column, text));

    private static string[] Split(string text) => text.Split(['；', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Join(IEnumerable<string> values) => string.Join('；', values);

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}
