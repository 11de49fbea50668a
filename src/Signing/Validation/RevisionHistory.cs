using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>What each update after the first signature did; asked once per signature.</summary>
internal sealed class RevisionHistory
{
    private readonly PdfFile _file;
    private readonly Dictionary<int, UpdateResult> _updates = [];

    /// <param name="file">The file.</param>
    /// <param name="firstSigned">Index of the revision with the first signature; updates before it are nobody's business.</param>
    /// <param name="profile">What may follow a seal.</param>
    public RevisionHistory(PdfFile file, int firstSigned, ValidationProfile profile)
    {
        _file = file;
        for (var index = firstSigned + 1; index < file.Revisions.Count; index++)
        {
            _updates[index] = UpdateComparison.Compare(file, file.Revisions[index - 1], file.Revisions[index], profile);
        }
    }

    /// <summary>Everything after the revision of this signature that is not allowed.</summary>
    public IReadOnlyList<Modification> ModificationsAfter(SignatureOccurrence signature)
    {
        var found = new List<Modification>();
        var certification = signature.Dictionary is { } dictionary ? DocMdp.PermissionOf(signature.Revision, dictionary) : null;
        var locks = signature.Dictionary is { } signed ? DocMdp.LocksOf(signature.Revision, signed).ToList() : [];
        for (var index = signature.Revision.Index + 1; index < _file.Revisions.Count; index++)
        {
            var update = _updates[index];
            found.AddRange(update.Modifications);
            foreach (var field in update.NewlySigned)
            {
                found.AddRange(CheckPermission(field, _file.Revisions[index], certification, locks));
            }

            found.AddRange(update.Filled.SelectMany(field => CheckFilling(field, certification, locks)));
        }

        return found;
    }

    private static IEnumerable<Modification> CheckFilling(SignatureField field, DocMdpPermission? certification, List<FieldLock> locks)
    {
        if (certification is DocMdpPermission.NoChanges)
        {
            yield return new Modification(ModificationCodes.ForbiddenByCertification, field.Reference?.Number, Detail: field.Name);
        }

        if (locks.Exists(item => item.Covers(field.Name)))
        {
            yield return new Modification(ModificationCodes.ForbiddenByLock, field.Reference?.Number, Detail: field.Name);
        }
    }

    private static IEnumerable<Modification> CheckPermission(
        SignatureField field, PdfRevision revision, DocMdpPermission? certification, List<FieldLock> locks)
    {
        var dictionary = revision.Dictionary(field.Value);
        var isTimestamp = dictionary?.HasName("SubFilter", "ETSI.RFC3161") is true;
        if (certification is DocMdpPermission.NoChanges && !isTimestamp)
        {
            yield return new Modification(ModificationCodes.ForbiddenByCertification, field.Reference?.Number, Detail: field.Name);
        }

        if (!isTimestamp && locks.Exists(item => item.Covers(field.Name)))
        {
            yield return new Modification(ModificationCodes.ForbiddenByLock, field.Reference?.Number, Detail: field.Name);
        }

        // ISO 32000-2, 12.8.2.2.1: a certification must be the first signature.
        if (dictionary is not null && DocMdp.PermissionOf(revision, dictionary) is not null)
        {
            yield return new Modification(ModificationCodes.CertifiedLater, field.Reference?.Number, Detail: field.Name);
        }
    }
}
