using System.Text;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Embeds files: ISO 32000-2, 7.11.4 (embedded file streams), 7.9.6 (name trees) and 14.13 (associated files).</summary>
internal static class AttachmentWriter
{
    private const int SmallFile = 512;

    public static void Write(PdfFile file, IncrementalUpdate update, DocumentEdits edits, IReadOnlyList<PdfAttachment> attachments, DateTimeOffset at)
    {
        if (attachments.Count == 0)
        {
            return;
        }

        var revision = file.Current;
        var names = revision.Dictionary(edits.Catalog["Names"]) ?? PdfDictionary.Empty;
        var tree = new SortedDictionary<string, (PdfString Key, PdfObject Value)>(StringComparer.Ordinal);
        foreach (var (key, value) in ReadNameTree(file, names["EmbeddedFiles"]))
        {
            tree[SortKey(key)] = (key, value);
        }

        var associated = new List<PdfObject>(revision.Array(edits.Catalog["AF"]) ?? PdfArray.Empty);
        foreach (var attachment in attachments)
        {
            var key = PdfString.Text(attachment.Name);
            var specification = WriteOne(update, attachment, at);
            if (!tree.TryAdd(SortKey(key), (key, specification)))
            {
                throw new SealRefusedException("attachment-exists", $"The document already holds an attachment named '{attachment.Name}'.");
            }

            associated.Add(specification);
        }

        var entries = tree.Values.SelectMany(entry => new[] { entry.Key, entry.Value }).ToList();
        var root = update.Add(new PdfDictionary(("Names", new PdfArray(entries))));
        edits.Catalog = edits.Catalog.With(("Names", names.With("EmbeddedFiles", root)), ("AF", new PdfArray(associated)));
    }

    /// <summary>All entries of a name tree in their order.</summary>
    public static List<(PdfString Key, PdfObject Value)> ReadNameTree(PdfFile file, PdfObject root)
    {
        var revision = file.Current;
        var entries = new List<(PdfString, PdfObject)>();
        var visited = new HashSet<PdfReference>();
        var pending = new Stack<PdfObject>([root]);
        var nodes = 0;
        while (pending.TryPop(out var next))
        {
            if (++nodes > file.Limits.Fields || (next is PdfReference reference && !visited.Add(reference)))
            {
                throw new PdfFormatException(PdfFormatException.Damaged, "A name tree runs in a circle or is too large.");
            }

            if (revision.Dictionary(next) is not { } node)
            {
                continue;
            }

            var pairs = revision.Array(node["Names"]) ?? PdfArray.Empty;
            for (var i = 0; i + 1 < pairs.Count; i += 2)
            {
                if (revision.Resolve(pairs[i]) is PdfString key)
                {
                    entries.Add((key, pairs[i + 1]));
                }
            }

            foreach (var kid in (revision.Array(node["Kids"]) ?? PdfArray.Empty).Reverse())
            {
                pending.Push(kid);
            }
        }

        return entries;
    }

    private static PdfReference WriteOne(IncrementalUpdate update, PdfAttachment attachment, DateTimeOffset at)
    {
        var dictionary = new PdfDictionary(
            ("Type", new PdfName("EmbeddedFile")),
            ("Subtype", new PdfName(attachment.MediaType)),
            ("Params", new PdfDictionary(
                ("Size", new PdfInteger(attachment.Content.Length)),
                ("ModDate", PdfString.Text(SignaturePlaceholder.FormatDate(at))))));
        var content = attachment.Content.Span;
        var stream = content.Length < SmallFile
            ? update.AddStream(dictionary, content)
            : update.AddStream(dictionary.With("Filter", new PdfName("FlateDecode")), FlateFilter.Encode(content));
        var name = PdfString.Text(attachment.Name);
        return update.Add(new PdfDictionary(
            ("Type", new PdfName("Filespec")),
            ("F", name),
            ("UF", name),
            ("EF", new PdfDictionary(("F", stream), ("UF", stream))),
            ("AFRelationship", new PdfName(attachment.Relationship.ToString()))));
    }

    // 7.9.6: keys are sorted by their bytes.
    private static string SortKey(PdfString key) => Encoding.Latin1.GetString(key.Bytes.Span);
}
