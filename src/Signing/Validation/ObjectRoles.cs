using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>Says what an object is for, so that an unexplained change can be named: seal, page, annotation, form, catalog.</summary>
internal sealed class ObjectRoles
{
    private const int DeepestWalk = 200;
    private readonly PdfRevision _revision;
    private readonly Dictionary<int, (string Code, int? Page)> _roles = [];

    /// <param name="revision">The revision before the change.</param>
    /// <param name="pages">Its pages, in order.</param>
    /// <param name="signatures">Its signature fields.</param>
    public ObjectRoles(PdfRevision revision, IReadOnlyList<PdfPage> pages, IReadOnlyList<SignatureField> signatures)
    {
        _revision = revision;
        foreach (var field in signatures.Where(field => field.IsSigned))
        {
            foreach (var part in field.Widgets.Append(field.Reference).OfType<PdfReference>())
            {
                Walk(revision.Dictionary(part)?["AP"] ?? PdfNull.Value, ModificationCodes.SealAppearanceChanged, null);
            }

            Walk(field.Value, ModificationCodes.SignatureRedefined, null);
        }

        for (var i = 0; i < pages.Count; i++)
        {
            var page = pages[i];
            _roles.TryAdd(page.Reference.Number, (ModificationCodes.PageChanged, i + 1));
            Walk(page.Dictionary["Contents"], ModificationCodes.PageContentChanged, i + 1);
            if (TryDictionary(page.Resources) is { } resources)
            {
                Walk(resources["Font"], ModificationCodes.PageFontChanged, i + 1);
            }

            Walk(page.Resources, ModificationCodes.PageResourceChanged, i + 1);
            WalkWidgets(page.Dictionary["Annots"], i + 1);
            Walk(page.Dictionary["Annots"], ModificationCodes.AnnotationChanged, i + 1);
        }

        foreach (var (key, value) in revision.Catalog.Entries)
        {
            var code = key switch
            {
                "Pages" => ModificationCodes.PageTreeChanged,
                "AcroForm" => ModificationCodes.FormFieldChanged,
                "Names" => ModificationCodes.NamesChanged,
                "OpenAction" or "AA" => ModificationCodes.OpenActionChanged,
                _ => ModificationCodes.CatalogChanged,
            };
            Walk(value, code, null);
        }
    }

    // A widget shows what a field says, also where no form lists the field.
    private void WalkWidgets(PdfObject annotations, int page)
    {
        foreach (var item in (annotations is PdfReference list ? TryGet(list) : annotations) as PdfArray ?? PdfArray.Empty)
        {
            if (TryDictionary(item) is { } annotation && annotation.HasName("Subtype", "Widget"))
            {
                Walk(item, ModificationCodes.FormAppearanceReplaced, page);
            }
        }
    }

    private PdfDictionary? TryDictionary(PdfObject value) =>
        (value is PdfReference reference ? TryGet(reference) : value) as PdfDictionary;

    public (string Code, int? Page) Of(int number) => _roles.GetValueOrDefault(number, (ModificationCodes.ObjectChanged, null));

    private void Walk(PdfObject start, string code, int? page)
    {
        var pending = new Stack<(PdfObject Value, int Depth)>();
        pending.Push((start, 0));
        while (pending.TryPop(out var next))
        {
            var value = next.Value;
            if (value is PdfReference reference)
            {
                if (next.Depth > DeepestWalk || !_roles.TryAdd(reference.Number, (code, page)))
                {
                    continue;
                }

                value = TryGet(reference);
            }

            switch (value)
            {
                case PdfArray array:
                    foreach (var item in array.Items)
                    {
                        pending.Push((item, next.Depth + 1));
                    }

                    break;
                case PdfDictionary dictionary:
                    PushEntries(pending, dictionary, next.Depth);
                    break;
                case PdfStream stream:
                    PushEntries(pending, stream.Dictionary, next.Depth);
                    break;
                default:
                    break;
            }
        }
    }

    // Upward links lead out of the part that is being named.
    private static void PushEntries(Stack<(PdfObject Value, int Depth)> pending, PdfDictionary dictionary, int depth)
    {
        foreach (var (key, value) in dictionary.Entries)
        {
            if (key is not ("Parent" or "P" or "StructParent" or "Prev" or "Next" or "Data"))
            {
                pending.Push((value, depth + 1));
            }
        }
    }

    private PdfObject TryGet(PdfReference reference)
    {
        try
        {
            return _revision.Get(reference);
        }
        catch (PdfFormatException)
        {
            return PdfNull.Value;
        }
    }
}
