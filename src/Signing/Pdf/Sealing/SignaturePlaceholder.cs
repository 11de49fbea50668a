using System.Globalization;
using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Sealing;

/// <summary>A signature dictionary with room for the signature (ISO 32000-2, 12.8.1; EN 319 142-1, 6.3). Its places are
/// file offsets minus <see cref="IncrementalUpdate.Offset"/>.</summary>
internal sealed class SignaturePlaceholder
{
    // Three offsets of at most 15 digits, brackets and spaces; what is left over stays blank.
    private const int ByteRangeWidth = 54;

    private readonly IncrementalUpdate _update;
    private readonly int _byteRangeAt;

    private SignaturePlaceholder(IncrementalUpdate update, int byteRangeAt, int contentsAt, int containerBytes)
    {
        (_update, _byteRangeAt, ContentsAt, ContainerBytes) = (update, byteRangeAt, contentsAt, containerBytes);
    }

    /// <summary>Where in the update the <c>&lt;</c> of /Contents stands.</summary>
    public int ContentsAt { get; }

    /// <summary>How many bytes of signature fit.</summary>
    public int ContainerBytes { get; }

    /// <summary>Where in the update the covered bytes go on behind /Contents.</summary>
    public int AfterContents => ContentsAt + (2 * ContainerBytes) + 2;

    /// <summary>What is covered, as /ByteRange says it once it is filled in.</summary>
    public string ByteRange { get; private set; } = "";

    /// <summary>Writes the signature dictionary as an object of its own.</summary>
    /// <param name="names">What the signature is called.</param>
    /// <param name="more">Further entries, such as /Reason.</param>
    public static SignaturePlaceholder Write(
        IncrementalUpdate update,
        PdfReference reference,
        SignatureNames names,
        int containerBytes,
        DateTimeOffset claimedAt,
        IEnumerable<(string Key, PdfObject Value)> more)
    {
        var buffer = update.Buffer;
        update.Begin(reference);
        buffer.Write("<</Type/Sig/Filter"u8);
        ObjectWriter.WriteName(buffer, names.Filter);
        buffer.Write("/SubFilter"u8);
        ObjectWriter.WriteName(buffer, names.SubFilter);
        buffer.Write("/M"u8);
        ObjectWriter.Write(buffer, update.Encrypted(PdfString.Text(FormatDate(claimedAt)), reference));
        foreach (var (key, value) in more)
        {
            ObjectWriter.WriteName(buffer, key);
            ObjectWriter.Write(buffer, update.Encrypted(value, reference));
        }

        return WriteHole(update, containerBytes);
    }

    /// <summary>Writes the dictionary of a document time stamp (12.8.5) as an object of its own; it states no time, the token does.</summary>
    public static SignaturePlaceholder WriteTimestamp(IncrementalUpdate update, PdfReference reference, int containerBytes)
    {
        update.Begin(reference);
        update.Buffer.Write("<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161"u8);
        return WriteHole(update, containerBytes);
    }

    private static SignaturePlaceholder WriteHole(IncrementalUpdate update, int containerBytes)
    {
        var buffer = update.Buffer;
        buffer.Write("/ByteRange "u8);
        var byteRangeAt = buffer.Length;
        buffer.Fill((byte)' ', ByteRangeWidth);
        buffer.Write("/Contents"u8);
        var contentsAt = buffer.Length;
        buffer.Write((byte)'<');
        buffer.Fill((byte)'0', 2 * containerBytes);
        buffer.Write(">>>\nendobj\n"u8);
        return new SignaturePlaceholder(update, byteRangeAt, contentsAt, containerBytes);
    }

    /// <summary>Fills in /ByteRange, once the update is complete.</summary>
    public void FillByteRange()
    {
        var gapStart = _update.Offset + ContentsAt;
        var gapEnd = _update.Offset + AfterContents;
        var end = _update.Offset + _update.Buffer.Length;
        ByteRange = string.Create(CultureInfo.InvariantCulture, $"[0 {gapStart} {gapEnd} {end - gapEnd}]");
        Encoding.ASCII.GetBytes(ByteRange, _update.Buffer.Patch(_byteRangeAt, ByteRangeWidth));
    }

    /// <summary>A date of ISO 32000-2, 7.9.4.</summary>
    public static string FormatDate(DateTimeOffset at)
    {
        var sign = at.Offset < TimeSpan.Zero ? '-' : '+';
        var offset = at.Offset.Duration();
        return string.Create(CultureInfo.InvariantCulture, $"D:{at:yyyyMMddHHmmss}{sign}{offset.Hours:00}'{offset.Minutes:00}'");
    }
}
