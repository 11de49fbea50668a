using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Pdf.Sealing;

namespace Market.Signing;

/// <summary>Seals PDF documents: PAdES baseline signatures (ETSI EN 319 142-1) in an incremental update, so that no byte of
/// the document changes. Reads and writes in one pass; memory does not grow with the document.</summary>
public static class PdfSealer
{
    /// <summary>Seals a document: level B-B, or B-T with a time-stamp authority; with <see cref="SealOptions.DomesticSeal"/> a second
    /// time, for domestic readers.</summary>
    /// <param name="input">The document; must be seekable. Read from its start.</param>
    /// <param name="output">Receives the whole sealed document; only written to, so it may be a pipe. On any exception what
    /// it received is worthless.</param>
    /// <param name="tsa">Stamps the signature; null for B-B.</param>
    /// <exception cref="PdfFormatException">The input is not a PDF, damaged, without pages, or encrypted and not
    /// opened by the password.</exception>
    /// <exception cref="SealRefusedException">The document, its earlier signatures or the certificate forbid the seal.</exception>
    /// <exception cref="TimestampException">The authority gave no usable time stamp.</exception>
    public static async Task SealAsync(
        Stream input, Stream output, ISealKey key, SealOptions options, ITimestampAuthority? tsa, CancellationToken ct = default)
    {
        if (options.DomesticSeal is { } domestic)
        {
            domestic.RequireUsable();
            options = options with { PlannedPlacements = [.. options.PlannedPlacements, .. domestic.Placements] };
        }

        using var document = await SealableDocument.OpenAsync(input, options, options.NamesFor(key.Scheme.Digest), ct).ConfigureAwait(false);
        var revision = document.Revision;
        input = document.Content;
        using var hash = ContentDigest.Create(key.Scheme.Digest);
        using var domesticHash = options.DomesticSeal is null ? null : ContentDigest.Create(Sm3.Name);
        await DocumentCopy.CopyAsync(input, output, [hash, domesticHash], ct).ConfigureAwait(false);
        var signature = await SignAsync(revision.FinishDigest(hash), revision, key, options, tsa, ct).ConfigureAwait(false);
        revision.FillContents(signature);
        await output.WriteAsync(revision.Update.Buffer.Memory, ct).ConfigureAwait(false);
        if (domesticHash is not null)
        {
            domesticHash.Append(revision.Update.Buffer.Span);
            await DomesticRevision.AppendAsync(input, revision, domesticHash, output, options, ct).ConfigureAwait(false);
        }

        await output.FlushAsync(ct).ConfigureAwait(false);
    }

    /// <summary>The first half of a split operation, for keys that sign elsewhere: writes the document with an empty
    /// signature, and tells the digest that the CMS signature must be made over.</summary>
    /// <param name="output">Receives the document; the same bytes are finished by <see cref="PreparedSeal.CompleteAsync"/>.</param>
    /// <param name="digestAlgorithm">The digest the remote key uses.</param>
    /// <inheritdoc cref="SealAsync" path="/exception"/>
    public static async Task<PreparedSeal> PrepareAsync(
        Stream input, Stream output, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default)
    {
        if (options.DomesticSeal is not null)
        {
            throw new ArgumentException("The second signature of a dual seal is made over the first: seal once more when that is complete.", nameof(options));
        }

        using var document = await SealableDocument.OpenAsync(input, options, options.NamesFor(digestAlgorithm), ct).ConfigureAwait(false);
        var revision = document.Revision;
        input = document.Content;
        using var hash = ContentDigest.Create(digestAlgorithm);
        await DocumentCopy.CopyAsync(input, output, [hash], ct).ConfigureAwait(false);
        var digest = revision.FinishDigest(hash);
        await output.WriteAsync(revision.Update.Buffer.Memory, ct).ConfigureAwait(false);
        await output.FlushAsync(ct).ConfigureAwait(false);
        return new PreparedSeal(
            digest, digestAlgorithm, revision.Update.Offset + revision.Placeholder.ContentsAt, revision.Placeholder.ContainerBytes,
            revision.Update.Offset + revision.Update.Buffer.Length);
    }

    private static Task<byte[]> SignAsync(
        byte[] digest, SealRevision revision, ISealKey key, SealOptions options, ITimestampAuthority? tsa, CancellationToken ct) =>
        options.ElectronicSeal is { } seal
            ? ElectronicSealSignature.SignAsync(seal, digest, revision.Placeholder.ByteRange, key, options.ClaimedAt, tsa, ct)
            : CmsSigner.SignAsync(digest, key, revision.Names.AreInternational, options.ClaimedAt, tsa, ct);
}
