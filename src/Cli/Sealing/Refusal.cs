using System.Collections.Frozen;
using System.Globalization;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>Why a file was not worked on: a stable code and a sentence.</summary>
internal static class Refusal
{
    // Codes of many cases. The catalogue cannot say which page tree runs in a circle, or which certificate has no proof.
    private static readonly FrozenSet<string> General = new[]
    {
        "pdf-damaged", PdfFormatException.Unsupported, PdfFormatException.LimitExceeded, "key-too-weak", "timestamp-refused", "timestamp-unreachable",
        RevocationException.NotOffered, RevocationException.Unreachable, RevocationException.Unproven, RevocationException.Revoked,
        RevocationException.IssuerMissing, SealRefusedException.SeedValue, SealRefusedException.CertificateTooWeak, SealRefusedException.UnusableField,
        SealRefusedException.NoSuchPage, SealRefusedException.KeywordNotFound, SealRefusedException.TooManyPlaces, SealRefusedException.ContainerTooSmall,
        SealRefusedException.CharacterNotInFont,
    }.ToFrozenSet();

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

    /// <summary>What the library says about this one case, such as the word not found or the certificate without proof; always in
    /// English. Null where the code has said it all.</summary>
    public static string? Detail(string code, string message) => General.Contains(code) ? message : null;
}
