using Market.Signing.Packages;

namespace Market.Signing;

/// <summary>Judges the seals of a file of any kind that is known here, told by its content; the name of a file proves nothing.</summary>
public static class SealValidator
{
    private const int HeaderWindow = 1024;

    /// <inheritdoc cref="PdfSealValidator.Validate"/>
    /// <param name="file">The file; it must be seekable, is read from its start and stays open.</param>
    /// <param name="options">Whom to trust, and at which moment.</param>
    public static SealReport Validate(Stream file, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file is { CanRead: true, CanSeek: true } && IsPackage(file) && PackageValidation.Recognises(file)
            ? PackageValidation.Validate(file, options)
            : ValidateDocument(file, options);
    }

    /// <summary>One document: a package inside a package is none.</summary>
    internal static SealReport ValidateDocument(Stream file, ValidationOptions options)
    {
        return file is { CanRead: true, CanSeek: true } && IsPackage(file)
            ? OfdSealValidator.Validate(file, options)
            : PdfSealValidator.Validate(file, options);
    }

    // A file that could be both is left to the PDF side, which refuses bytes in front of a PDF.
    private static bool IsPackage(Stream file)
    {
        Span<byte> head = stackalloc byte[HeaderWindow];
        file.Position = 0;
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..length].StartsWith("PK\u0003\u0004"u8) && head[..length].IndexOf("%PDF-"u8) < 0;
    }
}
