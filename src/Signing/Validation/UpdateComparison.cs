using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>What one incremental update did to the document before it.</summary>
/// <param name="Modifications">Everything that no rule allows.</param>
/// <param name="NewlySigned">Fields it signed.</param>
internal sealed record UpdateResult(IReadOnlyList<Modification> Modifications, IReadOnlyList<SignatureField> NewlySigned);

/// <summary>Compares two neighbouring revisions object by object against the list of what may follow a seal.</summary>
internal static class UpdateComparison
{
    public static UpdateResult Compare(PdfFile file, PdfRevision before, PdfRevision after)
    {
        var bytes = UpdateBytes.Check(file, after).ToList();
        try
        {
            var (modifications, signed) = CompareObjects(file, before, after);
            return new UpdateResult([.. bytes, .. modifications], signed);
        }
        catch (PdfFormatException exception)
        {
            // What cannot be compared is not allowed: unsure is never green.
            return new UpdateResult([.. bytes, new Modification(ModificationCodes.NotComparable, Detail: exception.Code)], []);
        }
    }

    private static (IReadOnlyList<Modification> Modifications, List<SignatureField> Signed) CompareObjects(
        PdfFile file, PdfRevision before, PdfRevision after)
    {
        var changes = new UpdateChanges(file, before, after);
        var allowed = new AllowedChanges(changes, new Lazy<ReferenceScan>(() => ReferenceScan.Read(before)));
        if (!new CatalogComparison(changes, allowed).Compare())
        {
            return (allowed.Modifications, []);
        }

        var form = new FormComparison(file, changes, allowed);
        form.Compare();

        var pages = new PageTree(file, before).Walk().ToList();
        new PageComparison(changes, allowed, form.NewWidgets).Compare(pages);
        if (changes.Added.Count > 0 || changes.Changed.Count > 0)
        {
            allowed.CheckReferences();
        }

        NameTheRest(file, changes, allowed, pages);
        return (allowed.Modifications, form.NewlySigned);
    }

    private static void NameTheRest(PdfFile file, UpdateChanges changes, AllowedChanges allowed, List<PdfPage> pages)
    {
        var unexplained = allowed.Unexplained.ToList();
        if (unexplained.Count == 0)
        {
            return;
        }

        var roles = new ObjectRoles(changes.Before, pages, SignatureFields.Read(file, changes.Before));
        foreach (var number in unexplained)
        {
            var (code, page) = roles.Of(number);
            var isGone = UpdateChanges.Get(changes.After, number) is PdfNull;
            allowed.Report(code == ModificationCodes.ObjectChanged && isGone ? ModificationCodes.ObjectRemoved : code, number, page);
        }

        var pagesNow = new PageTree(file, changes.After).Count;
        if (pagesNow != pages.Count)
        {
            allowed.Report(
                pagesNow > pages.Count ? ModificationCodes.PageAdded : ModificationCodes.PageRemoved,
                page: Math.Min(pagesNow, pages.Count) + 1);
        }
    }
}
