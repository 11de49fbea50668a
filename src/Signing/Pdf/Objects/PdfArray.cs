using System.Collections;

namespace Market.Signing.Pdf.Objects;

/// <summary>An array (7.3.6).</summary>
internal sealed record PdfArray(IReadOnlyList<PdfObject> Items) : PdfObject, IEnumerable<PdfObject>
{
    public static readonly PdfArray Empty = new([]);

    public int Count => Items.Count;

    public PdfObject this[int index] => Items[index];

    public static PdfArray OfIntegers(params ReadOnlySpan<long> values)
    {
        var items = new PdfObject[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            items[i] = new PdfInteger(values[i]);
        }

        return new PdfArray(items);
    }

    public static PdfArray OfReals(params ReadOnlySpan<double> values)
    {
        var items = new PdfObject[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            items[i] = new PdfReal(values[i]);
        }

        return new PdfArray(items);
    }

    public PdfArray Append(params ReadOnlySpan<PdfObject> more) => new([.. Items, .. more]);

    public bool Equals(PdfArray? other) => other is not null && (ReferenceEquals(Items, other.Items) || Items.SequenceEqual(other.Items));

    public override int GetHashCode() => Count;

    public IEnumerator<PdfObject> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
