using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Sealing;

namespace Market.Signing;

/// <summary>Seals PDF documents: PAdES baseline signatures (ETSI EN 319 142-1) in an incremental update, so that no byte of
/// the document changes. Reads and writes in one pass; memory does not grow with the document.</summary>
public static class PdfSealer
{
    /// <summary>Seals a document: level B-B, or B-T with a time-stamp authority.</summary>
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
        using var file = PdfFile.Open(input, password: options.Password);
        using var revision = SealRevision.Build(file, options, options.NamesFor(key.Scheme.Digest));
        using var hash = ContentDigest.Create(key.Scheme.Digest);
        await DocumentCopy.CopyAsync(input, output, [hash], ct).ConfigureAwait(false);
        var digest = FinishDigest(hash, revision);
        var signature = await SignAsync(digest, revision, key, options, tsa, ct).ConfigureAwait(false);
        PreparedSeal.WriteContents(signature, revision.Update.Buffer.Patch(revision.Placeholder.ContentsAt + 1, 2 * revision.Placeholder.ContainerBytes));
        await output.WriteAsync(revision.Update.Buffer.Memory, ct).ConfigureAwait(false);
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
        using var file = PdfFile.Open(input, password: options.Password);
        using var revision = SealRevision.Build(file, options, options.NamesFor(digestAlgorithm));
        using var hash = ContentDigest.Create(digestAlgorithm);
        await DocumentCopy.CopyAsync(input, output, [hash], ct).ConfigureAwait(false);
        var digest = FinishDigest(hash, revision);
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

    private static byte[] FinishDigest(ContentDigest hash, SealRevision revision)
    {
        var update = revision.Update.Buffer.Span;
        hash.Append(update[..revision.Placeholder.ContentsAt]);
        hash.Append(update[revision.Placeholder.AfterContents..]);
        return hash.Finish();
    }
}
