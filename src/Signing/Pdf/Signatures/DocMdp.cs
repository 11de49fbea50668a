using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Signatures;

/// <summary>What a certification signature still allows (ISO 32000-2, 12.8.2.2, table 257).</summary>
internal enum DocMdpPermission
{
    /// <summary>P = 1: no change at all.</summary>
    NoChanges = 1,

    /// <summary>P = 2: filling in forms and signing.</summary>
    FillAndSign = 2,

    /// <summary>P = 3: annotations as well.</summary>
    Annotate = 3,
}

/// <summary>Reads certification levels and field locks from signature dictionaries.</summary>
internal static class DocMdp
{
    /// <summary>The certification of the whole document by /Perms /DocMDP; null when it is not certified.</summary>
    public static DocMdpPermission? ReadCertification(PdfRevision revision)
    {
        var permissions = revision.Dictionary(revision.Catalog["Perms"]);
        return permissions is not null && revision.Dictionary(permissions["DocMDP"]) is { } signature
            ? PermissionOf(revision, signature)
            : null;
    }

    /// <summary>The permission a signature dictionary's own DocMDP transform states; null when it has none.</summary>
    public static DocMdpPermission? PermissionOf(PdfRevision revision, PdfDictionary signature)
    {
        foreach (var parameters in Transforms(revision, signature, "DocMDP"))
        {
            // Table 257: 2 when P is left out.
            return revision.Integer(parameters["P"]) switch
            {
                1 => DocMdpPermission.NoChanges,
                3 => DocMdpPermission.Annotate,
                _ => DocMdpPermission.FillAndSign,
            };
        }

        return null;
    }

    /// <summary>The field locks a signature put on (12.8.2.4).</summary>
    public static IEnumerable<FieldLock> LocksOf(PdfRevision revision, PdfDictionary signature) =>
        Transforms(revision, signature, "FieldMDP").Select(parameters => FieldLock.Read(revision, parameters));

    private static IEnumerable<PdfDictionary> Transforms(PdfRevision revision, PdfDictionary signature, string method)
    {
        foreach (var item in revision.Array(signature["Reference"]) ?? PdfArray.Empty)
        {
            if (revision.Dictionary(item) is { } reference && revision.Name(reference["TransformMethod"]) == method)
            {
                yield return revision.Dictionary(reference["TransformParams"]) ?? PdfDictionary.Empty;
            }
        }
    }
}

internal enum FieldLockAction
{
    All,
    Include,
    Exclude,
}

/// <summary>Which fields may not change any more (tables 236 and 259).</summary>
internal sealed record FieldLock(FieldLockAction Action, IReadOnlyList<string> Fields)
{
    /// <summary>Reads a FieldMDP transform or a /Lock dictionary. An unknown action locks everything.</summary>
    public static FieldLock Read(PdfRevision revision, PdfDictionary parameters)
    {
        var fields = (revision.Array(parameters["Fields"]) ?? PdfArray.Empty)
            .Select(item => (revision.Resolve(item) as PdfString)?.ToText())
            .OfType<string>()
            .ToList();
        return revision.Name(parameters["Action"]) switch
        {
            "Include" => new FieldLock(FieldLockAction.Include, fields),
            "Exclude" => new FieldLock(FieldLockAction.Exclude, fields),
            _ => new FieldLock(FieldLockAction.All, fields),
        };
    }

    /// <summary>Whether a field of that fully qualified name is locked; a listed name covers the fields below it.</summary>
    public bool Covers(string field)
    {
        var listed = Fields.Any(name => field == name || (field.Length > name.Length && field.StartsWith(name, StringComparison.Ordinal) && field[name.Length] == '.'));
        return Action switch
        {
            FieldLockAction.Include => listed,
            FieldLockAction.Exclude => !listed,
            _ => true,
        };
    }
}
