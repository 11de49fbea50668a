using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Repair;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>Looks a PDF document over before it is sealed. The whole page tree is walked, the pages' content is not.</summary>
public static class PdfInspector
{
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
        var sizes = new List<PageSize>();
        foreach (var page in new PageTree(file, revision).Walk())
        {
            sizes.Add(new PageSize(page.DisplayedWidth, page.DisplayedHeight, page.Rotate));
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
            HasActiveContent = ActiveContentScan.IsActive(file, revision),
            RevisionCount = file.Revisions.Count,
        };
    }
}
