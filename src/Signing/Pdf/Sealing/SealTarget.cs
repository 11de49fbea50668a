using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Pdf.Sealing;

/// <summary>The field a seal goes into, found or to be made, after asking every earlier signature whether it may.</summary>
/// <param name="Name">Fully qualified name.</param>
/// <param name="Existing">The empty field; null when a new one is made.</param>
/// <param name="IsFirstSignature">Whether no field of the document is signed yet.</param>
/// <param name="IsVisible">Whether the existing field has a box that shows the seal.</param>
internal sealed record SealTarget(string Name, SignatureField? Existing, bool IsFirstSignature, bool IsVisible = false)
{
    /// <exception cref="SealRefusedException">A lock or a certification forbids it, or the field is of no use.</exception>
    public static SealTarget Choose(PdfFile file, SealOptions options)
    {
        var revision = file.Current;
        var form = revision.Dictionary(revision.Catalog["AcroForm"]);
        var (wanted, mustExist) = WantedName(options);
        if (form is null && !revision.Catalog.ContainsKey("Perms"))
        {
            return mustExist ? throw NoSuchField(wanted!) : new SealTarget(CheckedName(wanted ?? "Seal1"), null, IsFirstSignature: true);
        }

        var fields = SignatureFields.Read(file, revision);
        var signed = fields.Where(field => field.IsSigned).ToList();
        if (signed.Count > 0 && file.TrailingBytes > 0)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "Bytes that belong to no revision follow the signed document.", file.Current.End);
        }

        var topNames = TopLevelNames(revision, form);
        if (wanted is null && options.Placements is [DefaultPlacement, ..])
        {
            wanted = OnlyEmptyField(revision, fields);
        }

        var name = wanted ?? UnusedName(topNames, "Seal");
        var existing = fields.Find(field => field.Name == name);
        if (existing is null)
        {
            if (mustExist)
            {
                throw NoSuchField(name);
            }

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

        // Table 227: a field that may not be changed is not for signing, whoever made it so.
        if (existing is not null && (revision.Integer(existing.Dictionary["Ff"]) & 1) == 1)
        {
            throw new SealRefusedException(SealRefusedException.LockedField, $"The field '{name}' is read-only.");
        }

        CheckLocks(revision, signed, name);
        return new SealTarget(name, existing, signed.Count == 0, existing is not null && HasBox(revision, existing));
    }

    private static (string? Name, bool MustExist) WantedName(SealOptions options)
    {
        if (options.Placements is not [FieldPlacement place, ..])
        {
            return (options.FieldName, false);
        }

        return options.FieldName is null || options.FieldName == place.FieldName
            ? (place.FieldName, true)
            : throw new SealRefusedException(SealRefusedException.UnusableField, "The seal is to go into two different fields.");
    }

    private static SealRefusedException NoSuchField(string name) =>
        new(SealRefusedException.NoSuchField, $"The document has no signature field '{name}'.");

    private static string? OnlyEmptyField(PdfRevision revision, List<SignatureField> fields)
    {
        var empty = fields.Where(field => !field.IsSigned && field.Reference is not null && HasBox(revision, field)).Take(2).ToList();
        return empty.Count == 1 ? empty[0].Name : null;
    }

    private static bool HasBox(PdfRevision revision, SignatureField field) =>
        field.Widgets.Count == 1 && PdfRectangle.TryRead(revision, revision.Dictionary(field.Widgets[0])?["Rect"] ?? PdfNull.Value) is { Width: > 0, Height: > 0 };

    private static void CheckLocks(PdfRevision revision, List<SignatureField> signed, string name)
    {
        if (DocMdp.ReadCertification(revision) == DocMdpPermission.NoChanges)
        {
            throw Certified();
        }

        foreach (var field in signed)
        {
            CheckOwnLock(revision, field, name);
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
                throw Locked(field, name);
            }
        }
    }

    // Table 236: the field's own lock holds once it is signed, also where its signer did not repeat it; PDF 2.0 added /P.
    private static void CheckOwnLock(PdfRevision revision, SignatureField field, string name)
    {
        if (revision.Dictionary(field.Dictionary["Lock"]) is not { } own)
        {
            return;
        }

        if (revision.Integer(own["P"]) == (int)DocMdpPermission.NoChanges)
        {
            throw Certified();
        }

        if (FieldLock.Read(revision, own).Covers(name))
        {
            throw Locked(field, name);
        }
    }

    private static SealRefusedException Locked(SignatureField by, string name) =>
        new(SealRefusedException.LockedField, $"The signature in '{by.Name}' locked the field '{name}'.");

    private static SealRefusedException Certified() =>
        new(SealRefusedException.LockedByCertification, "The document is certified and its author allows no further signature.");

    private static HashSet<string> TopLevelNames(PdfRevision revision, PdfDictionary? form) =>
        form is null || revision.Array(form["Fields"]) is not { } fields ? []
        : [.. fields.Select(field => (revision.Dictionary(field)?["T"] as PdfString)?.ToText()).OfType<string>()];

    /// <summary>A name for a new field: the prefix and the first number that is free.</summary>
    public static string UnusedName(PdfRevision revision, string prefix) =>
        UnusedName(TopLevelNames(revision, revision.Dictionary(revision.Catalog["AcroForm"])), prefix);

    private static string UnusedName(HashSet<string> names, string prefix)
    {
        var number = 1;
        while (names.Contains($"{prefix}{number}"))
        {
            number++;
        }

        return $"{prefix}{number}";
    }

    // 12.7.4.2: a partial name holds no full stop.
    private static string CheckedName(string name) => name.Length is > 0 and <= 100 && !name.Contains('.', StringComparison.Ordinal)
        ? name
        : throw new SealRefusedException(SealRefusedException.UnusableField, "The name of a new field is empty, too long, or has a full stop.");
}
