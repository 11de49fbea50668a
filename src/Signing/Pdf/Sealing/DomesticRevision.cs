using Market.Signing.Cms;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Adds the domestic signature of a dual seal behind a revision that was just made, without reading the document again.</summary>
internal static class DomesticRevision
{
    /// <param name="input">The document before both signatures.</param>
    /// <param name="first">The first signature's revision, complete.</param>
    /// <param name="digest">SM3 that has taken in both of them.</param>
    /// <param name="output">Receives the second revision; it holds the rest already.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task AppendAsync(
        Stream input, SealRevision first, ContentDigest digest, Stream output, SealOptions options, CancellationToken ct)
    {
        var domestic = options.DomesticSeal!;
        using var sealedOnce = new JoinedStream(input, first.Update.Buffer.Memory);
        using var file = PdfFile.Open(sealedOnce, password: options.Password);
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
        using var revision = SealRevision.Build(file, own, own.NamesFor(domestic.Key.Scheme.Digest));
        var signature = await ElectronicSealSignature.SignAsync(
            domestic.Seal, revision.FinishDigest(digest), revision.Placeholder.ByteRange, domestic.Key, options.ClaimedAt, domestic.Tsa, ct).ConfigureAwait(false);
        revision.FillContents(signature);
        await output.WriteAsync(revision.Update.Buffer.Memory, ct).ConfigureAwait(false);
    }
}
