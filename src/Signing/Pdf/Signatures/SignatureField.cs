using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Signatures;

/// <summary>A signature field (ISO 32000-2, 12.7.5.5), empty or signed.</summary>
/// <param name="Name">Fully qualified name (12.7.4.2).</param>
/// <param name="Reference">The field object; null when it stands directly in an array.</param>
/// <param name="Dictionary">The field's own dictionary.</param>
/// <param name="Value">/V as it stands, usually a reference; the null object when the field is empty.</param>
/// <param name="Widgets">The annotations that show the field: the field itself when merged with its only one.</param>
internal sealed record SignatureField(string Name, PdfReference? Reference, PdfDictionary Dictionary, PdfObject Value, IReadOnlyList<PdfReference> Widgets)
{
    public bool IsSigned => Value is not PdfNull;
}

/// <summary>Finds the signature fields of a revision's interactive form.</summary>
internal static class SignatureFields
{
    /// <summary>All signature fields in the order of the form.</summary>
    /// <exception cref="PdfFormatException">The field tree loops or is too large.</exception>
    public static List<SignatureField> Read(PdfFile file, PdfRevision revision) =>
        [.. Walk(file, revision).Where(field => field.Type == "Sig").Select(field => field.Field)];

    /// <summary>All fields that are filled in instead of signed: text, choices, buttons.</summary>
    /// <exception cref="PdfFormatException">The field tree loops or is too large.</exception>
    public static List<SignatureField> ReadOthers(PdfFile file, PdfRevision revision) =>
        [.. Walk(file, revision).Where(field => field.Type != "Sig").Select(field => field.Field)];

    private static IEnumerable<(SignatureField Field, string? Type)> Walk(PdfFile file, PdfRevision revision)
    {
        if (revision.Dictionary(revision.Catalog["AcroForm"]) is not { } form || revision.Array(form["Fields"]) is not { } roots)
        {
            yield break;
        }

        var visited = new HashSet<int>();
        var pending = new Stack<Node>();
        Push(pending, roots, "", null, PdfNull.Value, 0);
        var seen = 0;
        while (pending.TryPop(out var node))
        {
            var reference = node.Value as PdfReference;
            if (++seen > file.Limits.Fields || node.Depth > file.Limits.TreeDepth || (reference is not null && !visited.Add(reference.Number)))
            {
                throw new PdfFormatException(PdfFormatException.Damaged, "The form's field tree runs in a circle or is too large.");
            }

            if (revision.Resolve(node.Value) is not PdfDictionary dictionary)
            {
                continue;
            }

            var name = (revision.Resolve(dictionary["T"]) as PdfString)?.ToText();
            var full = name is null ? node.Parent : node.Parent.Length == 0 ? name : $"{node.Parent}.{name}";
            var type = revision.Name(dictionary["FT"]) ?? node.Type;
            var value = dictionary["V"] is PdfNull ? node.Inherited : dictionary["V"];
            var kids = revision.Array(dictionary["Kids"]);
            if (kids is not null && HasFields(revision, kids))
            {
                Push(pending, kids, full, type, value, node.Depth + 1);
            }
            else
            {
                var known = revision.Resolve(value) is PdfNull ? PdfNull.Value : value;
                yield return (new SignatureField(full, reference, dictionary, known, WidgetsOf(reference, dictionary, kids)), type);
            }
        }
    }

    private static void Push(Stack<Node> pending, PdfArray values, string parent, string? type, PdfObject inherited, int depth)
    {
        for (var i = values.Count - 1; i >= 0; i--)
        {
            pending.Push(new Node(values[i], parent, type, inherited, depth));
        }
    }

    // 12.7.4.1: kids with a partial name are fields; kids without one are the widgets of this field.
    private static bool HasFields(PdfRevision revision, PdfArray kids) =>
        kids.Any(kid => revision.Resolve(kid) is PdfDictionary dictionary && dictionary.ContainsKey("T"));

    private static List<PdfReference> WidgetsOf(PdfReference? reference, PdfDictionary dictionary, PdfArray? kids) =>
        kids is not null ? [.. kids.OfType<PdfReference>()]
        : reference is not null && dictionary.HasName("Subtype", "Widget") ? [reference]
        : [];

    private readonly record struct Node(PdfObject Value, string Parent, string? Type, PdfObject Inherited, int Depth);
}
