using System.Formats.Asn1;
using System.Text;

namespace Market.Signing.GuoMi.Seals;

/// <summary>Reads single elements of SES structures in the forms that are in circulation.</summary>
internal static class SesElements
{
    private const int LongestText = 4096;
    private const int MostExtensions = 100;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    /// <summary>How many elements a sequence has; the versions differ in it.</summary>
    public static int Count(AsnReader sequence, int limit)
    {
        var count = 0;
        for (; sequence.HasData && count <= limit; count++)
        {
            sequence.ReadEncodedValue();
        }

        return count;
    }

    /// <summary>Text under any string type: producers write other characters than the type allows.</summary>
    public static string ReadText(AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.Universal
            || (UniversalTagNumber)tag.TagValue is not (UniversalTagNumber.UTF8String or UniversalTagNumber.IA5String
                or UniversalTagNumber.PrintableString or UniversalTagNumber.VisibleString))
        {
            throw new AsnContentException("A text is expected.");
        }

        var content = reader.PeekContentBytes();
        if (content.Length > LongestText)
        {
            throw new GmFormatException("ses-too-large", "A text in the seal is too long.");
        }

        reader.ReadEncodedValue();
        return Encoding.UTF8.GetString(content.Span);
    }

    public static int ReadInteger(AsnReader reader) =>
        reader.TryReadInt32(out var value) ? value : throw new AsnContentException("A number is out of range.");

    /// <summary>A BIT STRING of whole bytes, or an OCTET STRING as some write it instead.</summary>
    public static ReadOnlyMemory<byte> ReadBits(AsnReader reader)
    {
        if (reader.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            return reader.ReadOctetString();
        }

        var bits = reader.ReadBitString(out var unusedBits);
        return unusedBits == 0 ? bits : throw new AsnContentException("A bit string of whole bytes is expected.");
    }

    /// <summary>[0] EXPLICIT BIT STRING OPTIONAL.</summary>
    public static ReadOnlyMemory<byte>? ReadTimestamp(AsnReader reader)
    {
        if (!reader.HasData)
        {
            return null;
        }

        var wrapper = reader.ReadSequence(Context0);
        var bits = ReadBits(wrapper);
        wrapper.ThrowIfNotEmpty();
        return bits;
    }

    /// <summary>ExtensionDatas OPTIONAL, under [0] or bare; both are met.</summary>
    /// <returns>Whether one of them is critical; none is known here.</returns>
    public static bool ReadExtensions(AsnReader reader)
    {
        if (!reader.HasData)
        {
            return false;
        }

        var isTagged = reader.PeekTag().HasSameClassAndValue(Context0);
        var wrapper = isTagged ? reader.ReadSequence(Context0) : reader;
        var extensions = wrapper.ReadSequence();
        if (isTagged)
        {
            wrapper.ThrowIfNotEmpty();
        }

        var isCritical = false;
        for (var count = 0; extensions.HasData; count++)
        {
            if (count == MostExtensions)
            {
                throw new GmFormatException("ses-too-large", "The seal has too many extensions.");
            }

            var extension = extensions.ReadSequence();
            extension.ReadObjectIdentifier();

            // An explicit FALSE is against DER, but real; the bytes are hashed as they stand.
            isCritical |= extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
        }

        return isCritical;
    }
}
