using System.Text;

namespace Market.Signing.Tests.Pdf.Text;

/// <summary>Content made to exhaust a reader ends in a refusal or in nothing found, soon.</summary>
public sealed class HostileTextTests
{
    [Fact]
    public void Forms_that_draw_forms_that_draw_forms_end_at_the_budget()
    {
        var text = Start("/F0 Do ", "/Font<</F 5 0 R>>/XObject<<" + string.Concat(Enumerable.Range(0, 11).Select(i => $"/F{i} {10 + i} 0 R")) + ">>");
        text.Object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        for (var i = 0; i < 11; i++)
        {
            var content = string.Concat(Enumerable.Repeat($"/F{i + 1} Do ", 40)) + "BT /F 12 Tf (a) Tj ET";
            text.Object(10 + i, $"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length {content.Length}>>stream\n{content}\nendstream");
        }

        Assert.Equal(PdfFormatException.LimitExceeded, Assert.Throws<PdfFormatException>(() => KeywordTests.Find(End(text, 21), "盖章处")).Code);
    }

    [Fact]
    public void A_form_that_draws_itself_ends_at_its_depth()
    {
        var text = Start("/F0 Do", "/XObject<</F0 10 0 R>>").Object(10, "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 6>>stream\n/F0 Do\nendstream");

        Assert.Empty(KeywordTests.Find(End(text, 11), "盖章处"));
    }

    [Theory]
    [InlineData("1e999 0 0 1e999 0 0 cm BT /F 1e300 Tf 1e300 1e300 Td <76D67AE05904> Tj ET")]
    [InlineData("BT /F 0 Tf <76D67AE05904> Tj ET")]
    [InlineData("0 0 0 0 0 0 cm BT /F 12 Tf <76D67AE05904> Tj ET")]
    [InlineData("BT /F 99999999999999999999999999999999999999 Tf 0 Tz <76D67AE05904> Tj ET")]
    [InlineData("BT /F 12 Tf <76> Tj <> Tj [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("BT /F 12 Tf (((((((((((((((((")]
    [InlineData("BI /W 1 ID ")]
    [InlineData("Tj TJ ' \" Tf Td TD Tm T* cm Do gs BDC EMC EMC EMC Q Q Q")]
    public void Content_without_sense_is_survived(string content)
    {
        foreach (var encoding in new[] { "UniGB-UCS2-H", "GBK-EUC-V", "GBK2K-H", "Identity-H", "NoSuchMap", "UniGB-UTF32-H" })
        {
            Assert.Empty(KeywordTests.Find(KeywordTests.Document(content, encoding), "没有"));
        }
    }

    [Theory]
    [InlineData("1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange")]
    [InlineData("1 beginbfrange <FFFF> <0000> <0000> endbfrange")]
    [InlineData("1 beginbfrange <> <> <> endbfrange 1 beginbfchar <76D6> <> endbfchar")]
    [InlineData("1 beginbfchar <76D6> <D800> <7AE0> <DC00> endbfchar")]
    [InlineData("1 begincodespacerange <00> <FF> <0000000000> <FF> endcodespacerange 1 begincidrange <00> <FF> 99999999999 endcidrange")]
    [InlineData("beginbfchar beginbfchar [[[[[ << >> ) ( ")]
    public void Character_maps_without_sense_are_survived(string map) =>
        Assert.Empty(KeywordTests.Find(KeywordTests.Document("BT /F 12 Tf 100 700 Td <76D67AE05904> Tj ET", "Identity-H", map), "没有"));

    [Fact]
    public void Symbols_without_text_are_looked_through_once()
    {
        var text = Start(string.Concat(Enumerable.Repeat("/F0 Do ", 200_000)), "/XObject<</F0 10 0 R>>")
            .Object(10, "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 20>>stream\n0 0 m 1 1 l S 0 0 m \nendstream");

        Assert.Empty(KeywordTests.Find(End(text, 11), "盖章处"));
    }

    [Fact]
    public void A_page_with_more_text_than_any_page_has_is_refused()
    {
        var document = KeywordTests.Document($"BT /F 1 Tf ({new string('a', 1_100_000)}) Tj ET", "UniGB-UCS2-H");

        Assert.Equal(PdfFormatException.LimitExceeded, Assert.Throws<PdfFormatException>(() => KeywordTests.Find(document, "盖章处")).Code);
    }

    [Fact]
    public void A_page_full_of_one_character_is_searched_in_one_go()
    {
        var content = new StringBuilder("BT /F 1 Tf 10 800 Td ");
        for (var i = 0; i < 2000; i++)
        {
            content.Append('<').Insert(content.Length, "76D6", 100).Append("> Tj 0 -0.001 Td ");
        }

        Assert.NotEmpty(KeywordTests.Find(KeywordTests.Document(content.Append("ET").ToString(), "UniGB-UCS2-H"), "盖盖盖"));
    }

    private static PdfText Start(string content, string resources) => new PdfText()
        .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .Object(3, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>")
        .Object(4, $"<</Length {content.Length}>>stream\n{content}\nendstream");

    private static byte[] End(PdfText text, int size) => text.End($"/Size {size}/Root 1 0 R").Bytes;
}
