using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Signatures;

/// <summary>The bytes a signature covers: everything from the file's start to the end of the signed revision but the
/// hexadecimal string of /Contents (ISO 32000-2, 12.8.1).</summary>
/// <param name="GapStart">Offset of the <c>&lt;</c> of /Contents.</param>
/// <param name="GapEnd">Offset just behind its <c>&gt;</c>.</param>
/// <param name="End">Offset behind the last covered byte.</param>
internal readonly record struct ByteRange(long GapStart, long GapEnd, long End)
{
    /// <summary>Reads /ByteRange; null unless it is four whole numbers that begin at 0, rise, and leave exactly one gap.</summary>
    public static ByteRange? TryRead(PdfObject value)
    {
        if (value is not PdfArray { Count: 4 } array
            || array[0] is not PdfInteger { Value: 0 }
            || array[1] is not PdfInteger { Value: > 0 } first
            || array[2] is not PdfInteger { Value: > 0 } second
            || array[3] is not PdfInteger { Value: > 0 } length
            || second.Value <= first.Value
            || length.Value > long.MaxValue - second.Value)
        {
            return null;
        }

        return new ByteRange(first.Value, second.Value, second.Value + length.Value);
    }
}
