using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Repair;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing;

/// <summary>Looks a PDF document over before it is sealed. The whole page tree is walked, the pages' content is not.</summary>
public static class PdfInspector
{
    private static readonly HashSet<string> ActiveActions = ["JavaScript", "Launch", "SubmitForm", "ImportData", "Rendition", "RichMediaExecute"];

    /// <param name="pdf">The document; must be seekable.</param>
    /// <param name="password">Opens an encrypted document; null tries the empty user password.</param>
    /// <param name="wholeDocument">Whether every object is read, so that damage is found also where a seal would not touch it; see
    /// <see cref="SealOptions.CheckWholeDocument"/>.</param>
    /// <exception cref="PdfFormatException">Not a PDF, damaged, or without pages; or the password is wrong. A document that
    /// needs a password and got none is described as such.</exception>
    public static PdfDescription Inspect(Stream pdf, string? password = null, bool wholeDocument = false)
    {
        try
        {
            using var file = PdfFile.Open(pdf, password: password);
            if (wholeDocument)
            {
                DocumentCheck.Run(file);
            }

            return Describe(file);
        }
        catch (PdfFormatException exception) when (exception.Code == PdfFormatException.Encrypted)
        {
            return new PdfDescription
            {
                PageCount = 0,
                Pages = [],
                Encrypted = true,
                NeedsPassword = true,
                SignedFields = [],
                EmptySignatureFields = [],
                IsLocked = false,
                HasActiveContent = false,
                RevisionCount = 0,
            };
        }
    }

    private static PdfDescription Describe(PdfFile file)
    {
        var revision = file.Current;
        var isActive = HasActiveCatalog(revision);
        var sizes = new List<PageSize>();
        foreach (var page in new PageTree(file, revision).Walk())
        {
            sizes.Add(new PageSize(page.DisplayedWidth, page.DisplayedHeight, page.Rotate));
            isActive = isActive || HasActivePage(revision, page);
        }

        var fields = SignatureFields.Read(file, revision);
        return new PdfDescription
        {
            PageCount = sizes.Count,
            Pages = sizes,
            Encrypted = file.Encryption is not null,
            IsSealingForbidden = !file.Permissions.MayAddFields && !file.Permissions.MayFillFields,
            SignedFields = [.. fields.Where(field => field.IsSigned).Select(field => field.Name)],
            EmptySignatureFields = [.. fields.Where(field => !field.IsSigned).Select(field => field.Name)],
            IsLocked = DocMdp.ReadCertification(revision) == DocMdpPermission.NoChanges,
            HasActiveContent = isActive,
            RevisionCount = file.Revisions.Count,
        };
    }

    private static bool HasActiveCatalog(PdfRevision revision)
    {
        var catalog = revision.Catalog;
        return IsActive(revision, catalog["OpenAction"])
            || HasActiveTriggers(revision, catalog["AA"])
            || revision.Dictionary(catalog["Names"])?.ContainsKey("JavaScript") == true
            || revision.Dictionary(catalog["AcroForm"])?.ContainsKey("XFA") == true;
    }

    private static bool HasActivePage(PdfRevision revision, PdfPage page)
    {
        if (HasActiveTriggers(revision, page.Dictionary["AA"]))
        {
            return true;
        }

        foreach (var item in revision.Array(page.Dictionary["Annots"]) ?? PdfArray.Empty)
        {
            if (revision.Dictionary(item) is { } annotation
                && (IsActive(revision, annotation["A"]) || HasActiveTriggers(revision, annotation["AA"])))
            {
                return true;
            }
        }

        return false;
    }

    // 12.6.3: a dictionary of triggers, each with an action.
    private static bool HasActiveTriggers(PdfRevision revision, PdfObject triggers) =>
        revision.Dictionary(triggers) is { } actions && actions.Entries.Any(entry => IsActive(revision, entry.Value));

    // 12.6.2: actions are chained by /Next, which may be a list.
    private static bool IsActive(PdfRevision revision, PdfObject action)
    {
        const int MostActions = 64;
        var pending = new Queue<PdfObject>([action]);
        for (var seen = 0; pending.TryDequeue(out var next); seen++)
        {
            // A chain this long is itself a reason for care.
            if (seen == MostActions)
            {
                return true;
            }

            if (revision.Resolve(next) is PdfArray list)
            {
                foreach (var item in list.Where(item => revision.Resolve(item) is PdfDictionary).Take(MostActions))
                {
                    pending.Enqueue(item);
                }
            }
            else if (revision.Dictionary(next) is { } dictionary)
            {
                if (revision.Name(dictionary["S"]) is { } kind && ActiveActions.Contains(kind))
                {
                    return true;
                }

                pending.Enqueue(dictionary["Next"]);
            }
        }

        return false;
    }
}
