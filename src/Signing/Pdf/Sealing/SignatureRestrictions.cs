using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Pdf.Sealing;

/// <summary>What a new signature forbids from then on: certification of the document and locks of fields (ISO 32000-2, 12.8.2).</summary>
internal sealed class SignatureRestrictions
{
    private readonly PdfFile _file;
    private readonly SealOptions _options;
    private readonly PdfDictionary? _ownLock;

    private SignatureRestrictions(PdfFile file, SealOptions options, SealTarget target)
    {
        (_file, _options) = (file, options);
        _ownLock = target.Existing is { } field ? file.Current.Dictionary(field.Dictionary["Lock"]) : null;
        IsFieldLockWritten = options.Lock is not null && (target.Existing is null || target.IsFirstSignature);
    }

    /// <summary>Whether the field says as well what its signature locks. An existing field in a signed document is left as it is.</summary>
    public bool IsFieldLockWritten { get; }

    /// <summary>What the field's /Lock entry says (table 236).</summary>
    public PdfDictionary FieldLock => new([("Type", new PdfName("SigFieldLock")), .. LockEntries(_options.Lock!)]);

    /// <exception cref="SealRefusedException">They contradict the document, the field, or the level to be reached.</exception>
    public static SignatureRestrictions For(PdfFile file, SealOptions options, SealTarget target)
    {
        var restrictions = new SignatureRestrictions(file, options, target);
        if (restrictions._ownLock is not null && options.Lock is not null)
        {
            throw new SealRefusedException(
                SealRefusedException.UnusableField, $"The field '{target.Name}' has a lock of its own; another one cannot be put beside it.");
        }

        if (options.Certification is not null)
        {
            restrictions.CheckCertification(target);
        }

        return restrictions;
    }

    /// <summary>The /Reference entry; null when nothing is forbidden.</summary>
    public PdfObject? Reference()
    {
        var transforms = new List<PdfObject>();
        if (_options.Certification is { } certification)
        {
            transforms.Add(Transform("DocMDP", new PdfDictionary(("P", new PdfInteger((int)certification)))));
        }

        // 12.7.5.5, table 236: a field with a lock is signed with the matching FieldMDP transform.
        if (_ownLock is not null || _options.Lock is not null)
        {
            var parameters = _ownLock?.Without("P") ?? new PdfDictionary(LockEntries(_options.Lock!));
            transforms.Add(Transform("FieldMDP", parameters).With("Data", _file.Current.Trailer["Root"]));
        }

        return transforms.Count == 0 ? null : new PdfArray(transforms);
    }

    /// <summary>Names a certifying signature in the catalog's /Perms (12.8.6).</summary>
    public void Register(DocumentEdits edits, PdfReference signature)
    {
        if (_options.Certification is not null)
        {
            var permissions = _file.Current.Dictionary(edits.Catalog["Perms"]) ?? PdfDictionary.Empty;
            edits.Catalog = edits.Catalog.With("Perms", permissions.With("DocMDP", signature));
        }
    }

    private void CheckCertification(SealTarget target)
    {
        // 12.8.2.2.1: a document is certified by its first signature, once.
        if (!target.IsFirstSignature || DocMdp.ReadCertification(_file.Current) is not null)
        {
            throw new SealRefusedException(
                SealRefusedException.CertificationNotFirst, "The document bears a signature already; only the first one can certify it.");
        }

        if (_options.Certification != Certification.NoChanges)
        {
            return;
        }

        if (_options.Level >= PadesLevel.BLT)
        {
            throw new SealRefusedException(
                SealRefusedException.CertificationAgainstLevel,
                "A document certified against any change is not taken to B-LT or B-LTA: validation data comes in a later revision, which Acrobat and Foxit "
                + "report as a forbidden change. Certify with form filling allowed, or stay at B-T.");
        }

        if (_options.DomesticSeal is not null)
        {
            throw new SealRefusedException(
                SealRefusedException.CertificationAgainstLevel, "A document certified against any change cannot bear a second signature.");
        }
    }

    private static PdfDictionary Transform(string method, PdfDictionary parameters) => new(
        ("Type", new PdfName("SigRef")),
        ("TransformMethod", new PdfName(method)),
        ("TransformParams", parameters.With(("Type", new PdfName("TransformParams")), ("V", new PdfName("1.2")))));

    private static (string Key, PdfObject Value)[] LockEntries(SealLock fieldLock) => fieldLock.Fields.Count == 0
        ? [("Action", new PdfName(fieldLock.Action))]
        : [("Action", new PdfName(fieldLock.Action)), ("Fields", new PdfArray([.. fieldLock.Fields.Select(PdfString.Text)]))];
}
