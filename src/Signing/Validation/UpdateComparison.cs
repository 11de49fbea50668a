using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>What one incremental update did to the document before it.</summary>
/// <param name="Modifications">Everything that no rule allows.</param>
/// <param name="NewlySigned">Fields it signed.</param>
/// <param name="Filled">Fields it filled in, where the profile allows that.</param>
internal sealed record UpdateResult(
    IReadOnlyList<Modification> Modifications, IReadOnlyList<SignatureField> NewlySigned, IReadOnlyList<SignatureField> Filled);

/// <summary>Compares two neighbouring revisions object by object against the list of what may follow a seal.</summary>
internal static class UpdateComparison
{
    public static UpdateResult Compare(PdfFile file, PdfRevision before, PdfRevision after, ValidationProfile profile)
    {
        var changes = new UpdateChanges(file, before, after);
        var allowed = new AllowedChanges(changes, new Lazy<ReferenceScan>(() => ReferenceScan.Read(before)));
        foreach (var modification in UpdateBytes.Check(file, after))
        {
            allowed.Report(modification.Code);
        }

        try
        {
            return CompareObjects(file, changes, allowed, profile);
        }
        catch (PdfFormatException exception)
        {
            // What cannot be compared is not allowed: unsure is never green.
            allowed.Report(ModificationCodes.NotComparable, detail: exception.Code);
            NameTheRest(file, changes, allowed, ReadPages(file, before));
            return new UpdateResult(allowed.Modifications, [], []);
        }
    }

    private static UpdateResult CompareObjects(PdfFile file, UpdateChanges changes, AllowedChanges allowed, ValidationProfile profile)
    {
        if (!new CatalogComparison(changes, allowed).Compare())
        {
            return new UpdateResult(allowed.Modifications, [], []);
        }

        var pages = new PageTree(file, changes.Before).Walk().ToList();
        var filling = new FormFilling(changes, allowed, profile);
        var annotations = new Lazy<Dictionary<int, int>>(() => PagesOfAnnotations(changes.Before, pages));
        filling.Compare(
            SignatureFields.ReadOthers(file, changes.Before),
            number => annotations.Value.TryGetValue(number, out var page) ? page : null);
        var form = new FormComparison(file, changes, allowed);
        form.Compare();
        new PageComparison(changes, allowed, form.NewWidgets).Compare(pages);
        if (changes.Added.Count > 0 || changes.Changed.Count > 0)
        {
            allowed.CheckReferences();
        }

        NameTheRest(file, changes, allowed, pages);
        return new UpdateResult(allowed.Modifications, form.NewlySigned, filling.Filled);
    }

    // The object is not there any more, or what stands in its place cannot be read: readers leave it out.
    private static bool IsGone(PdfRevision revision, int number) => UpdateChanges.TryGet(revision, number) is null or PdfNull;

    private static string CodeOfRemoved(string role) => role switch
    {
        ModificationCodes.ObjectChanged => ModificationCodes.ObjectRemoved,
        ModificationCodes.PageContentChanged or ModificationCodes.PageResourceChanged or ModificationCodes.AnnotationChanged
            or ModificationCodes.FormFieldChanged or ModificationCodes.FormAppearanceReplaced or ModificationCodes.SealAppearanceChanged => ModificationCodes.ShownObjectHidden,
        _ => role,
    };

    private static List<PdfPage> ReadPages(PdfFile file, PdfRevision revision)
    {
        try
        {
            return [.. new PageTree(file, revision).Walk()];
        }
        catch (PdfFormatException)
        {
            return [];
        }
    }

    private static Dictionary<int, int> PagesOfAnnotations(PdfRevision revision, List<PdfPage> pages)
    {
        var found = new Dictionary<int, int>();
        for (var i = 0; i < pages.Count; i++)
        {
            foreach (var annotation in (revision.Array(pages[i].Dictionary["Annots"]) ?? PdfArray.Empty).OfType<PdfReference>())
            {
                found.TryAdd(annotation.Number, i + 1);
            }
        }

        return found;
    }

    private static void NameTheRest(PdfFile file, UpdateChanges changes, AllowedChanges allowed, List<PdfPage> pages)
    {
        var unexplained = allowed.Unexplained.ToList();
        SignedObjects.ReportMoved(changes, allowed);
        if (unexplained.Count == 0)
        {
            return;
        }

        var roles = new ObjectRoles(changes.Before, pages, SignatureFields.Read(file, changes.Before));
        foreach (var number in unexplained)
        {
            var (code, page) = roles.Of(number);
            allowed.Report(IsGone(changes.After, number) ? CodeOfRemoved(code) : code, number, page);
            if (code == ModificationCodes.PageTreeChanged)
            {
                SignedObjects.ReportReuse(changes, allowed, UpdateChanges.TryGet(changes.Before, number), UpdateChanges.TryGet(changes.After, number), null);
            }
        }

        if (ReadPages(file, changes.After).Count is > 0 and var pagesNow && pagesNow != pages.Count)
        {
            allowed.Report(
                pagesNow > pages.Count ? ModificationCodes.PageAdded : ModificationCodes.PageRemoved,
                page: Math.Min(pagesNow, pages.Count) + 1);
        }
    }
}
