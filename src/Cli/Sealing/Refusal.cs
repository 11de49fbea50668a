using System.Globalization;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>Why a file was not worked on: a stable code and a sentence.</summary>
internal static class Refusal
{
    /// <summary>The code of a refusal; null for a fault of the program, which must not be hidden.</summary>
    public static string? CodeOf(Exception exception) => exception switch
    {
        SealRefusedException refusal => refusal.Code,
        PdfFormatException format => format.Code == PdfFormatException.Damaged ? "pdf-damaged" : format.Code,
        TimestampException timestamp => timestamp.Code,
        RevocationException revocation => revocation.Code,
        FileNotFoundException or DirectoryNotFoundException => "file-not-found",
        IOException or UnauthorizedAccessException => "file-unreadable",
        _ => null,
    };

    /// <summary>The catalogue's sentence; the library's own message where the catalogue has none.</summary>
    public static string Say(string code, string message, CultureInfo language) =>
        ReasonCatalogue.Explain(code, language) is var sentence && sentence != code ? sentence : message;
}
