using System.Buffers.Binary;
using System.Text;
using Market.Signing.Fonts;

namespace Market.Signing.Tests.Fonts;

public sealed class FontSubsetTests
{
    [Fact]
    public void Characters_are_numbered_by_first_use_and_once()
    {
        var subset = new FontSubset(FontLibrary.Serif);

        Assert.Equal("000100020001", subset.Encode("公章公"));
        Assert.Equal([(int)'公', '章'], subset.Used.Select(used => used.CodePoint));
        Assert.Equal(1.0, subset.WidthOf(new Rune('公')), 3);
    }

    [Fact]
    public void The_written_program_holds_just_the_glyphs_used()
    {
        var subset = new FontSubset(FontLibrary.SerifBold);
        subset.Encode("规划");

        var program = TrueTypeWriter.Write(subset);

        Assert.Equal(3, BinaryPrimitives.ReadUInt16BigEndian(Table(program, "maxp")[4..]));
        Assert.Equal(12, Table(program, "hmtx").Length);
        var loca = Table(program, "loca");
        Assert.Equal(Table(program, "glyf").Length, (int)BinaryPrimitives.ReadUInt32BigEndian(loca[^4..]));
        Assert.InRange(program.Length, 500, 4000);
    }

    [Fact]
    public void Parts_of_composite_glyphs_come_along()
    {
        var subset = new FontSubset(FontLibrary.Serif);
        subset.Encode("éàüñ");

        var program = TrueTypeWriter.Write(subset);

        Assert.True(BinaryPrimitives.ReadUInt16BigEndian(Table(program, "maxp")[4..]) >= 5);
    }

    [Fact]
    public void A_missing_font_says_where_it_was_looked_for()
    {
        var failed = Assert.Throws<FontFormatException>(() => TrueTypeFont.Open("/nowhere/font.ttf", "Nowhere"));

        Assert.Contains("/nowhere/font.ttf", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_licence_lies_beside_the_fonts() =>
        Assert.Contains("SIL Open Font License", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fonts", "OFL.txt")), StringComparison.OrdinalIgnoreCase);

    private static Span<byte> Table(byte[] program, string tag)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(program.AsSpan(4));
        for (var i = 0; i < count; i++)
        {
            var record = program.AsSpan(12 + (i * 16), 16);
            if (Encoding.ASCII.GetString(record[..4]) == tag)
            {
                return program.AsSpan((int)BinaryPrimitives.ReadUInt32BigEndian(record[8..]), (int)BinaryPrimitives.ReadUInt32BigEndian(record[12..]));
            }
        }

        throw new InvalidOperationException($"There is no table {tag}.");
    }
}
