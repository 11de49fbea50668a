using System.Globalization;

namespace Market.Signing.Pdf.Objects;

/// <summary>A PDF value (ISO 32000-2, 7.3). Values are immutable and compare by content, so two revisions of a document
/// can be compared object by object.</summary>
internal abstract record PdfObject;

/// <summary>The null object; an undefined indirect object reads as it, too (7.3.9, 7.3.10).</summary>
internal sealed record PdfNull : PdfObject
{
    public static readonly PdfNull Value = new();
}

internal sealed record PdfBoolean(bool Value) : PdfObject
{
    public static readonly PdfBoolean True = new(true);
    public static readonly PdfBoolean False = new(false);

    public static PdfBoolean Of(bool value) => value ? True : False;
}

/// <summary>A number (7.3.3), whole or real.</summary>
internal abstract record PdfNumber : PdfObject
{
    public abstract double AsDouble { get; }
}

internal sealed record PdfInteger(long Value) : PdfNumber
{
    public override double AsDouble => Value;
}

/// <summary>A real number. <see cref="Text"/> keeps the digits of the file, so that writing it again changes nothing.</summary>
internal sealed record PdfReal(double Value, string Text) : PdfNumber
{
    public PdfReal(double value)
        : this(value, (value == 0 ? 0 : value).ToString("0.#####", CultureInfo.InvariantCulture))
    {
    }

    public override double AsDouble => Value;

    public bool Equals(PdfReal? other) => other is not null && Value.Equals(other.Value);

    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary>A reference to an indirect object (7.3.10).</summary>
internal sealed record PdfReference(int Number, int Generation = 0) : PdfObject
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Generation} R");
}

/// <summary>A name (7.3.5). Each character of <see cref="Value"/> stands for one byte, so that any name survives
/// reading and writing.</summary>
internal sealed record PdfName(string Value) : PdfObject
{
    public override string ToString() => "/" + Value;
}
