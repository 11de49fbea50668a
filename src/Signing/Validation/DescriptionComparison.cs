using System.Xml;
using System.Xml.Linq;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Compares what two revisions say of themselves: readers show the title instead of the file's name. Dates and the names of
/// programs change with every update and mean nothing (ISO 32000-2, 14.3).</summary>
internal sealed class DescriptionComparison(UpdateChanges changes, AllowedChanges allowed)
{
    private const int LargestMetadata = 1 << 20;

    private static readonly HashSet<string> Technical = new(StringComparer.Ordinal) { "CreationDate", "ModDate", "Creator", "Producer", "Trapped" };

    // Metadata often repeats the information dictionary; then it may come later than that.
    private static readonly Dictionary<XName, string> Metadata = new()
    {
        [XName.Get("title", "http://purl.org/dc/elements/1.1/")] = "Title",
        [XName.Get("creator", "http://purl.org/dc/elements/1.1/")] = "Author",
        [XName.Get("description", "http://purl.org/dc/elements/1.1/")] = "Subject",
        [XName.Get("Keywords", "http://ns.adobe.com/pdf/1.3/")] = "Keywords",
    };

    public void Compare()
    {
        CompareInformation(changes.Before.Trailer["Info"], changes.After.Trailer["Info"]);
        CompareMetadata(changes.Before.Catalog["Metadata"], changes.After.Catalog["Metadata"]);
    }

    private void CompareInformation(PdfObject before, PdfObject after)
    {
        // An update that does not name the dictionary leaves it to the revision before.
        if (after is PdfNull || IsUntouched(before, after))
        {
            return;
        }

        var (was, now) = (changes.Before.Dictionary(before) ?? PdfDictionary.Empty, changes.After.Dictionary(after) ?? PdfDictionary.Empty);
        foreach (var key in was.Keys.Union(now.Keys).Where(key => !Technical.Contains(key)))
        {
            if (!SameText(was[key], now[key]))
            {
                allowed.Report(ModificationCodes.DescriptionChanged, detail: "/Info/" + key);
            }
        }
    }

    private void CompareMetadata(PdfObject before, PdfObject after)
    {
        if (IsUntouched(before, after) || changes.After.Resolve(after) is not PdfStream stream)
        {
            return;
        }

        if (Read(changes.After, stream) is not { } now)
        {
            allowed.Report(ModificationCodes.DescriptionChanged, detail: "/Metadata");
            return;
        }

        var was = changes.Before.Resolve(before) is PdfStream old ? Read(changes.Before, old) ?? [] : [];
        var information = changes.Before.Dictionary(changes.Before.Trailer["Info"]) ?? PdfDictionary.Empty;
        foreach (var key in Metadata.Values.Where(key => was.GetValueOrDefault(key, "") != now.GetValueOrDefault(key, "")))
        {
            if (was.ContainsKey(key) || now.GetValueOrDefault(key, "") != TextOf(changes.Before.Resolve(information[key])))
            {
                allowed.Report(ModificationCodes.DescriptionChanged, detail: "/Metadata/" + key);
            }
        }
    }

    private bool IsUntouched(PdfObject before, PdfObject after) =>
        before.Equals(after) && (before is not PdfReference reference || !changes.Changed.Contains(reference.Number));

    private bool SameText(PdfObject before, PdfObject after) => (changes.Before.Resolve(before), changes.After.Resolve(after)) switch
    {
        (PdfString or PdfNull, PdfString or PdfNull) and var (was, now) => TextOf(was) == TextOf(now),
        var (was, now) => changes.SameMeaning(was, now),
    };

    private static string TextOf(PdfObject value) => value is PdfString text ? text.ToText().Trim() : "";

    /// <summary>The properties that are no technicality; null when it is not well-formed, or larger than any description.</summary>
    private static Dictionary<string, string>? Read(PdfRevision revision, PdfStream stream)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(revision.Decode(stream)), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = LargestMetadata,
            });
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var element in XDocument.Load(reader).Descendants())
            {
                Add(found, element.Name, string.Join('\n', Leaves(element)));
                foreach (var attribute in element.Attributes())
                {
                    Add(found, attribute.Name, attribute.Value.Trim());
                }
            }

            return found;
        }
        catch (Exception exception) when (exception is XmlException or PdfFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Leaves(XElement element) => element.DescendantsAndSelf()
        .Where(item => !item.HasElements && item.Value.Trim().Length > 0)
        .Select(item => item.Value.Trim());

    private static void Add(Dictionary<string, string> found, XName name, string value)
    {
        if (value.Length > 0 && Metadata.TryGetValue(name, out var key))
        {
            found[key] = found.TryGetValue(key, out var other) ? $"{other}\n{value}" : value;
        }
    }
}
