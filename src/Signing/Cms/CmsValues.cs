using System.Formats.Asn1;

namespace Market.Signing.Cms;

/// <summary>Reads single attribute values; null when they are of another kind.</summary>
internal static class CmsValues
{
    public static string? ReadOid(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return AsnDecoder.ReadObjectIdentifier(encoded.Span, AsnEncodingRules.BER, out var consumed) is var oid
                && consumed == encoded.Length ? oid : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    public static byte[]? ReadOctets(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var octets = AsnDecoder.ReadOctetString(encoded.Span, AsnEncodingRules.BER, out var consumed);
            return consumed == encoded.Length ? octets : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
