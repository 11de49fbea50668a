using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Web.Components;
using Market.Web.Localization;

namespace Market.Web.Public.Procurements;

/// <summary>Versions of notice and result, field by field.</summary>
internal static class VersionWords
{
    /// <summary>The notice and its corrections (更正).</summary>
    public static IReadOnlyList<ShownVersion> OfNotice(Texts texts, ProcurementDetails row) =>
        [.. ProcurementVersions.OfNotice(row).Select(version => new ShownVersion(
            version.Number, version.At, row.OwnerName, version.Reason is { } reason ? texts["更正：{0}", reason] : texts["首次发布"], [.. Fields(texts, version)]))];

    /// <summary>The result and those that took its place.</summary>
    public static IReadOnlyList<ShownVersion> OfResult(Texts texts, ProcurementDetails row) =>
        [.. ProcurementVersions.OfResult(row).Select(version => new ShownVersion(
            version.Number, version.At, WhoAt(texts, row, version.At),
            version.Reason is { } reason ? texts["原中选结果不再有效：{0}", reason] : texts["首次公布"], [.. Fields(texts, row, version)]))];

    // The public history names organisations, and the program where nobody pressed anything.
    private static string WhoAt(Texts texts, ProcurementDetails row, DateTimeOffset at) =>
        row.Timeline.LastOrDefault(entry => entry.At == at) is { } entry ? entry.OrganisationName ?? texts["系统"] : row.OwnerName;

    private static IEnumerable<(string Name, string Value)> Fields(Texts texts, NoticeVersion version)
    {
        var terms = version.Terms;
        yield return (texts["选取方式"], terms.Method.Word());
        yield return (texts["资金来源"], terms.Funds.Word());
        yield return (texts["服务内容"], terms.Content);
        yield return (texts["服务期限"], texts["{0} 个工作日", terms.ServiceWorkingDays]);
        yield return (texts["最高限价"], texts["{0} 元", Money.Say(terms.HighestAmount)]);
        yield return (texts["最低限价"], terms.LowestAmount is { } lowest ? texts["{0} 元", Money.Say(lowest)] : "—");
        yield return (texts["大名单、小名单"], terms.BigList is { } big ? texts["{0} 家、{1} 家", big, terms.SmallList] : "—");
        yield return (texts["直接选取的理由"], terms.DirectReason ?? "—");
        yield return (texts["公开回避"], terms.Exclusions.Count == 0 ? "—" : string.Join(texts["；"], terms.Exclusions.Select(exclusion => $"{exclusion.AgencyName} {exclusion.Reason}")));
        yield return (texts["报名截止"], version.SignUpUntil is { } until ? Days.Say(until) : "—");
    }

    private static IEnumerable<(string Name, string Value)> Fields(Texts texts, ProcurementDetails row, ResultVersion version)
    {
        yield return (texts["中选机构"], version.Winner?.Name ?? texts["没有中选机构"]);
        yield return (texts["统一社会信用代码"], version.Winner?.CreditCode ?? "—");
        yield return (texts["中选金额"], version.Winner is { } winner ? texts["{0} 元", Money.Say(winner.Amount ?? row.Terms.HighestAmount)] : "—");
        yield return (texts["名次"], version.Place switch { null => "—", 1 => texts["第 1 位"], { } place => texts["候补第 {0} 位", place - 1] });
    }
}
