using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Which part of ISO 19005 (PDF/A) a document claims to follow, in its XMP metadata.</summary>
internal static class PdfAConformance
{
    private const int LargestMetadata = 1 << 20;

    /// <summary>1 to 4; 0 when the document claims none.</summary>
    public static int PartOf(PdfRevision revision)
    {
        if (revision.Resolve(revision.Catalog["Metadata"]) is not PdfStream { DataLength: <= LargestMetadata } stream)
        {
            return 0;
        }

        string text;
        try
        {
            text = Encoding.UTF8.GetString(revision.Decode(stream));
        }
        catch (PdfFormatException)
        {
            return 0;
        }

        // As an element <pdfaid:part>1</pdfaid:part> or an attribute pdfaid:part="1".
        var at = text.IndexOf("pdfaid:part", StringComparison.Ordinal);
        for (var i = at < 0 ? text.Length : at; i < Math.Min(text.Length, at + 24); i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                return text[i] - '0';
            }
        }

        return 0;
    }
}
