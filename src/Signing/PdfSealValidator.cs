using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>Judges the seals of a PDF file after ETSI EN 319 102-1. The file is hostile until proven otherwise: whatever
/// is in it, the answer is a report, and the report never passes where something is unsure.</summary>
public static class PdfSealValidator
{
    /// <summary>Validates every seal and document time stamp, and everything that was done to the file after each.</summary>
    /// <param name="pdf">The file; it must be seekable, is read from its start and stays open.</param>
    /// <param name="options">Whom to trust, and at which moment.</param>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="IOException">The stream failed.</exception>
    public static SealReport Validate(Stream pdf, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(pdf);
        ArgumentNullException.ThrowIfNull(options);
        if (!pdf.CanRead || !pdf.CanSeek)
        {
            throw new ArgumentException("The PDF must come from a stream that can be read and can seek.", nameof(pdf));
        }

        try
        {
            return FileValidation.Validate(pdf, options);
        }
        catch (PdfFormatException exception)
        {
            return Unreadable(FileValidation.ReasonFor(exception));
        }
        catch (Exception exception) when (exception is not (IOException or ObjectDisposedException or OutOfMemoryException))
        {
            // The last line of defence: content that breaks a check must not break the caller, and must not pass.
            return Unreadable(Reasons.ValidationInterrupted);
        }
    }

    private static SealReport Unreadable(Reason reason)
    {
        var findings = new Findings();
        findings.Add(reason);
        return new SealReport { Verdict = findings.Indication, Readable = false, Reasons = findings.Codes };
    }
}
