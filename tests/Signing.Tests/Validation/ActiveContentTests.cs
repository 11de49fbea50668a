using Market.Signing.Tests.Pdf;

namespace Market.Signing.Tests.Validation;

/// <summary>Content that runs, sends or opens something, or lies in another file: named before a document is taken in and when its seals are
/// checked, wherever it stands.</summary>
public sealed class ActiveContentTests
{
    public static TheoryData<string, string, string> Active => new()
    {
        { "script at opening", "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", "" },
        { "script written with escapes", "/OpenAction<</S/Java#53cript/JS(app.alert\\(1\\))>>", "" },
        { "script whose kind is elsewhere", "/OpenAction<</S 4 0 R/JS(app.alert\\(1\\))>>", "/JavaScript" },
        { "named scripts", "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>", "" },
        { "program launch", "/OpenAction<</S/Launch/F(calc.exe)>>", "" },
        { "launch in an annotation", "", "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</Type/Action/S/Launch/F<</Type/Filespec/F(x.bat)>>>>>>" },
        { "data sent away", "/OpenAction<</S/SubmitForm/F(http://example.invalid)>>", "" },
        { "dynamic form", "/AcroForm<</Fields[]/XFA[(template)4 0 R]>>", "<</Length 0>>stream\n\nendstream" },
        { "embedded program by name", "", "<</Type/Filespec/F(setup.exe)/EF<</F 5 0 R>>>>" },
        { "embedded program by a name with a dot behind", "", "<</Type/Filespec/F(a.txt)/UF(setup.SCR. )/EF<</F 5 0 R>>>>" },
        { "embedded program by its first bytes", "", "<</Type/Filespec/F(data.txt)/EF<</F 6 0 R>>>>" },
        { "content of another file", "", "<</Length 0/F(http://example.invalid/page)>>stream\n\nendstream" },
        { "content of another file by reference", "", "<</Length 0/F 7 0 R>>stream\n\nendstream" },
        { "page of another file", "", "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Ref<</F(other.pdf)/Page 0>>/Length 0>>stream\n\nendstream" },
        { "jump to another file", "", "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/GoToR/F(other.pdf)/D[0/Fit]>>>>" },
    };

    public static TheoryData<string, string, string> Harmless => new()
    {
        { "nothing", "", "" },
        { "link", "", "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/F 4/A<</S/URI/URI(https://example.invalid)>>>>" },
        { "jump within", "/OpenAction<</S/GoTo/D[3 0 R/Fit]>>", "" },
        { "attached data", "", "<</Type/Filespec/F(market.json)/UF(market.json)/EF<</F 5 0 R>>>>" },
        { "word in a text", "", "(call /JavaScript by name, /Launch it)" },
        { "structure that names others", "", "<</Type/StructElem/S/P/Ref[3 0 R]/F 12>>" },
    };

    [Theory]
    [MemberData(nameof(Active))]
    public void It_is_found_at_hand_in_and_at_verification(string what, string catalog, string extra)
    {
        var pdf = Document(catalog, extra);

        Assert.True(PdfInspector.Inspect(pdf.Open()).HasActiveContent, what);
        Assert.Contains("active-content", PdfSealValidator.Validate(pdf.Open(), SealedFiles.Trusting).Reasons);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_only_looks_like_it_is_not(string what, string catalog, string extra)
    {
        var pdf = Document(catalog, extra);

        Assert.False(PdfInspector.Inspect(pdf.Open()).HasActiveContent, what);
        Assert.DoesNotContain("active-content", PdfSealValidator.Validate(pdf.Open(), SealedFiles.Trusting).Reasons);
    }

    private static PdfText Document(string catalog, string extra) => new PdfText()
        .Object(1, $"<</Type/Catalog/Pages 2 0 R{catalog}>>")
        .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .Object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Annots[4 0 R]>>")
        .Object(4, extra.Length == 0 ? "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/F 4>>" : extra)
        .Object(5, "<</Type/EmbeddedFile/Length 2>>stream\n{}\nendstream")
        .Object(6, "<</Type/EmbeddedFile/Length 6>>stream\nMZ....\nendstream")
        .Object(7, "<</Type/Filespec/F(http://example.invalid/page)>>")
        .End("/Size 8/Root 1 0 R");
}
