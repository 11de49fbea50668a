using Market.Signing.Cms;
using Market.Signing.Pdf.Sealing;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Levels;

/// <summary>Appends validation data and document time stamps to a sealed file.</summary>
internal static class LevelExtension
{
    /// <summary>Takes a file whose signatures are stamped to a level: nothing up to B-T, validation data from B-LT on, and a
    /// document time stamp at B-LTA.</summary>
    /// <returns>What is incomplete, each as a warning: signatures of a kind not read here, and what an electronic seal lacks.</returns>
    /// <exception cref="RevocationException">A certificate is missing, is revoked, or nothing proves that it is not.</exception>
    /// <exception cref="TimestampException">The authority gave no usable time stamp.</exception>
    public static async Task<IReadOnlyList<SealWarning>> ReachAsync(
        AppendedFile file, PadesLevel level, SealServices services, int containerBytes, DateTimeOffset at, CancellationToken ct)
    {
        IReadOnlyList<SealWarning> leftOut = level < PadesLevel.BLT ? [] : await AddValidationDataAsync(file, services, at, ct).ConfigureAwait(false);
        if (level == PadesLevel.BLTA)
        {
            await AddTimestampAsync(file, services.Timestamps!, containerBytes, at, ct).ConfigureAwait(false);
        }

        return leftOut;
    }

    /// <summary>Appends a document time stamp over everything so far.</summary>
    /// <exception cref="TimestampException">The authority gave no usable time stamp.</exception>
    /// <exception cref="SealRefusedException">The token is larger than the space reserved for it.</exception>
    public static async Task AddTimestampAsync(
        AppendedFile appended, ITimestampAuthority authority, int containerBytes, DateTimeOffset at, CancellationToken ct)
    {
        using var file = appended.Open();
        using var revision = TimestampRevision.Build(file, containerBytes, at);
        var (update, placeholder) = (revision.Update.Buffer, revision.Placeholder);
        var stamp = appended.TakeStamp();
        stamp.Digest.Append(update.Span[..placeholder.ContentsAt]);
        stamp.Digest.Append(update.Span[placeholder.AfterContents..]);
        var token = await authority.StampAsync(stamp.Digest.Finish(), stamp.Algorithm, ct).ConfigureAwait(false);
        PreparedSeal.WriteContents(token, update.Patch(placeholder.ContentsAt + 1, 2 * placeholder.ContainerBytes));
        await appended.AppendAsync(update.Memory, ct).ConfigureAwait(false);
    }

    /// <summary>Appends what is needed to check every signature and time stamp; nothing when all of it is there.</summary>
    private static async Task<List<SealWarning>> AddValidationDataAsync(
        AppendedFile appended, SealServices services, DateTimeOffset at, CancellationToken ct)
    {
        using var file = appended.Open();
        using var collector = new MaterialCollector(services, ValidationStore.Read(file.Current), at);
        var signatures = SignatureInFile.ReadAll(file);
        foreach (var cms in signatures.SelectMany(signature => new[] { signature.Cms, signature.Timestamp, signature.SealTimestamp }).OfType<CmsSignedData>())
        {
            collector.Offer(cms);
        }

        foreach (var signature in signatures.Where(signature => signature.Cms is not null))
        {
            var since = signature.StampedAt() ?? at;
            var isArchived = signature.End < SignatureInFile.LastStampEnd(signatures);
            await collector.AddAsync(signature.Cms!, since, isArchived, ct).ConfigureAwait(false);
            if (signature.Timestamp is { } token && !signature.IsDocumentTimestamp)
            {
                await collector.AddAsync(token, since, isArchived, ct).ConfigureAwait(false);
            }
        }

        foreach (var seal in signatures.Select(signature => signature.ElectronicSeal).OfType<ElectronicSealSignature>())
        {
            collector.Offer(seal);
        }

        var gaps = new List<SealWarning>();
        foreach (var signature in signatures.Where(signature => signature.ElectronicSeal is not null))
        {
            var isArchived = signature.End < SignatureInFile.LastStampEnd(signatures);
            var missing = await collector.AddAsync(signature, signature.StampedAt() ?? at, isArchived, ct).ConfigureAwait(false);
            gaps.AddRange(missing.Select(gap => new SealWarning(
                SealWarning.ValidationDataMissing, $"The electronic seal in '{signature.FieldName}' lacks validation data: {gap.Message}")));
        }

        var added = collector.Added;
        if (!added.IsEmpty)
        {
            using var update = ValidationDataRevision.Build(file, added, at);
            await appended.AppendAsync(update.Buffer.Memory, ct).ConfigureAwait(false);
        }

        return
        [
            .. gaps,
            .. signatures.Where(signature => signature.Cms is null && signature.ElectronicSeal is null).Select(signature => new SealWarning(
                SealWarning.SignatureLeftOut, $"The signature in '{signature.FieldName}' is of a kind whose validation data cannot be collected.")),
        ];
    }
}
