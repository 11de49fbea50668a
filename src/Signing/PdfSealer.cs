using System.Security.Cryptography;
using Market.Signing.Certificates;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Levels;
using Market.Signing.Pdf.Sealing;

namespace Market.Signing;

/// <summary>Seals PDF documents: PAdES baseline signatures (ETSI EN 319 142-1) in an incremental update, so that no byte of
/// the document changes. Reads and writes in one pass; memory does not grow with the document.</summary>
public static class PdfSealer
{
    /// <summary>Seals a document: level B-B, or B-T with a time-stamp authority.</summary>
    /// <inheritdoc cref="SealAsync(Stream, Stream, ISealKey, SealOptions, SealServices, CancellationToken)"/>
    /// <param name="tsa">Stamps the signature; null for B-B.</param>
    public static Task<SealOutcome> SealAsync(
        Stream input, Stream output, ISealKey key, SealOptions options, ITimestampAuthority? tsa, CancellationToken ct = default) =>
        SealAsync(input, output, key, options, tsa is null ? SealServices.None : new SealServices { Timestamps = tsa }, ct);

    /// <summary>Seals a document at the level the options ask for; with <see cref="SealOptions.DomesticSeal"/> a second time, for
    /// domestic readers.</summary>
    /// <param name="input">The document; must be seekable. Read from its start.</param>
    /// <param name="output">Receives the whole sealed document; only written to, so it may be a pipe. On any exception what
    /// it received is worthless.</param>
    /// <param name="services">Who is asked for time stamps and revocation states.</param>
    /// <exception cref="PdfFormatException">The input is not a PDF, damaged, without pages, or encrypted and not
    /// opened by the password.</exception>
    /// <exception cref="SealRefusedException">The document, its earlier signatures or the certificate forbid the seal.</exception>
    /// <exception cref="TimestampException">The authority gave no usable time stamp.</exception>
    /// <exception cref="RevocationException">At B-LT and B-LTA: a certificate is missing, is revoked, or nothing proves that it is not.</exception>
    public static async Task<SealOutcome> SealAsync(
        Stream input, Stream output, ISealKey key, SealOptions options, SealServices services, CancellationToken ct = default)
    {
        var level = options.Level ?? (services.Timestamps is null ? PadesLevel.BB : PadesLevel.BT);
        services.RequireFor(level);
        SealCertificateRules.RequireUsable(key, options.ClaimedAt);
        options = options with { Level = level, Digest = key.Scheme.Digest };
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
        using var stamp = level == PadesLevel.BLTA ? DocumentDigest.Create(HashAlgorithmName.SHA256) : null;
        await DocumentCopy.CopyAsync(input, output, [hash, domesticHash, stamp?.Digest], ct).ConfigureAwait(false);
        var tsa = level >= PadesLevel.BT ? services.Timestamps : null;
        revision.FillContents(await SignAsync(revision.FinishDigest(hash), revision, key, options, tsa, ct).ConfigureAwait(false));
        List<SealWarning> warnings = [.. SealCertificateRules.WarningsFor(key.Certificate, options.ClaimedAt), .. SealWarning.For(document.Repair)];
        if (level <= PadesLevel.BT && domesticHash is null)
        {
            await DocumentCopy.WriteAsync(output, revision.Update.Buffer.Memory, ct).ConfigureAwait(false);
        }
        else
        {
            using var appended = new AppendedFile(input, output, options.Password, stamp is null ? [] : [stamp]);
            await appended.AppendAsync(revision.Update.Buffer.Memory, ct).ConfigureAwait(false);
            await AppendDomesticAsync(appended, revision, domesticHash, options, ct).ConfigureAwait(false);
            warnings.AddRange(await LevelExtension.ReachAsync(appended, level, WithChains(services, key, options.DomesticSeal), options.TimestampContainerBytes, options.ClaimedAt, ct).ConfigureAwait(false));
        }

        await output.FlushAsync(ct).ConfigureAwait(false);
        return new SealOutcome(level, warnings) { Repair = document.Repair };
    }

    // An electronic seal carries no issuer; those of the keys are at hand.
    private static SealServices WithChains(SealServices services, ISealKey key, DomesticSeal? domestic) =>
        services with { Certificates = [.. services.Certificates, .. key.Chain, .. domestic?.Key.Chain ?? []] };

    private static async Task AppendDomesticAsync(
        AppendedFile appended, SealRevision first, ContentDigest? digest, SealOptions options, CancellationToken ct)
    {
        if (digest is null)
        {
            return;
        }

        digest.Append(first.Update.Buffer.Span);
        using var file = appended.Open();
        using var second = await DomesticRevision.SignAsync(file, digest, options, ct).ConfigureAwait(false);
        await appended.AppendAsync(second.Update.Buffer.Memory, ct).ConfigureAwait(false);
    }

    /// <summary>The first half of a split operation, for keys that sign elsewhere: writes the document with an empty
    /// signature, and tells the digest that the CMS signature must be made over.</summary>
    /// <param name="output">Receives the document; the same bytes are finished by <see cref="PreparedSeal.CompleteAsync"/>.</param>
    /// <param name="digestAlgorithm">The digest the remote key uses.</param>
    /// <inheritdoc cref="SealAsync(Stream, Stream, ISealKey, SealOptions, SealServices, CancellationToken)" path="/exception"/>
    public static async Task<PreparedSeal> PrepareAsync(
        Stream input, Stream output, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default)
    {
        if (options.DomesticSeal is not null)
        {
            throw new ArgumentException("The second signature of a dual seal is made over the first: seal once more when that is complete.", nameof(options));
        }

        options = options with { Digest = digestAlgorithm };
        using var document = await SealableDocument.OpenAsync(input, options, options.NamesFor(digestAlgorithm), ct).ConfigureAwait(false);
        var revision = document.Revision;
        input = document.Content;
        using var hash = ContentDigest.Create(digestAlgorithm);
        await DocumentCopy.CopyAsync(input, output, [hash], ct).ConfigureAwait(false);
        var digest = revision.FinishDigest(hash);
        await DocumentCopy.WriteAsync(output, revision.Update.Buffer.Memory, ct).ConfigureAwait(false);
        await output.FlushAsync(ct).ConfigureAwait(false);
        return new PreparedSeal(
            digest, digestAlgorithm, revision.Update.Offset + revision.Placeholder.ContentsAt, revision.Placeholder.ContainerBytes,
            revision.Update.Offset + revision.Update.Buffer.Length)
        {
            Repair = document.Repair,
        };
    }

    private static Task<byte[]> SignAsync(
        byte[] digest, SealRevision revision, ISealKey key, SealOptions options, ITimestampAuthority? tsa, CancellationToken ct) =>
        options.ElectronicSeal is { } seal
            ? ElectronicSealSignature.SignAsync(seal, digest, revision.Placeholder.ByteRange, key, options.ClaimedAt, tsa, ct)
            : CmsSigner.SignAsync(digest, key, revision.Names.AreInternational, options.ClaimedAt, tsa, ct);
}
