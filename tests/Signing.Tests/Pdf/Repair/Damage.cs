using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Market.Signing.Tests.Pdf.Repair;

/// <summary>Ways in which documents arrive damaged.</summary>
internal static partial class Damage
{
    public static readonly IReadOnlyDictionary<string, Func<string, string>> Ways = new Dictionary<string, Func<string, string>>
    {
        ["startxref points elsewhere"] = text => StartXref().Replace(text, match => $"startxref\n{long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 7}"),
        ["startxref and the end are missing"] = text => text[..text.LastIndexOf("startxref", StringComparison.Ordinal)],
        ["junk before the header"] = text => "HTTP/1.1 200 OK\r\n\r\n" + text,
        ["a line end was added to every line end"] = text => text.Replace("endobj\n", "endobj\r\n", StringComparison.Ordinal),
        ["lengths of streams are wrong"] = text => Length().Replace(text, "/Length 17"),
        ["an object moved"] = text => text.Replace("\n3 0 obj", "\n   3 0 obj", StringComparison.Ordinal),
        ["the page tree counts wrong"] = text => Count().Replace(text, "/Count 77"),
        ["the transfer stopped in the cross-reference"] = text => text[..(text.LastIndexOf("startxref", StringComparison.Ordinal) - 60)],
    };

    public static TheoryData<string, string> Cases => new(
        from way in Ways.Keys
        from name in new[] { "letter.pdf", "technical-review.pdf", "survey-report.pdf", "site-plan-a1.pdf" }
        select (way, name));

    public static byte[] Do(string way, byte[] document) => Encoding.Latin1.GetBytes(Ways[way](Encoding.Latin1.GetString(document)));

    [GeneratedRegex(@"startxref\s+(\d+)")]
    private static partial Regex StartXref();

    // A stream whose length is not that of the cross-reference's own.
    [GeneratedRegex(@"/Length \d+(?=>>stream)")]
    private static partial Regex Length();

    [GeneratedRegex(@"/Count \d+")]
    private static partial Regex Count();
}
