using System.Text;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Text;
using Market.Signing.Tests.Pdf.Sealing;

namespace Market.Signing.Tests.Pdf.Text;

/// <summary>The keyword is found where it is seen, however the producer wrote it. The word 盖章处 stands at 12 points from
/// (100, 700): its middle is 18 points further and 0.38 of the size above the baseline.</summary>
public sealed class KeywordTests
{
    private const string Ucs2 = "<76D67AE05904>";

    private const string ChineseFont =
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{0}/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun"
        + "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 250 814 939 500]>>]{1}>>";

    public static TheoryData<string, string, string> Contents => new()
    {
        { "in one string", "UniGB-UCS2-H", $"BT /F 12 Tf 100 700 Td {Ucs2} Tj ET" },
        { "UTF-16", "UniGB-UTF16-H", $"BT /F 12 Tf 100 700 Td {Ucs2} Tj ET" },
        { "in GBK", "GBK-EUC-H", "BT /F 12 Tf 100 700 Td <B8C7D5C2B4A6> Tj ET" },
        { "in GB 18030", "GBK2K-H", "BT /F 12 Tf 100 700 Td <B8C7D5C2B4A6> Tj ET" },
        { "behind Latin letters of half width", "GBK-EUC-H", "BT /F 12 Tf 82 700 Td (ABC\\270\\307\\325\\302\\264\\246) Tj ET" },
        { "one by one", "UniGB-UCS2-H", "BT /F 12 Tf 100 700 Td <76D6> Tj 12 0 Td <7AE0> Tj 12 0 Td <5904> Tj ET" },
        { "in the wrong order", "UniGB-UCS2-H", "BT /F 12 Tf 124 700 Td <5904> Tj ET BT /F 12 Tf 100 700 Td <76D6> Tj ET BT /F 12 Tf 112 700 Td <7AE0> Tj ET" },
        { "printed twice to look bold", "UniGB-UCS2-H", "BT /F 12 Tf 100 700 Td <76D6> Tj 0.4 0 Td <76D6> Tj 11.6 0 Td <7AE0> Tj 0.4 0 Td <7AE0> Tj 11.6 0 Td <5904> Tj 0.4 0 Td <5904> Tj ET" },
        { "with spaces", "UniGB-UCS2-H", "BT /F 12 Tf 91.5 700 Td [<76D6> -500 <0020> -83.3333 <7AE0> -583.3333 <5904>] TJ ET" },
        { "in a larger matrix", "UniGB-UCS2-H", "q 2 0 0 2 40 100 cm BT /F 1 Tf 6 0 0 6 30 300 Tm <76D67AE05904> Tj ET Q" },
        { "moved by every operator", "UniGB-UCS2-H", "BT /F 12 Tf 14 TL 90 728 Td T* 10 0 Td 0 -14 TD <76D67AE05904> Tj ET" },
        { "by the quotes", "UniGB-UCS2-H", "BT /F 12 Tf 14 TL 100 714 Td <76D67AE05904> ' ET" },
        { "by the double quotes with spacing", "UniGB-UCS2-H", "BT /F 10 Tf 14 TL 101 714.76 Td 0 2 <76D67AE05904> \" ET" },
        { "narrowed and spaced", "UniGB-UCS2-H", "BT /F 12 Tf 50 Tz 12 Tc 103 700 Td <76D67AE05904> Tj ET" },
        { "raised", "UniGB-UCS2-H", "BT /F 12 Tf 5 Ts 100 695 Td <76D67AE05904> Tj ET" },
        { "from top to bottom", "UniGB-UCS2-V", "BT /F 12 Tf 118 722.56 Td <76D67AE05904> Tj ET" },
        { "upwards", "UniGB-UCS2-H", "BT /F 12 Tf 0 1 -1 0 122.56 686.56 Tm <76D67AE05904> Tj ET" },
        { "in a form", "UniGB-UCS2-H", "q 1 0 0 1 60 600 cm /Form Do Q" },
        { "after damaged operators", "UniGB-UCS2-H", $"]] >> (a) 1 2 << foo Q Q ) BT /F 12 Tf 100 700 Td {Ucs2} Tj ET" },
        { "after an inline image", "UniGB-UCS2-H", $"BI /W 2 /H 1 /BPC 8 /CS /G ID x EI( EI BT /F 12 Tf 100 700 Td {Ucs2} Tj ET" },
        { "over other text", "UniGB-UCS2-H", $"BT /F 12 Tf 90 702 Td <4E004E014E024E03> Tj ET BT /F 12 Tf 100 700 Td {Ucs2} Tj ET" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void A_keyword_is_found_where_it_is_seen(string how, string encoding, string content)
    {
        var place = Assert.Single(Find(Document(content, encoding), "盖章处"));

        var (right, down) = (118 / 72.0 * 25.4, (841.89 - 700 - (0.38 * 12)) / 72 * 25.4);
        Assert.True(Math.Abs(place.Right - right) < 0.25 && Math.Abs(place.Down - down) < 0.25, $"{how}: at {place.Right:0.00}, {place.Down:0.00} instead of {right:0.00}, {down:0.00}");
    }

    [Theory]
    [InlineData("<0048004B>", "<0048>", "盖")]
    [InlineData("<004800480048>", "<0048>", "盖盖盖")]
    public void Codes_without_a_character_set_are_read_through_the_fonts_own_map(string shown, string code, string keyword)
    {
        var map = $"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar {code} <76D6> endbfchar";
        var document = Document($"BT /F 12 Tf 100 700 Td {shown} Tj ET", "Identity-H", toUnicode: map);

        Assert.NotEmpty(Find(document, keyword));
    }

    [Fact]
    public void Ranges_of_a_map_count_up_and_lists_are_read()
    {
        const string Map = "2 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<76D6> <7AE0>] endbfrange";
        var document = Document("BT /F 12 Tf 100 700 Td <001100200021> Tj ET", "Identity-H", toUnicode: Map);

        Assert.NotEmpty(Find(document, "丁盖章"));
    }

    [Fact]
    public void Simple_fonts_are_read_by_their_encoding_and_its_differences()
    {
        var document = new PdfText()
            .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595.276 841.89]/Resources<</Font<</F 5 0 R>>>>>>")
            .Object(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
            .Object(4, Stream("BT /F 12 Tf 100 700 Td (Seal he\\001e \\002\\003) Tj ET"))
            .Object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/r/uni76D6/u7AE0]>>>>")
            .End("/Size 6/Root 1 0 R").Bytes;

        Assert.NotEmpty(Find(document, "Seal here"));
        Assert.NotEmpty(Find(document, "盖章"));
        Assert.Empty(Find(document, "Seal there"));
    }

    [Theory]
    [InlineData("盖 章 处")]
    [InlineData("盖\u3000章处")]
    public void Spaces_in_the_keyword_do_not_matter(string keyword) => Assert.Single(Find(Document($"BT /F 12 Tf 100 700 Td {Ucs2} Tj ET", "UniGB-UCS2-H"), keyword));

    [Fact]
    public void Full_width_and_half_width_forms_are_the_same()
    {
        // 盖章（公章）： with full-width brackets and colon, and the radical ⽴ for 立.
        var document = Document("BT /F 12 Tf 100 700 Td <76D67AE0FF08516C7AE0FF09FF1A2F74> Tj ET", "UniGB-UCS2-H");

        Assert.Single(Find(document, "(公章):立"));
    }

    [Fact]
    public void Characters_of_two_columns_are_no_word() =>
        Assert.Empty(Find(Document("BT /F 12 Tf 100 700 Td <76D67AE0> Tj 80 0 Td <5904> Tj ET", "UniGB-UCS2-H"), "盖章处"));

    [Fact]
    public void The_letters_within_a_seals_picture_are_no_text() =>
        Assert.Empty(Find(Document($"/Span<</ActualText()>>BDC BT /F 12 Tf 100 700 Td {Ucs2} Tj ET EMC", "UniGB-UCS2-H"), "盖章处"));

    [Fact]
    public void Text_outside_what_is_displayed_is_not_found() =>
        Assert.Empty(Find(Document($"BT /F 12 Tf 100 900 Td {Ucs2} Tj ET", "UniGB-UCS2-H"), "盖章处"));

    [Fact]
    public void Several_places_come_in_reading_order()
    {
        var document = Document(
            $"BT /F 12 Tf 300 100 Td {Ucs2} Tj ET BT /F 12 Tf 100 700 Td {Ucs2} Tj ET BT /F 12 Tf 300 700 Td {Ucs2} Tj ET", "UniGB-UCS2-H");

        Assert.Equal([(118, 140), (318, 140), (318, 740)], Find(document, "盖章处").Select(place => ((int)Math.Round(place.Right / 25.4 * 72), (int)Math.Round(place.Down / 25.4 * 72 / 20) * 20)));
    }

    [Fact]
    public async Task A_seal_lies_on_its_keyword_and_an_offset_moves_it()
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        var document = Document($"BT /F 12 Tf 3 Tr 300 300 Td {Ucs2} Tj ET", "UniGB-UCS2-H");
        var placement = new KeywordPlacement("盖章处", Sealing.Sealing.UnitSeal) { RightMillimetres = 10, DownMillimetres = -5 };
        using var file = new TemporaryFile(await Sealing.Sealing.SealAsync(document, Sealing.Sealing.Options(placement)));

        var painted = RenderedPage.Draw(file.Path, 1, 127).Painted();

        Assert.Equal((318 / 72.0 * 25.4) + 10, (painted.Left + painted.Right) / 2, 0.2);
        Assert.Equal(((841.89 - 304.56) / 72 * 25.4) - 5, (painted.Top + painted.Bottom) / 2, 0.2);
    }

