using Market.Signing.Ofd;
using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>Judges the signatures of an OFD package (版式文件, GB/T 33190): those made with electronic seals and those of GB/T 35275. As
/// with PDF, whatever is in the file, the answer is a report, and the report never passes where something is unsure.</summary>
public static class OfdSealValidator
{
    /// <summary>Validates every listed signature: its value, the digests of the files it names, and which files it leaves out.</summary>
    /// <param name="ofd">The package; it must be seekable, is read from its start and stays open.</param>
    /// <param name="options">Whom to trust, and at which moment.</param>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="IOException">The stream failed.</exception>
    public static SealReport Validate(Stream ofd, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(ofd);
        ArgumentNullException.ThrowIfNull(options);
        if (!ofd.CanRead || !ofd.CanSeek)
        {
            throw new ArgumentException("The package must come from a stream that can be read and can seek.", nameof(ofd));
        }

        try
        {
            return OfdValidation.Validate(ofd, options);
        }
        catch (OfdFormatException exception)
        {
            return Unreadable(exception.Reason);
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
        return new SealReport { Format = SealedFileFormat.Ofd, Verdict = findings.Indication, Readable = false, Reasons = findings.Codes };
    }
}
