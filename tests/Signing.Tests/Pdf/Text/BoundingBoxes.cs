using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Market.Signing.Tests.Pdf.Text;

/// <summary>The words of a document as poppler reads them, with the middles of their boxes in millimetres as displayed.</summary>
internal sealed partial record BoundingBoxes(int Page, string Word, double Right, double Down, double Height, double Width)
{
    private const double MillimetresPerPoint = 25.4 / 72;

    public static IEnumerable<BoundingBoxes> Of(string path)
    {
        var page = 0;
        foreach (var line in Tools.Run("pdftotext", "-bbox", path, "-").Output.Split('\n'))
        {
            if (line.Contains("<page ", StringComparison.Ordinal))
            {
                page++;
            }
            else if (WordElement().Match(line) is { Success: true } match)
            {
                var (left, top, right, bottom) = (Number(match, 1), Number(match, 2), Number(match, 3), Number(match, 4));
                yield return new BoundingBoxes(
                    page, WebUtility.HtmlDecode(match.Groups[5].Value),
                    (left + right) / 2 * MillimetresPerPoint, (top + bottom) / 2 * MillimetresPerPoint, (bottom - top) * MillimetresPerPoint, (right - left) * MillimetresPerPoint);
            }
        }
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("""<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>""")]
    private static partial Regex WordElement();
}
