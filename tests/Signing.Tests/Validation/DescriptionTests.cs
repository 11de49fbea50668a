using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Tests.Validation;

/// <summary>What a file says of itself: readers show its title where one looks for the name.</summary>
public sealed class DescriptionTests
{
    [Theory]
    [InlineData("Title", true)]
    [InlineData("Subject", true)]
    [InlineData("ProjectNumber", true)]
    [InlineData("ModDate", false)]
    [InlineData("Producer", false)]
    public async Task A_title_changed_after_the_seal_is_named_and_the_traces_of_a_program_are_not(string key, bool counts)
    {
        var changed = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) => PutInformation(file, update, key, "审查通过"));

        Assert.Equal(counts ? ["/Info/" + key] : [], Described(changed));
    }

    [Theory]
    [InlineData("<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>审查通过</rdf:li></rdf:Alt></dc:title>", "/Metadata/Title")]
    [InlineData("<pdf:Keywords>审查通过</pdf:Keywords>", "/Metadata/Keywords")]
    [InlineData("<xmp:ModifyDate>2026-03-16</xmp:ModifyDate>", null)]
    [InlineData("<dc:title>", "/Metadata")]
    public async Task Metadata_may_not_tell_another_title_than_before(string property, string? detail)
    {
        var xml = $"""
            <x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description
            xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:pdf='http://ns.adobe.com/pdf/1.3/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'>{property}
            </rdf:Description></rdf:RDF></x:xmpmeta>
            """;
        var changed = Forgery.ChangeCatalog(await SealedFiles.TwiceAsync(), (catalog, update) => catalog.With("Metadata", Metadata(update, xml)));

        Assert.Equal(detail is null ? [] : [detail], Described(changed));
    }

    [Fact]
    public async Task Metadata_may_repeat_the_title_that_was_sealed()
    {
        var sealedWithTitle = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) => PutInformation(file, update, "Title", "日照复核报告"));
        var repeated = Forgery.ChangeCatalog(HandSigned.Sign(sealedWithTitle), (catalog, update) => catalog.With("Metadata", Metadata(
            update, "<t xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>日照复核报告</dc:title></t>")));

        var last = SealedFiles.Judge(repeated).Signatures[^1];

        Assert.Empty(last.Modifications);
    }

    private static PdfReference Metadata(IncrementalUpdate update, string xml) => update.AddStream(
        new PdfDictionary(("Type", new PdfName("Metadata")), ("Subtype", new PdfName("XML"))), Encoding.UTF8.GetBytes(xml));

    private static void PutInformation(PdfFile file, IncrementalUpdate update, string key, string value)
    {
        var information = (PdfReference)file.Current.Trailer["Info"];
        update.Put(information, file.Current.Dictionary(information)!.With(key, PdfString.Text(value)));
    }

    /// <summary>Details of the changed description as the first seal has it; nothing else may have been found.</summary>
    private static List<string?> Described(byte[] pdf)
    {
        var changes = SealedFiles.Judge(pdf).Signatures[0].Modifications;
        Assert.All(changes, change => Assert.Equal("description-changed", change.Code));
        return [.. changes.Select(change => change.Detail)];
    }
}
