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
        await SignAsync(revision.Draft, hash, key, options, tsa, ct).ConfigureAwait(false);
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
        var draft = revision.Draft;
        var digest = draft.FinishDigest(hash);
        await DocumentCopy.WriteAsync(output, draft.Revision, ct).ConfigureAwait(false);
        await output.FlushAsync(ct).ConfigureAwait(false);
        return new PreparedSeal(digest, digestAlgorithm, draft.Offset + draft.ContentsAt, draft.ContainerBytes, draft.Offset + draft.Revision.Length)
        {
            Repair = document.Repair,
        };
    }

    /// <summary>Seals a stranger's document, B-B or with a time-stamp authority B-T, without reading it: what must be known of it, and the
    /// revision that carries the seal, come from <paramref name="examiner"/>.</summary>
    /// <remarks>What this rests on. The key and the authority are asked here, where no byte of the document is interpreted, and never go to the
    /// examiner. It could be in the hand of the document; even then nothing is signed but the file that <paramref name="output"/> receives. The
    /// original bytes are copied from <paramref name="input"/> here; the examiner's revision comes behind them and is refused unless it continues
    /// a document of that length and has one empty value of the agreed size whose /ByteRange, at its very place, names all other bytes of the
    /// file. The digest over these is computed here. So an examiner can obtain neither a signature over another file, nor one that leaves out
    /// anything of this one. What it could do is what it can do by lying in a verdict: append something other than was asked for. That
    /// is in the file for everybody to see, as every verification reads it again.</remarks>
    /// <param name="examiner">Reads the document; an <see cref="IsolatedExaminer"/> for files of strangers.</param>
    /// <param name="options">At most B-T and without a second signature: what is beyond reads the sealed document again. A damaged document is
    /// refused, whatever <see cref="SealOptions.RebuildDamaged"/> says.</param>
    /// <exception cref="ExaminerUnavailableException">Nobody could look at the document; nothing is said of it.</exception>
    /// <inheritdoc cref="SealAsync(Stream, Stream, ISealKey, SealOptions, ITimestampAuthority?, CancellationToken)"/>
    public static async Task<SealOutcome> SealAsync(
        Stream input, Stream output, ISealKey key, SealOptions options, ITimestampAuthority? tsa, IFileExaminer examiner, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(examiner);
        var level = tsa is null ? PadesLevel.BB : PadesLevel.BT;
        if (options.DomesticSeal is not null || (options.Level ?? level) != level)
        {
            throw new ArgumentException("A second signature and validation data are added to the sealed document, which this process does not read.", nameof(options));
        }

        SealCertificateRules.RequireUsable(key, options.ClaimedAt);
        options = options with { Level = level, Digest = key.Scheme.Digest, RebuildDamaged = false };
        var draft = await examiner.DraftSealAsync(input, options, key.Scheme.Digest, ct).ConfigureAwait(false);
        if (!draft.Continues(input.Length, options.ContainerBytes))
        {
            throw new PdfFormatException(PdfFormatException.LimitExceeded, "Whoever read the document gave no revision that continues it.");
        }

        using var hash = ContentDigest.Create(key.Scheme.Digest);
        await DocumentCopy.CopyAsync(input, output, [hash], ct).ConfigureAwait(false);
        await SignAsync(draft, hash, key, options, tsa, ct).ConfigureAwait(false);
        await DocumentCopy.WriteAsync(output, draft.Revision, ct).ConfigureAwait(false);
        await output.FlushAsync(ct).ConfigureAwait(false);
        return new SealOutcome(level, [.. SealCertificateRules.WarningsFor(key.Certificate, options.ClaimedAt)]);
    }

    private static async Task SignAsync(
        SealDraft draft, ContentDigest content, ISealKey key, SealOptions options, ITimestampAuthority? tsa, CancellationToken ct)
    {
        var digest = draft.FinishDigest(content);
        draft.FillContents(options.ElectronicSeal is { } seal
            ? await ElectronicSealSignature.SignAsync(seal, digest, draft.ByteRange, key, options.ClaimedAt, tsa, ct).ConfigureAwait(false)
            : await CmsSigner.SignAsync(digest, key, options.NamesFor(key.Scheme.Digest).AreInternational, options.ClaimedAt, tsa, ct).ConfigureAwait(false));
    }
}
