using Market.Signing.Documents;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Text;
using Market.Signing.Tests.Samples;

namespace Market.Signing.Tests.Documents;

public sealed class PdfFlowTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_for_which_a_page_has_no_room_opens_the_next_one(bool isRightLine)
    {
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document);
        for (var i = 0; i < 80; i++)
        {
            if (isRightLine)
            {
                flow.RightLine("盖章处");
            }
            else
            {
                flow.Paragraph("盖章处");
            }
        }

        using var output = new MemoryStream();
        document.Save(output, "换页", SampleDocuments.MadeAt, PdfFileForm.CrossReferenceTable);
        using var file = PdfFile.Open(output);
        var finder = new KeywordFinder(file, "盖章处");
        var places = new PageTree(file, file.Current).Walk().Select(page => finder.On(page).Select(place => place.Down).ToList()).ToList();
        Assert.Equal(80, places.Sum(page => page.Count));

        // Each page is filled from the same height, and no line stands where another does.
        Assert.All(places, page => Assert.Equal(places[0][0], page[0], 0.1));
        Assert.All(places, page => Assert.All(page.Zip(page.Skip(1)), pair => Assert.True(pair.Second - pair.First > 4)));
    }
}