    [Fact]
    public async Task Near_the_edge_the_seal_moves_onto_the_page()
    {
        var document = Document($"BT /F 12 Tf 10 10 Td {Ucs2} Tj ET", "UniGB-UCS2-H");

        Assert.NotEmpty(await Sealing.Sealing.SealAsync(document, Sealing.Sealing.Options(new KeywordPlacement("盖章处", Sealing.Sealing.UnitSeal))));
    }

    [Fact]
    public async Task A_keyword_that_is_not_there_is_refused_by_name_and_the_title_block_suggested()
    {
        var exception = await Assert.ThrowsAsync<SealRefusedException>(() => Sealing.Sealing.SealAsync(
            PdfText.OnePage().Bytes, Sealing.Sealing.Options(new KeywordPlacement("盖章处", Sealing.Sealing.UnitSeal))));

        Assert.Equal("keyword-not-found", exception.Code);
        Assert.Contains("盖章处", exception.Message, StringComparison.Ordinal);
        Assert.Contains("title block", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_last_and_each_occurrence_can_be_sealed()
    {
        var document = Document(
            $"BT /F 12 Tf 100 700 Td {Ucs2} Tj 200 0 Td {Ucs2} Tj 0 -300 Td {Ucs2} Tj ET", "UniGB-UCS2-H");

        Assert.Equal([(118, 700)], await WidgetsAsync(KeywordOccurrence.First));
        Assert.Equal([(318, 400)], await WidgetsAsync(KeywordOccurrence.Last));
        Assert.Equal([(118, 700)], await WidgetsAsync(KeywordOccurrence.Each));
        Assert.Equal("stamp-after-signature", await Sealing.Sealing.RefusedAsync(
            await Sealing.Sealing.SealAsync(document, Sealing.Sealing.Options()),
            Sealing.Sealing.Options(new KeywordPlacement("盖章处", Sealing.Sealing.UnitSeal) { Occurrence = KeywordOccurrence.Each })));

        async Task<(int X, int Y)[]> WidgetsAsync(KeywordOccurrence occurrence)
        {
            var bytes = await Sealing.Sealing.SealAsync(document, Sealing.Sealing.Options(new KeywordPlacement("盖章处", Sealing.Sealing.UnitSeal) { Occurrence = occurrence }));
            using var file = PdfFile.Open(new MemoryStream(bytes));
            return [.. Market.Signing.Pdf.Signatures.SignatureFields.Read(file, file.Current)
                .Select(field => PdfRectangle.TryRead(file.Current, field.Dictionary["Rect"])!.Value)
                .Select(rectangle => ((int)Math.Round((rectangle.Left + rectangle.Right) / 2), (int)Math.Round((rectangle.Bottom + rectangle.Top) / 2 / 10) * 10))];
        }
    }

    internal static byte[] Document(string content, string encoding, string? toUnicode = null) => new PdfText()
        .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595.276 841.89]/Resources<</Font<</F 5 0 R>>/XObject<</Form 6 0 R>>>>>>")
        .Object(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
        .Object(4, Stream(content))
        .Object(5, string.Format(null, CompositeFormat.Parse(ChineseFont), encoding, toUnicode is null ? "" : "/ToUnicode 7 0 R"))
        .Object(6, Stream($"BT /F 12 Tf 20 100 Td {Ucs2} Tj ET", "/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Matrix[1 0 0 1 20 0]"))
        .Object(7, Stream(toUnicode ?? ""))
        .End("/Size 8/Root 1 0 R").Bytes;

    internal static List<KeywordPlace> Find(byte[] document, string keyword)
    {
        using var file = PdfFile.Open(new MemoryStream(document));
        return [.. new KeywordFinder(file, keyword).On(new PageTree(file, file.Current).Find(0))];
    }

    private static string Stream(string content, string dictionary = "") => $"<</Length {content.Length}{dictionary}>>stream\n{content}\nendstream";
}
