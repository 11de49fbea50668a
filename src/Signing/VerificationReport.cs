using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Market.Signing.Isolation;
using Market.Signing.Reports;

namespace Market.Signing;

/// <summary>One business check shown in a report beside what the seals prove.</summary>
/// <param name="Name">Such as 内容完整.</param>
/// <param name="Outcome">✓, ? or ✗ in a word.</param>
/// <param name="Sentence">What was found.</param>
public sealed record ReportedCheck(string Name, string Outcome, string Sentence);

/// <summary>A verification report (核验报告): what a check of one file found, to be kept as text or as a PDF document.</summary>
public sealed record VerificationReport
{
    /// <summary>The file as it was named.</summary>
    public required string FileName { get; init; }

    /// <summary>Its size in bytes; null when it is not known.</summary>
    public long? FileSize { get; init; }

    /// <summary>SHA-256 of the file in lower-case hexadecimal digits, so that the report belongs to one file only.</summary>
    public string? Sha256 { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Who checked: the platform, or the tool.</summary>
    public required string CheckedBy { get; init; }

    public required SealReport Report { get; init; }

    /// <summary>The conclusion over the business checks; null where only the seals were judged.</summary>
    public string? Conclusion { get; init; }

    /// <summary>How that conclusion looks: passed, unsure or failed. Null takes the verdict on the seals.</summary>
    public Indication? ConclusionLooks { get; init; }

    /// <summary>Business checks; may be empty.</summary>
    public IReadOnlyList<ReportedCheck> Checks { get; init; } = [];

    /// <summary>What the report does not say.</summary>
    public string? Limitation { get; init; }

    /// <summary>What else must be known about the report itself, such as that it is not sealed.</summary>
    public string? Remark { get; init; }

    /// <summary>Everything it says, to be kept and written later in either form; embedded files are left out.</summary>
    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(zip, this with { Report = Report with { Attachments = [] } }, WireJson.Default.VerificationReport);
        }

        return packed.ToArray();
    }

    /// <summary>Reads what <see cref="Pack"/> made; only for what the caller itself has kept.</summary>
    /// <exception cref="InvalidDataException">These are no such bytes.</exception>
    public static VerificationReport Unpack(byte[] packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        try
        {
            using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            return JsonSerializer.Deserialize(zip, WireJson.Default.VerificationReport) ?? throw new InvalidDataException("A kept report is expected.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("A kept report is expected.", exception);
        }
    }

    /// <summary>Writes it as text, readable without further tools.</summary>
    public void WriteText(TextWriter output, CultureInfo language) => ReportText.Write(output, this, language);

    /// <summary>Writes it as an A4 document, ready to be sealed.</summary>
    public void WritePdf(Stream output, CultureInfo language) => ReportDocument.Write(output, this, language);
}
