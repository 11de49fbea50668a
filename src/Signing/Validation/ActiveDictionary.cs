using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>What makes one dictionary active: an action that runs, sends or opens something, a program among the embedded files, or content
/// that is taken from another file and so is not part of what was signed.</summary>
internal static class ActiveDictionary
{
    private const int LargestLookedInto = 1 << 20;

    private static readonly HashSet<string> Actions = new(StringComparer.Ordinal)
    {
        "JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition", "RichMediaExecute", "GoToE", "GoToR",
    };

    // What Windows, macOS or a usual desktop runs on a double click.
    private static readonly HashSet<string> Programs = new(StringComparer.OrdinalIgnoreCase)
    {
        ".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".msi", ".msp", ".dll", ".cpl", ".hta", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".wsh", ".ps1",
        ".psm1", ".lnk", ".url", ".reg", ".inf", ".jar", ".apk", ".appx", ".msix", ".app", ".command", ".desktop", ".sh", ".run", ".py", ".pl",
        ".docm", ".xlsm", ".pptm", ".xlam", ".iso", ".img", ".vhd", ".chm", ".xll",
    };

    /// <summary>Names without which no object is active; /F only where it may name a file.</summary>
    public static IEnumerable<string> Names => Actions.Concat(["XFA", "EF", "Ref"]);

    /// <summary>An object of its own that is only the name of an action: somebody refers to it instead of writing it down.</summary>
    public static bool IsAction(PdfObject value) => value is PdfName name && Actions.Contains(name.Value);

    /// <param name="revision">Where references lead.</param>
    /// <param name="dictionary">The dictionary in question.</param>
    /// <exception cref="PdfFormatException">What it refers to cannot be read.</exception>
    public static bool Is(PdfRevision revision, PdfDictionary dictionary) =>
        (dictionary["S"] is PdfName action && Actions.Contains(action.Value) && LooksLikeAction(dictionary))
        || (dictionary.ContainsKey("XFA") && dictionary.ContainsKey("Fields"))
        // ISO 32000-2, 8.10.4: a form that stands for a page of another file.
        || (dictionary.ContainsKey("Ref") && revision.Dictionary(dictionary["Ref"])?.ContainsKey("F") == true)
        || (dictionary.ContainsKey("EF") && IsProgram(revision, dictionary));

    // /S is also the key of other things (a transparency group, a structure element); those carry none of these.
    private static bool LooksLikeAction(PdfDictionary dictionary) =>
        dictionary.HasName("Type", "Action")
        || dictionary.ContainsKey("JS")
        || dictionary.ContainsKey("F")
        || dictionary.ContainsKey("Win")
        || dictionary.ContainsKey("R")
        || dictionary.ContainsKey("CMD")
        || !dictionary.ContainsKey("Type");

    // 7.11.4: by its name, which decides what a double click does, or by its first bytes.
    private static bool IsProgram(PdfRevision revision, PdfDictionary specification)
    {
        string[] keys = ["UF", "F", "Unix", "Mac", "DOS"];
        if (keys.Select(key => (revision.Resolve(specification[key]) as PdfString)?.ToText()).Any(name => name is not null && Programs.Contains(ExtensionOf(name))))
        {
            return true;
        }

        return revision.Dictionary(specification["EF"]) is { } files && files.Entries.Any(entry =>
            revision.Resolve(entry.Value) is PdfStream { DataLength: <= LargestLookedInto } stream && BeginsLikeProgram(revision.Decode(stream)));
    }

    // Windows ignores dots and spaces at the end of a name.
    private static string ExtensionOf(string name) => Path.GetExtension(name.TrimEnd('.', ' ', '\0'));

    private static bool BeginsLikeProgram(ReadOnlySpan<byte> content) =>
        content.StartsWith("MZ"u8) || content.StartsWith("\u007fELF"u8) || content.StartsWith("#!"u8)
        || content is [0xCF, 0xFA, 0xED, 0xFE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..];
}
