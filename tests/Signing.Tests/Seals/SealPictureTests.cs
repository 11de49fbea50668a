using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Pdf;

namespace Market.Signing.Tests.Seals;

public sealed class SealPictureTests
{
    public static TheoryData<string, SealPicture> Pictures => new()
    {
        { "short round", SealPicture.Round("湘江云谷有限公司") },
        { "round with all lines", SealPicture.Round("长沙市规划技术审查服务有限公司", "技术审查专用章", "（1）", "4301030012345") },
        { "very long round", SealPicture.Round("湖南省长沙市湘江新区自然资源与规划技术审查和不动产测绘咨询服务中心有限责任公司") },
        { "oval", SealPicture.Oval("长沙日照技术服务有限公司", "日照分析专用章", "4301030054321") },
        { "registration", SealPicture.Rectangular("注册城乡规划师", "欧阳明", "20264301123", "长沙市规划技术审查服务有限公司", new DateOnly(2028, 12, 31)) },
        { "personal", SealPicture.Personal("王小明") },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_picture_has_its_size_on_paper_prints_the_demonstration_mark_and_is_small(string why, SealPicture picture)
    {
        var plain = await Pdf.Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Pdf.Sealing.Sealing.Options());

        var bytes = await Pdf.Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Pdf.Sealing.Sealing.Options(new SealImpression(1, 105, 100, picture)));

        using var stream = new MemoryStream(bytes);
        using var file = PdfFile.Open(stream);
        var rectangle = SignatureFields.Read(file, file.Current)[0].Dictionary["Rect"] as PdfArray;
        Assert.Equal(picture.WidthMillimetres, (Number(rectangle![2]) - Number(rectangle[0])) / 72 * 25.4, 2);
        Assert.Equal(picture.HeightMillimetres, (Number(rectangle[3]) - Number(rectangle[1])) / 72 * 25.4, 2);
        Assert.True(bytes.Length - plain.Length <= 16 << 10, $"{why}: {bytes.Length - plain.Length} bytes");

        var appearance = AppearanceText(bytes);
        Assert.Contains("演", appearance, StringComparison.Ordinal);
        Assert.Contains("示", appearance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_characters_take_at_most_twelve_kilobytes()
    {
        var picture = SealPicture.Round("长沙市规划技术审查服务中心有限公司", "专用章", demonstration: false);
        var plain = await Pdf.Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Pdf.Sealing.Sealing.Options());

        var bytes = await Pdf.Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Pdf.Sealing.Sealing.Options(new SealImpression(1, 105, 100, picture)));

        Assert.InRange(bytes.Length - plain.Length, 1, 12 << 10);
    }

    [Fact]
    public async Task A_seal_that_is_no_demonstration_does_not_say_so()
    {
        var picture = SealPicture.Round("湘江云谷有限公司", demonstration: false);

        var bytes = await Pdf.Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Pdf.Sealing.Sealing.Options(new SealImpression(1, 105, 100, picture)));

        Assert.DoesNotContain("演", AppearanceText(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_character_the_font_cannot_draw_is_refused()
    {
        var options = Pdf.Sealing.Sealing.Options(new SealImpression(1, 105, 100, SealPicture.Round("\U00013000公司")));

        Assert.Equal("character-not-in-font", await Pdf.Sealing.Sealing.RefusedAsync(PdfText.OnePage().Bytes, options));
    }

    private static double Number(PdfObject value) => ((PdfNumber)value).AsDouble;

    // The characters that the fonts of the new revision can be read back as.
    private static string AppearanceText(byte[] sealedOnce)
    {
        using var stream = new MemoryStream(sealedOnce);
        using var file = PdfFile.Open(stream);
        var text = "";
        foreach (var (number, _) in file.Current.OwnEntries())
        {
            if (file.Current.Get(new PdfReference(number)) is PdfDictionary font && font.ContainsKey("ToUnicode")
                && file.Current.Resolve(font["ToUnicode"]) is PdfStream map)
            {
                foreach (var line in System.Text.Encoding.ASCII.GetString(file.Current.Decode(map)).Split('\n').Where(line => line.StartsWith('<') && line.Length == 13))
                {
                    text += (char)Convert.ToInt32(line[8..12], 16);
                }
            }
        }

        return text;
    }
}
