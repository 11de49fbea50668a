using System.Formats.Asn1;
using System.Text;
using Market.Signing.Certificates;

namespace Market.Signing.GuoMi;

/// <summary>Reads distinguished names leniently: some in circulation are not what their string types say.</summary>
internal static class GmName
{
    private const int MostParts = 64;

    /// <param name="encoded">DER of the name.</param>
    public static SubjectName Read(ReadOnlyMemory<byte> encoded)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var name = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            for (var count = 0; name.HasData && count < MostParts; count++)
            {
                var part = name.ReadSetOf(skipSortOrderValidation: true).ReadSequence();
                var oid = part.ReadObjectIdentifier();
                var isWide = part.PeekTag().HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.BMPString));
                var encoding = isWide ? Encoding.BigEndianUnicode : Encoding.UTF8;
                values.TryAdd(oid, encoding.GetString(part.PeekContentBytes().Span));
            }
        }
        catch (AsnContentException)
        {
            // What was read so far still helps the reader.
        }

        return SubjectName.From(values);
    }
}
