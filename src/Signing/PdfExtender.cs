using Market.Signing.Levels;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Sealing;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing;

/// <summary>Takes sealed documents to a higher level, so that their seals can still be checked when certificates have expired
/// and services are gone (ETSI EN 319 142-1, 5.4 and 6). Only appends; reads and writes in one pass.</summary>
public static class PdfExtender
{
    /// <summary>Adds what each level asks for, as far as the document does not have it: from B-T on a time stamp for every
    /// signature (a document time stamp where one has none of its own), from B-LT on certificates and proofs of revocation
    /// state, at B-LTA a further document time stamp. Whether the seals hold is not asked: that is for the validator.</summary>
    /// <param name="input">The sealed document; must be seekable. Read from its start.</param>
    /// <param name="output">Receives the whole extended document; only written to, so it may be a pipe. On any exception what
    /// it received is worthless.</param>
    /// <exception cref="PdfFormatException">The input is not a PDF, or damaged.</exception>
    /// <exception cref="SealRefusedException"><c>not-sealed</c>: there is nothing to extend.</exception>
    /// <exception cref="TimestampException">The authority gave no usable time stamp.</exception>
    /// <exception cref="RevocationException">A certificate is missing, is revoked, or nothing proves that it is not.</exception>
    public static async Task<SealOutcome> ExtendAsync(
        Stream input, Stream output, ExtendOptions options, SealServices services, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(options.Level, PadesLevel.BB, nameof(options));
        services.RequireFor(options.Level);
        var (needsFirstStamp, warnings) = Look(input, options.Password);
        var stamps = Enumerable
            .Range(0, (needsFirstStamp ? 1 : 0) + (options.Level == PadesLevel.BLTA ? 1 : 0))
            .Select(_ => DocumentDigest.Create(options.Digest))
            .ToList();
        try
        {
            await DocumentCopy.CopyAsync(input, output, [.. stamps.Select(stamp => stamp.Digest)], ct).ConfigureAwait(false);
            using var appended = new AppendedFile(input, output, options.Password, stamps);
            if (needsFirstStamp)
            {
                await LevelExtension.AddTimestampAsync(appended, services.Timestamps!, options.TimestampContainerBytes, options.At, ct).ConfigureAwait(false);
            }

            warnings.AddRange(await LevelExtension.ReachAsync(
                appended, options.Level, services, options.TimestampContainerBytes, options.At, ct).ConfigureAwait(false));
            await output.FlushAsync(ct).ConfigureAwait(false);
            if (!appended.HasGrown)
            {
                warnings.Add(new SealWarning(SealWarning.NothingAdded, "The document had that level already, or a higher one; nothing was added."));
            }

            return new SealOutcome(options.Level, warnings);
        }
        finally
        {
            stamps.ForEach(stamp => stamp.Dispose());
        }
    }

    private static (bool NeedsFirstStamp, List<SealWarning> Warnings) Look(Stream input, string? password)
    {
        using var file = PdfFile.Open(input, password: password);
        var signatures = SignatureInFile.ReadAll(file);
        if (!signatures.Exists(signature => !signature.IsDocumentTimestamp))
        {
            throw new SealRefusedException(SealRefusedException.NotSealed, "The document bears no seal that could be extended.");
        }

        if (file.TrailingBytes > 0)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "Bytes that belong to no revision follow the signed document.", file.Current.End);
        }

        var warnings = new List<SealWarning>();
        if (DocMdp.ReadCertification(file.Current) == DocMdpPermission.NoChanges)
        {
            warnings.Add(new SealWarning(
                SealWarning.CertifiedAgainstChanges,
                "The document is certified against any change. ISO 32000-2 exempts validation data and time stamps; some readers do not."));
        }

        var lastStamp = SignatureInFile.LastStampEnd(signatures);
        return (signatures.Exists(signature => signature.Timestamp is null && signature.End >= lastStamp), warnings);
    }
}
