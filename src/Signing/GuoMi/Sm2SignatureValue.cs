using System.Formats.Asn1;

namespace Market.Signing.GuoMi;

/// <summary>The two numbers of an SM2 signature, each in 32 bytes.</summary>
/// <param name="Plain">r and s side by side, 64 bytes.</param>
/// <param name="WasPlain">Whether it was met in that form instead of the DER that GM/T 0009, 7.3 asks for.</param>
internal sealed record Sm2SignatureValue(byte[] Plain, bool WasPlain)
{
    private const int PlainBytes = 2 * Sm2Curve.FieldBytes;

    public static Sm2SignatureValue FromPlain(byte[] plain) => new(plain, WasPlain: true);

    /// <summary>Reads the DER of SEQUENCE { r, s }, or exactly 64 bytes r || s as some producers write them.</summary>
    public static Sm2SignatureValue? TryRead(ReadOnlySpan<byte> value) =>
        TryReadDer(value) ?? (value.Length == PlainBytes ? new Sm2SignatureValue(value.ToArray(), WasPlain: true) : null);

    public byte[] ToDer()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(WithoutLeadingZeros(Plain.AsSpan(0, Sm2Curve.FieldBytes)));
            writer.WriteIntegerUnsigned(WithoutLeadingZeros(Plain.AsSpan(Sm2Curve.FieldBytes)));
        }

        return writer.Encode();
    }

    private static Sm2SignatureValue? TryReadDer(ReadOnlySpan<byte> value)
    {
        try
        {
            AsnDecoder.ReadSequence(value, AsnEncodingRules.DER, out var offset, out var length, out var consumed);
            if (consumed != value.Length)
            {
                return null;
            }

            var content = value.Slice(offset, length);
            var plain = new byte[PlainBytes];
            var first = AsnDecoder.ReadIntegerBytes(content, AsnEncodingRules.DER, out var firstLength);
            var second = AsnDecoder.ReadIntegerBytes(content[firstLength..], AsnEncodingRules.DER, out var secondLength);
            return firstLength + secondLength == length
                && TryCopy(first, plain.AsSpan(0, Sm2Curve.FieldBytes))
                && TryCopy(second, plain.AsSpan(Sm2Curve.FieldBytes))
                ? new Sm2SignatureValue(plain, WasPlain: false)
                : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static bool TryCopy(ReadOnlySpan<byte> integer, Span<byte> field)
    {
        if ((integer[0] & 0x80) != 0)
        {
            return false;
        }

        var magnitude = integer[0] == 0 ? integer[1..] : integer;
        if (magnitude.Length > field.Length)
        {
            return false;
        }

        magnitude.CopyTo(field[^magnitude.Length..]);
        return true;
    }

    private static ReadOnlySpan<byte> WithoutLeadingZeros(ReadOnlySpan<byte> number)
    {
        var start = number.IndexOfAnyExcept((byte)0);
        return start < 0 ? number[^1..] : number[start..];
    }
}
