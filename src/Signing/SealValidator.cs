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
        if (file is not { CanRead: true, CanSeek: true })
        {
            return ValidateDocument(file, options);
        }

        var form = FormOf(file);
        if (form.IsZip)
        {
            return PackageValidation.Recognises(file) ? PackageValidation.Validate(file, options, isAmbiguous: form.IsPdf) : ValidateDocument(file, options);
        }

        return PackageValidation.IsBehind(file)
            ? PackageValidation.Ambiguous(form.IsPdf ? ValidateDocument(file, options) : null)
            : ValidateDocument(file, options);
    }

    /// <summary>One document: a package inside a package is none.</summary>
    internal static SealReport ValidateDocument(Stream file, ValidationOptions options)
    {
        // A file that could be both is left to the PDF side, which refuses bytes in front of a PDF.
        return file is { CanRead: true, CanSeek: true } && FormOf(file) is { IsZip: true, IsPdf: false }
            ? OfdSealValidator.Validate(file, options)
            : PdfSealValidator.Validate(file, options);
    }

    private static (bool IsZip, bool IsPdf) FormOf(Stream file)
    {
        Span<byte> head = stackalloc byte[HeaderWindow];
        file.Position = 0;
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return (head[..length].StartsWith("PK\u0003\u0004"u8), head[..length].IndexOf("%PDF-"u8) >= 0);
    }
}
