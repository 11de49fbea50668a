using System.Globalization;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Elements;

/// <summary>The opinion that the figures suggest (审批意见草稿). The official reads, changes and answers for it.</summary>
internal static class ElementOpinion
{
    private const int MostNamed = 8;

    public static string Draft(IReadOnlyList<ElementRow> rows, CultureInfo culture)
    {
        var broken = rows.Where(row => row.Outcome == ElementOutcome.NotMet).ToList();
        var open = rows.Where(row => row.Outcome == ElementOutcome.Open).ToList();
        var different = rows.Where(row => row.IsDifferent).ToList();
        var sentences = new List<string>
        {
            Wording.Say("opinion.read", culture, rows.Count, rows.Count(row => row.Outcome is ElementOutcome.Met or ElementOutcome.NotMet)),
            broken.Count == 0
                ? Wording.Say("opinion.all-met", culture)
                : Wording.Say("opinion.not-met", culture, Named(broken, row => $"{row.Name} {row.Value}{row.Unit}（{row.Condition}）")),
        };
        if (different.Count > 0)
        {
            sentences.Add(Wording.Say("opinion.different", culture, Named(different, row => $"{row.Name} {row.Declared}→{row.Value}{row.Unit}")));
        }

        if (open.Count > 0)
        {
            sentences.Add(Wording.Say("opinion.open", culture, Named(open, row => row.Name)));
        }

        sentences.Add(Wording.Say(broken.Count == 0 && different.Count == 0 && open.Count == 0 ? "opinion.accept" : "opinion.look", culture));
        return string.Concat(sentences);
    }

    private static string Named(List<ElementRow> rows, Func<ElementRow, string> say) =>
        string.Join('、', rows.Take(MostNamed).Select(say)) + (rows.Count > MostNamed ? "……" : "");
}
