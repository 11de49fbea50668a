using System.Text.RegularExpressions;

namespace Market.Marketplace.Albums;

/// <summary>Number, title and revision of a sheet as its file name tells them: 建施-01 一层平面图_A.pdf.</summary>
public sealed partial record SheetName(string Number, string Title, string Revision)
{
    internal const int LongestNumber = 60;
    internal const int LongestTitle = 200;
    internal const int LongestRevision = 20;

    /// <summary>Reads a file name: the first word with a digit is the number, a last A, V2 or 第2版 the revision, the rest the
    /// title. A name that follows no custom is all title, and its own number.</summary>
    public static SheetName Of(string fileName)
    {
        var name = Path.GetFileNameWithoutExtension(fileName ?? "").Trim();
        var revision = RevisionAtEnd().Match(name);
        var rest = revision.Success ? name[..revision.Index].TrimEnd(' ', '_', '-', '(', '（') : name;
        var number = NumberAtStart().Match(rest);
        var title = number.Success ? rest[number.Length..].Trim(' ', '_', '-', '.', '、') : rest;
        return new SheetName(
            Cut(number.Success ? number.Groups["number"].Value : rest, LongestNumber),
            Cut(title.Length > 0 ? title : rest, LongestTitle),
            Cut(revision.Success ? revision.Groups["revision"].Value : "", LongestRevision));
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];

    [GeneratedRegex(@"^(?<number>[^\s_、]*\d[^\s_、]*?)(?=[\s_、]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberAtStart();

    [GeneratedRegex(@"[\s_（(-]+(?<revision>[A-Z]|[Vv]\d{1,3}(\.\d{1,2})?|[Rr]ev\.?\s?[A-Z0-9]{1,3}|第?[A-Z0-9]{1,3}版)[)）]?$", RegexOptions.CultureInvariant)]
    private static partial Regex RevisionAtEnd();
}
