using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Pdf.Sealing;

/// <summary>The field a seal goes into, found or to be made, after asking every earlier signature whether it may.</summary>
/// <param name="Name">Fully qualified name.</param>
/// <param name="Existing">The empty field; null when a new one is made.</param>
/// <param name="IsFirstSignature">Whether no field of the document is signed yet.</param>
internal sealed record SealTarget(string Name, SignatureField? Existing, bool IsFirstSignature)
{
    /// <exception cref="SealRefusedException">A lock or a certification forbids it, or the field is of no use.</exception>
    public static SealTarget Choose(PdfFile file, SealOptions options)
    {
        var revision = file.Current;
        var form = revision.Dictionary(revision.Catalog["AcroForm"]);
        if (form is null && !revision.Catalog.ContainsKey("Perms"))
        {
            return new SealTarget(CheckedName(options.FieldName ?? "Seal1"), null, IsFirstSignature: true);
        }

        var fields = SignatureFields.Read(file, revision);
        var signed = fields.Where(field => field.IsSigned).ToList();
        if (signed.Count > 0 && file.TrailingBytes > 0)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "Bytes that belong to no revision follow the signed document.", file.Current.End);
        }

        var topNames = TopLevelNames(revision, form);
        var name = options.FieldName ?? UnusedName(topNames);
        var existing = fields.Find(field => field.Name == name);
        if (existing is null)
        {
            name = CheckedName(name);
            if (topNames.Contains(name))
            {
                throw new SealRefusedException(SealRefusedException.UnusableField, $"The field '{name}' is not a signature field.");
            }
        }
        else if (existing.IsSigned)
        {
            throw new SealRefusedException(SealRefusedException.FieldAlreadySigned, $"The field '{name}' is signed already.");
        }
        else if (existing.Reference is null || existing.Widgets.Count > 1)
        {
            throw new SealRefusedException(SealRefusedException.UnusableField, $"The field '{name}' is shown in several places or is malformed.");
        }

        CheckLocks(revision, signed, name);
        return new SealTarget(name, existing, signed.Count == 0);
    }

    private static void CheckLocks(PdfRevision revision, List<SignatureField> signed, string name)
    {
        if (DocMdp.ReadCertification(revision) == DocMdpPermission.NoChanges)
        {
            throw Certified();
        }

        foreach (var field in signed)
        {
            if (revision.Dictionary(field.Value) is not { } signature)
            {
                continue;
            }

            // A certification that /Perms does not name is obeyed as well: some readers go by the signature alone.
            if (DocMdp.PermissionOf(revision, signature) == DocMdpPermission.NoChanges)
            {
                throw Certified();
            }

            if (DocMdp.LocksOf(revision, signature).Any(fieldLock => fieldLock.Covers(name)))
            {
                throw new SealRefusedException(SealRefusedException.LockedField, $"The signature in '{field.Name}' locked the field '{name}'.");
            }
        }
    }

    private static SealRefusedException Certified() =>
        new(SealRefusedException.LockedByCertification, "The document is certified and its author allows no further signature.");

    private static HashSet<string> TopLevelNames(PdfRevision revision, PdfDictionary? form) =>
        form is null || revision.Array(form["Fields"]) is not { } fields ? []
        : [.. fields.Select(field => (revision.Dictionary(field)?["T"] as PdfString)?.ToText()).OfType<string>()];

    private static string UnusedName(HashSet<string> names)
    {
        var number = 1;
        while (names.Contains($"Seal{number}"))
        {
            number++;
        }

        return $"Seal{number}";
    }

    // 12.7.4.2: a partial name holds no full stop.
    private static string CheckedName(string name) => name.Length is > 0 and <= 100 && !name.Contains('.', StringComparison.Ordinal)
        ? name
        : throw new SealRefusedException(SealRefusedException.UnusableField, "The name of a new field is empty, too long, or has a full stop.");
}
