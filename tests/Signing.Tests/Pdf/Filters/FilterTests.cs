using System.Text;
using Market.Signing.Pdf.Filters;

namespace Market.Signing.Tests.Pdf.Filters;

public sealed class FilterTests
{
    [Fact]
    public void Lzw_decodes_the_example_of_the_standard()
    {
        // ISO 32000-2, 7.4.4.2, example 1.
        byte[] encoded = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];

        Assert.Equal([45, 45, 45, 45, 45, 65, 45, 45, 45, 66], LzwFilter.Decode(encoded, earlyChange: true, 100));
    }

    [Theory]
    [InlineData("a code for nothing", new byte[] { 0x80, 0x7F, 0xFF })]
    public void Lzw_refuses(string why, byte[] encoded) =>
        Assert.True(Record.Exception(() => LzwFilter.Decode(encoded, earlyChange: true, 100)) is InvalidDataException, why);

    [Theory]
    [InlineData("87cURD]i,\"Ebo80~>", "Hello World!")]
    [InlineData("z~>", "\0\0\0\0")]
    [InlineData("~>", "")]
    [InlineData("87cUR D]i,\n\"Ebo80", "Hello World!")]
    public void Ascii85_decodes(string encoded, string expected) =>
        Assert.Equal(expected, Encoding.Latin1.GetString(Ascii85Filter.Decode(Encoding.Latin1.GetBytes(encoded))));

    [Theory]
    [InlineData("s8W-\"~>")]
    [InlineData("87cU{~>")]
    [InlineData("8~>")]
    public void Ascii85_refuses(string encoded) => Assert.Throws<InvalidDataException>(() => Ascii85Filter.Decode(Encoding.Latin1.GetBytes(encoded)));

    [Fact]
    public void Hexadecimal_decodes_and_completes_the_last_digit() => Assert.Equal([0x90, 0x1F, 0xA0], AsciiHexFilter.Decode("90 1f\nA>ff"u8.ToArray()));

    [Fact]
    public void Run_lengths_decode() => Assert.Equal("abcdddd"u8.ToArray(), RunLengthFilter.Decode([2, 97, 98, 99, 253, 100, 128, 7], 100));

    [Fact]
    public void A_run_that_is_cut_off_is_refused() => Assert.Throws<InvalidDataException>(() => RunLengthFilter.Decode([5, 97], 100));

    [Theory]
    [InlineData("none", new byte[] { 0, 1, 2, 3, 0, 4, 5, 6 }, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("sub", new byte[] { 1, 1, 1, 1, 1, 4, 1, 1 }, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("up", new byte[] { 2, 1, 2, 3, 2, 1, 1, 1 }, new byte[] { 1, 2, 3, 2, 3, 4 })]
    [InlineData("average", new byte[] { 3, 2, 2, 2, 3, 1, 1, 1 }, new byte[] { 2, 3, 3, 2, 3, 4 })]
    [InlineData("paeth", new byte[] { 4, 1, 1, 1, 4, 1, 1, 1 }, new byte[] { 1, 2, 3, 2, 3, 4 })]
    public void Png_prediction_is_undone(string why, byte[] encoded, byte[] expected) =>
        Assert.True(expected.AsSpan().SequenceEqual(Predictor.Undo(new PredictorSettings(12, 1, 8, 3), encoded)), why);

    [Theory]
    [InlineData(8, new byte[] { 1, 1, 1, 254 }, new byte[] { 1, 2, 3, 1 })]
    [InlineData(4, new byte[] { 0x11, 0x1F }, new byte[] { 0x12, 0x32 })]
    [InlineData(16, new byte[] { 0x00, 0xFF, 0x00, 0x01 }, new byte[] { 0x00, 0xFF, 0x01, 0x00 })]
    public void Tiff_prediction_is_undone(int bits, byte[] encoded, byte[] expected) =>
        Assert.Equal(expected, Predictor.Undo(new PredictorSettings(2, 1, bits, 32 / bits), encoded)[..expected.Length]);

    [Fact]
    public void A_bomb_is_stopped_at_the_limit()
    {
        var bomb = FlateFilter.Encode(new byte[10_000_000]);

        Assert.Throws<DecodedTooLargeException>(() => FlateFilter.Decode(bomb, 1_000_000));
    }
}
