using Market.Signing.Cms;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Makes the domestic signature of a dual seal behind a revision that was just made.</summary>
internal static class DomesticRevision
{
    /// <param name="sealedOnce">The document with the first signature.</param>
    /// <param name="digest">SM3 of all of it.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<SealRevision> SignAsync(PdfFile sealedOnce, ContentDigest digest, SealOptions options, CancellationToken ct)
    {
        var domestic = options.DomesticSeal!;
        var own = new SealOptions
        {
            ClaimedAt = options.ClaimedAt,
            Reason = options.Reason,
            Location = options.Location,
            Password = options.Password,
            FieldName = domestic.FieldName,
            ElectronicSeal = domestic.Seal,
            Names = domestic.Names,
            SignatureContainerBytes = options.SignatureContainerBytes,
        };
        var revision = SealRevision.Build(sealedOnce, own, own.NamesFor(domestic.Key.Scheme.Digest));
        try
        {
            var draft = revision.Draft;
            draft.FillContents(await ElectronicSealSignature.SignAsync(
                domestic.Seal, draft.FinishDigest(digest), draft.ByteRange, domestic.Key, options.ClaimedAt, domestic.Tsa, ct).ConfigureAwait(false));
            return revision;
        }
        catch
        {
            revision.Dispose();
            throw;
        }
    }
}
