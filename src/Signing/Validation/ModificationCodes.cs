namespace Market.Signing.Validation;

/// <summary>Codes of changes after a seal; each is explained in ReasonCodes.resx.</summary>
internal static class ModificationCodes
{
    public const string UpdateIrregular = "update-irregular";
    public const string UnreferencedBytes = "unreferenced-bytes";
    public const string AppendedBytes = "appended-bytes";
    public const string CatalogReplaced = "catalog-replaced";
    public const string CatalogChanged = "catalog-changed";
    public const string DescriptionChanged = "description-changed";
    public const string EncryptionChanged = "encryption-changed";
    public const string OpenActionChanged = "open-action-changed";
    public const string NamesChanged = "names-changed";
    public const string ValidationDataRemoved = "validation-data-removed";
    public const string ValidationDataMalformed = "validation-data-malformed";
    public const string FormChanged = "form-changed";
    public const string FormFieldAdded = "form-field-added";
    public const string FormFieldRemoved = "form-field-removed";
    public const string FormFieldChanged = "form-field-changed";
    public const string FormValueReplaced = "form-value-replaced";
    public const string FormAppearanceReplaced = "form-appearance-replaced";
    public const string SignatureFieldRemoved = "signature-field-removed";
    public const string UnsignedFieldAdded = "unsigned-field-added";
    public const string SignatureReplaced = "signature-replaced";
    public const string SignatureRedefined = "signature-redefined";
    public const string SealHidden = "seal-hidden";
    public const string SealMoved = "seal-moved";
    public const string SealAppearanceChanged = "seal-appearance-changed";
    public const string SealFieldChanged = "seal-field-changed";
    public const string PageAdded = "page-added";
    public const string PageRemoved = "page-removed";
    public const string PageTreeChanged = "page-tree-changed";
    public const string PageChanged = "page-changed";
    public const string PageContentChanged = "page-content-changed";
    public const string PageResourceChanged = "page-resource-changed";
    public const string PageFontChanged = "page-font-changed";
    public const string AnnotationAdded = "annotation-added";
    public const string AnnotationRemoved = "annotation-removed";
    public const string AnnotationChanged = "annotation-changed";
    public const string ObjectChanged = "object-changed";
    public const string ObjectRemoved = "object-removed";
    public const string ShownObjectHidden = "shown-object-hidden";
    public const string SignedObjectReused = "signed-object-reused";
    public const string SharedObjectChanged = "shared-object-changed";
    public const string MissingObjectSupplied = "missing-object-supplied";
    public const string ForbiddenByCertification = "forbidden-by-certification";
    public const string ForbiddenByLock = "forbidden-by-lock";
    public const string CertifiedLater = "certified-later";
    public const string PackageEntryChanged = "package-entry-changed";
    public const string PackageEntryMissing = "package-entry-missing";
    public const string PackageEntryUnlisted = "package-entry-unlisted";
    public const string NotComparable = "not-comparable";

    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(ModificationCodes)
            .GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!),
    ];
}
