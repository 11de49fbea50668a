namespace Market.Signing.Tests.Pdf.Sealing;

/// <summary>Documents of empty pages with the attributes a test is about.</summary>
internal static class SamplePages
{
    /// <param name="attributes">For each page its /MediaBox and whatever else matters.</param>
    public static byte[] Of(params IReadOnlyList<string> attributes)
    {
        var text = new PdfText()
            .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .Object(2, $"<</Type/Pages/Kids[{string.Join(' ', attributes.Select((_, i) => $"{3 + i} 0 R"))}]/Count {attributes.Count}>>");
        for (var i = 0; i < attributes.Count; i++)
        {
            text.Object(3 + i, $"<</Type/Page/Parent 2 0 R/Resources<<>>{attributes[i]}>>");
        }

        return text.End($"/Size {3 + attributes.Count}/Root 1 0 R").Bytes;
    }
}
