namespace Market.Signing.Tests.Pdf.Sealing;

/// <summary>Files made to exhaust their reader.</summary>
public sealed class HostileFilesTests
{
    [Fact]
    public void A_bomb_in_an_object_stream_is_refused()
    {
        var bomb = Market.Signing.Pdf.Filters.FlateFilter.Encode(new byte[100 << 20]);
        var text = PdfText.OnePage("/AcroForm 5 0 R");
        text.Raw("").Object(4, $"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {bomb.Length}>>stream\n{System.Text.Encoding.Latin1.GetString(bomb)}\nendstream");
        var hidden = text.Length;
        text.Raw($"6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Index[5 1]/Filter/AHx/Length 9>>stream\n02000400>\nendstream\nendobj\n");
        text.End($"/Size 7/Root 1 0 R/XRefStm {hidden}");
        using var stream = text.Open();

        var refused = Assert.Throws<PdfFormatException>(() => PdfInspector.Inspect(stream));

        Assert.Equal(PdfFormatException.LimitExceeded, refused.Code);
    }
}
