namespace Market.Signing;

/// <summary>The bytes handed in cannot be read as the PDF document they claim to be. <see cref="Code"/> is stable and
/// meant for programs; the message is one plain sentence.</summary>
public sealed class PdfFormatException : Exception
{
    /// <summary>The file has no PDF header: it is something else.</summary>
    public const string NotAPdf = "not-a-pdf";

    /// <summary>The file's structure contradicts ISO 32000: truncated, overwritten or badly produced.</summary>
    public const string Damaged = "damaged";

    /// <summary>The file is damaged and bears a signature, so it can be neither sealed as it is nor rebuilt.</summary>
    public const string DamagedSigned = "damaged-signed";

    /// <summary>The file is encrypted and needs a password, so its content cannot be read.</summary>
    public const string Encrypted = "encrypted";

    /// <summary>The password handed in does not open the encrypted file, nor does the empty one.</summary>
    public const string WrongPassword = "wrong-password";

    /// <summary>The file is encrypted for certificates, or by another handler than the standard one of passwords.</summary>
    public const string EncryptionUnsupported = "encryption-unsupported";

    /// <summary>The page tree holds no page.</summary>
    public const string NoPages = "no-pages";

    /// <summary>The file asks for more memory, depth or objects than a reader should spend on it.</summary>
    public const string LimitExceeded = "limit-exceeded";

    /// <summary>A stream needed to understand the file uses a filter or a form this library does not read.</summary>
    public const string Unsupported = "unsupported";

    public PdfFormatException()
        : this(Damaged, "The PDF file is damaged.")
    {
    }

    public PdfFormatException(string message)
        : this(Damaged, message)
    {
    }

    public PdfFormatException(string message, Exception innerException)
        : base(message, innerException) => Code = Damaged;

    public PdfFormatException(string code, string message, long? offset = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Offset = offset;
    }

    /// <summary>One of the constants of this class.</summary>
    public string Code { get; }

    /// <summary>Where in the file the trouble was met, in bytes from its start; null when it has no one place.</summary>
    public long? Offset { get; }
}
