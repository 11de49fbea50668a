using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Reads the files embedded in a revision (ISO 32000-2, 7.11.4 and 7.7.4).</summary>
internal static class EmbeddedFiles
{
    private const int MostFiles = 100;
    private const int MostNodes = 1000;
    private const int MostBytes = 64 << 20;

    /// <exception cref="PdfFormatException">A file or the tree of names cannot be read, or is too large.</exception>
    public static List<EmbeddedFile> Read(PdfRevision revision)
    {
        var files = new List<EmbeddedFile>();
        var names = revision.Dictionary(revision.Catalog["Names"]);
        if (names is null || names["EmbeddedFiles"] is PdfNull)
        {
            return files;
        }

        var budget = MostBytes;
        foreach (var specification in Specifications(revision, names["EmbeddedFiles"]))
        {
            if (files.Count == MostFiles)
            {
                throw TooLarge();
            }

            if (ReadFile(revision, specification) is { } file)
            {
                budget -= file.Bytes.Length;
                files.Add(budget >= 0 ? file : throw TooLarge());
            }
        }

        return files;
    }

    private static IEnumerable<PdfDictionary> Specifications(PdfRevision revision, PdfObject root)
    {
        var pending = new Queue<PdfObject>([root]);
        for (var nodes = 0; pending.TryDequeue(out var next); nodes++)
        {
            if (nodes == MostNodes)
            {
                throw TooLarge();
            }

            if (revision.Dictionary(next) is not { } node)
            {
                continue;
            }

            foreach (var kid in revision.Array(node["Kids"]) ?? PdfArray.Empty)
            {
                pending.Enqueue(kid);
            }

            // 7.9.6: keys and values in turn.
            var pairs = revision.Array(node["Names"]) ?? PdfArray.Empty;
            for (var i = 1; i < pairs.Count; i += 2)
            {
                if (revision.Dictionary(pairs[i]) is { } specification)
                {
                    yield return specification;
                }
            }
        }
    }

    private static EmbeddedFile? ReadFile(PdfRevision revision, PdfDictionary specification)
    {
        var name = Text(revision, specification["UF"]) ?? Text(revision, specification["F"]) ?? "";
        var streams = revision.Dictionary(specification["EF"]);
        var value = streams is null ? PdfNull.Value : streams["F"] is PdfNull ? streams["UF"] : streams["F"];
        return revision.Resolve(value) is PdfStream stream
            ? new EmbeddedFile(name, revision.Name(stream.Dictionary["Subtype"]), revision.Decode(stream))
            : null;
    }

    private static string? Text(PdfRevision revision, PdfObject value) => (revision.Resolve(value) as PdfString)?.ToText();

    private static PdfFormatException TooLarge() => new(PdfFormatException.LimitExceeded, "The file embeds too much.");
}
