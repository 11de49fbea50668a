using System.Globalization;
using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Sealing;

/// <summary>A signature dictionary with room for the signature (ISO 32000-2, 12.8.1; EN 319 142-1, 6.3). Its places are
/// file offsets minus <see cref="IncrementalUpdate.Offset"/>.</summary>
internal sealed class SignaturePlaceholder
{
    private readonly IncrementalUpdate _update;
    private readonly int _byteRangeAt;

    private SignaturePlaceholder(IncrementalUpdate update, int byteRangeAt, int contentsAt, int containerBytes)
    {
        (_update, _byteRangeAt, Hole) = (update, byteRangeAt, new SignatureHole(update.Offset, contentsAt, containerBytes));
    }

    /// <summary>Where the signature value goes.</summary>
    public SignatureHole Hole { get; }

    /// <inheritdoc cref="SignatureHole.ContentsAt" path="/summary"/>
    public int ContentsAt => Hole.ContentsAt;

    /// <inheritdoc cref="SignatureHole.ContainerBytes" path="/summary"/>
    public int ContainerBytes => Hole.ContainerBytes;

    /// <inheritdoc cref="SignatureHole.AfterContents" path="/summary"/>
    public int AfterContents => Hole.AfterContents;

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
        buffer.Fill((byte)' ', SignatureHole.ByteRangeWidth);
        buffer.Write("/Contents"u8);
        var contentsAt = buffer.Length;
        buffer.Write((byte)'<');
        buffer.Fill((byte)'0', 2 * containerBytes);
        buffer.Write(">>>\nendobj\n"u8);
        return new SignaturePlaceholder(update, byteRangeAt, contentsAt, containerBytes);
    }

    /// <summary>Fills in /ByteRange, once the update is complete.</summary>
    public void FillByteRange() =>
        Encoding.ASCII.GetBytes(Hole.RangeIn(_update.Buffer.Length), _update.Buffer.Patch(_byteRangeAt, SignatureHole.ByteRangeWidth));

    /// <summary>A date of ISO 32000-2, 7.9.4.</summary>
    public static string FormatDate(DateTimeOffset at)
    {
        var sign = at.Offset < TimeSpan.Zero ? '-' : '+';
        var offset = at.Offset.Duration();
        return string.Create(CultureInfo.InvariantCulture, $"D:{at:yyyyMMddHHmmss}{sign}{offset.Hours:00}'{offset.Minutes:00}'");
    }
}
