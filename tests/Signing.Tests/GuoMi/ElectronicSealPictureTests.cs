using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Seals;
using Market.Signing.Tests.Seals;

namespace Market.Signing.Tests.GuoMi;

/// <summary>The picture in an electronic seal, put on paper.</summary>
public sealed class ElectronicSealPictureTests
{
    private static readonly byte[] Palette = [255, 255, 255, 220, 12, 23, 0, 0, 0, 255, 0, 255];

    [Theory]
    [InlineData(40, 40)]
    [InlineData(45, 30)]
    public async Task It_is_shown_in_exactly_the_millimetres_the_seal_states(int width, int height)
    {
        var seal = await SealWith("GIF", GifForge.Write(20, Ring(20), Palette, clear: 0), width, height);

        var bytes = await GuoMiFiles.SealAsync(new SealOptions
        {
            ClaimedAt = TestSeals.Now,
            ElectronicSeal = seal,
            Placements = [new SealImpression(1, 100, 100, seal.ToPicture())],
        });

        Assert.Equal(Indication.TotalPassed, GuoMiFiles.Judge(bytes).Verdict);
        using var file = PdfFile.Open(new MemoryStream(bytes));
        var field = SignatureFields.Read(file, file.Current).Single();
        var rectangle = PdfRectangle.TryRead(file.Current, file.Current.Dictionary(field.Widgets[0])!["Rect"])!.Value;
        Assert.Equal(width * 72 / 25.4, rectangle.Width, 0.01);
        Assert.Equal(height * 72 / 25.4, rectangle.Height, 0.01);
    }

    [Fact]
    public async Task The_name_of_the_seal_describes_it_to_those_who_cannot_see_it()
    {
        var seal = await SealWith("PNG", Png(), 40, 40);

        Assert.Equal(seal.Name, seal.ToPicture().Description);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_gif_is_read_pixel_for_pixel(bool isInterlaced)
    {
        // Large and irregular enough for codes of every width and a table that is begun anew.
        var indexes = Enumerable.Range(0, 301 * 97).Select(i => (byte)((i * i / 7) + (i % 13) & 3)).ToArray();

        var (width, height, colours, alpha) = GifReader.Open(GifForge.Write(301, indexes, Palette, clear: 0, isInterlaced));

        Assert.Equal((301, 97), (width, height));
        Assert.Equal(indexes.SelectMany(index => Palette.Skip(index * 3).Take(3)), colours);
        Assert.Equal(indexes.Select(index => index == 0 ? (byte)0 : (byte)255), alpha);
    }

    [Fact]
    public void A_damaged_gif_is_refused_and_never_breaks_the_reader()
    {
        var gif = GifForge.Write(30, Ring(30), Palette, clear: 0);
        for (var i = 0; i < 2000; i++)
        {
            var at = i * 131 % gif.Length;
            var bytes = i % 5 == 0 ? gif[..at] : (byte[])gif.Clone();
            if (at < bytes.Length)
            {
                bytes[at] ^= (byte)(1 << (i % 8));
            }

            try
            {
                GifReader.Read(bytes);
            }
            catch (SealRefusedException refusal)
            {
                Assert.Equal(SealRefusedException.UnusablePicture, refusal.Code);
            }
        }
    }

    [Theory]
    [InlineData("OFD", 40)]
    [InlineData("PNG", 0)]
    [InlineData("PNG", 1000)]
    public async Task What_cannot_be_drawn_is_refused_in_words(string format, int size)
    {
        var seal = await SealWith(format, format == "OFD" ? [.. "PK"u8, 3, 4] : Png(), size, size);

        Assert.Equal(SealRefusedException.UnusablePicture, Assert.Throws<SealRefusedException>(() => seal.ToPicture()).Code);
    }

    private static Task<ElectronicSeal> SealWith(string format, byte[] bytes, int width, int height) =>
        TestSeals.SealAsync(TestSeals.SealContent() with { Picture = new ElectronicSealPicture(format, bytes, width, height) });

    private static byte[] Png() => PngFile.Of(8, 8, 8, 2, [.. Enumerable.Repeat(new byte[8 * 3], 8)]);

    private static byte[] Ring(int size) =>
        [.. Enumerable.Range(0, size * size).Select(i => Math.Abs(Math.Sqrt(Math.Pow((i % size) - (size / 2.0), 2) + Math.Pow((i / size) - (size / 2.0), 2)) - (size / 2.5)) < 1.5 ? (byte)1 : (byte)0)];
}
