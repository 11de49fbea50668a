using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Tests.Pdf.Reading;

public sealed class ObjectReaderTests
{
    [Theory]
    [InlineData("/Name1", "Name1")]
    [InlineData("/A;Name_With-Various***Characters?", "A;Name_With-Various***Characters?")]
    [InlineData("/Lime#20Green", "Lime Green")]
    [InlineData("/paired#28#29parentheses", "paired()parentheses")]
    [InlineData("/", "")]
    [InlineData("/.notdef/Next", ".notdef")]
    public void Names_are_read(string text, string expected) => Assert.Equal(new PdfName(expected), Read(text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("+17", 17)]
    [InlineData("-98", -98)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Whole_numbers_are_read(string text, long expected) => Assert.Equal(new PdfInteger(expected), Read(text));

    [Theory]
    [InlineData("34.5", 34.5)]
    [InlineData("-.002", -.002)]
    [InlineData("4.", 4.0)]
    public void Real_numbers_keep_their_digits(string text, double expected)
    {
        var real = Assert.IsType<PdfReal>(Read(text));

        Assert.Equal(expected, real.Value);
        Assert.Equal(text, Written(real));
    }

    [Theory]
    [InlineData("(simple)", "simple")]
    [InlineData("(nested (and (deep)) ones)", "nested (and (deep)) ones")]
    [InlineData(@"(\n\r\t\b\f\(\)\\)", "\n\r\t\b\f()\\")]
    [InlineData(@"(\53\0533\x)", "++3x")]
    [InlineData("(a\\\nb)", "ab")]
    [InlineData("(a\r\nb\rc)", "a\nb\nc")]
    [InlineData("<48656C6C6F>", "Hello")]
    [InlineData("<4 8 6\n5 7>", "Hep")]
    [InlineData("()", "")]
    public void Strings_are_read(string text, string expected) =>
        Assert.Equal(expected, Encoding.Latin1.GetString(Assert.IsType<PdfString>(Read(text)).Bytes.Span));

    [Fact]
    public void Dictionaries_arrays_and_references_nest()
    {
        var value = Read("<</Kids [3 0 R 4 0 R 5] /Count 2 %note\n/Absent null/On true>>");

        var expected = new PdfDictionary(
            ("Kids", new PdfArray([new PdfReference(3), new PdfReference(4), new PdfInteger(5)])),
            ("Count", new PdfInteger(2)),
            ("On", PdfBoolean.True));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("truncated escape", "/A#4")]
    [InlineData("escape of no digits", "/A#GG")]
    [InlineData("null character in a name", "/A#00B")]
    [InlineData("two signs", "--5")]
    [InlineData("two points", "1.2.3")]
    [InlineData("an exponent", "1e5")]
    [InlineData("a point alone", ".")]
    [InlineData("beyond 64 bits", "9223372036854775808")]
    [InlineData("a string without end", "(abc")]
    [InlineData("not hexadecimal", "<4x>")]
    [InlineData("a key twice", "<</A 1/A 2>>")]
    [InlineData("a key twice, once null", "<</A 1/A null>>")]
    [InlineData("a key that is no name", "<<1 2>>")]
    [InlineData("an array without end", "[1 2")]
    [InlineData("a keyword with a tail", "trueish")]
    [InlineData("nothing", "")]
    public void Refuses_and_does_not_move(string why, string text)
    {
        var cursor = new ByteCursor(Encoding.Latin1.GetBytes(text));

        Assert.False(ObjectReader.TryRead(ref cursor, 100, out _), why);
        Assert.Equal(0, cursor.Position);
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused()
    {
        var cursor = new ByteCursor(Encoding.Latin1.GetBytes(new string('[', 101) + new string(']', 101)));

        Assert.False(ObjectReader.TryRead(ref cursor, 100, out _));
    }

    [Theory]
    [InlineData("<</A/B#20C/D(x\\)y)/E<FEFF4E2D>/F[1 2.50 true]/G 7 0 R>>")]
    public void What_is_read_is_written_the_same(string text) => Assert.Equal(text, Written(Read(text)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("审查", "审查")]
    public void Text_strings_come_back(string text, string expected) => Assert.Equal(expected, PdfString.Text(text).ToText());

    private static PdfObject Read(string text)
    {
        var cursor = new ByteCursor(Encoding.Latin1.GetBytes(text));
        Assert.True(ObjectReader.TryRead(ref cursor, 100, out var value));
        return value;
    }

    private static string Written(PdfObject value)
    {
        using var buffer = new PdfBuffer();
        ObjectWriter.Write(buffer, value);
        return Encoding.Latin1.GetString(buffer.Span);
    }
}
