using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>What may follow a seal, and what may not: fields, seals' pictures, pages, the catalog.</summary>
public sealed class LaterChangesTests
{
    [Fact]
    public async Task Validation_data_may_be_added_later()
    {
        var extended = Forgery.ChangeCatalog(await SealedFiles.TwiceAsync(), (catalog, update) => catalog.With("DSS", update.Add(new PdfDictionary(
            ("Type", new PdfName("DSS")),
            ("Certs", new PdfArray([update.AddStream(PdfDictionary.Empty, TestPki.Pki.Root.RawData)]))))));

        var report = SealedFiles.Judge(extended);

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.All(report.Signatures, seal => Assert.True(seal.CoversWholeFile));
    }

    [Fact]
    public async Task Objects_written_again_unchanged_are_no_modification()
    {
        var rewritten = Forgery.ChangePage(await SealedFiles.TwiceAsync(), (page, _) => page);

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(rewritten).Verdict);
    }

    [Fact]
    public async Task A_later_seal_of_a_stranger_leaves_the_file_unsure_but_not_modified()
    {
        var other = TestPki.Pki.IssueUnitSeal("无关单位", "91430100MA4L0000X2");
        var resealed = await SealedFiles.SealAsync(await SealedFiles.TwiceAsync(), other.Open(), stamped: false);

        var report = SealedFiles.Judge(resealed);

        Assert.Equal(Indication.Indeterminate, report.Verdict);
        Assert.Equal(3, report.Signatures.Count);
        Assert.All(report.Signatures, seal => Assert.Empty(seal.Modifications));
    }

    [Theory]
    [InlineData("F", "seal-hidden")]
    [InlineData("Rect", "seal-moved")]
    [InlineData("AP", "seal-appearance-changed")]
    [InlineData("T", "signature-field-removed", "seal-field-changed")]
    public async Task A_changed_seal_is_named_by_what_changed(string key, params string[] codes)
    {
        var forged = Forgery.ChangeField(await SealedFiles.TwiceAsync(), SealedFiles.UnitField, (field, update) => field.With(key, key switch
        {
            "F" => new PdfInteger(2),
            "Rect" => PdfArray.OfIntegers(0, 0, 1, 1),
            "AP" => new PdfDictionary(("N", update.AddStream(new PdfDictionary(("Subtype", new PdfName("Form"))), "0 0 9 9 re f"u8))),
            _ => PdfString.Text("Other"),
        }));

        Assert.Contains(Changes(forged), change => codes.Contains(change.Code));
    }

    [Fact]
    public async Task A_seals_picture_drawn_over_in_place_is_found()
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) =>
        {
            var appearance = file.Current.Dictionary(Forgery.FieldOf(file, SealedFiles.UnitField).Dictionary["AP"])!;
            update.Put((PdfReference)appearance["N"], PdfDictionary.Empty);
        });

        Assert.Contains(Changes(forged), change => change.Code == "seal-appearance-changed");
    }

    [Fact]
    public async Task A_removed_signature_does_not_make_the_file_unsigned()
    {
        var forged = Forgery.ChangeField(await SealedFiles.OnceAsync(), SealedFiles.PractitionerField, (field, _) => field.Without("V"));

        var report = SealedFiles.Judge(forged);

        Assert.Single(report.Signatures);
        Assert.Contains(Changes(forged), change => change.Code == "signature-replaced");
    }

    [Fact]
    public async Task A_removed_form_does_not_make_the_file_unsigned()
    {
        var forged = Forgery.ChangeCatalog(await SealedFiles.TwiceAsync(), (catalog, _) => catalog.Without("AcroForm"));

        Assert.Equal(2, SealedFiles.Judge(forged).Signatures.Count);
        Assert.Contains(Changes(forged), change => change.Code == "signature-field-removed");
    }

    [Fact]
    public async Task A_script_added_for_opening_the_file_is_found_twice()
    {
        var forged = Forgery.ChangeCatalog(await SealedFiles.TwiceAsync(), (catalog, _) => catalog.With("OpenAction", new PdfDictionary(
            ("S", new PdfName("JavaScript")), ("JS", PdfString.Text("app.alert(1)")))));

        Assert.Contains(Changes(forged), change => change.Code == "open-action-changed");
        Assert.Contains("active-content", SealedFiles.Judge(forged).Reasons);
    }

    [Fact]
    public async Task A_file_embedded_after_the_seal_is_found()
    {
        var forged = Forgery.ChangeCatalog(await SealedFiles.TwiceAsync(), (catalog, update) => catalog.With(
            "Names", new PdfDictionary(("EmbeddedFiles", update.Add(new PdfDictionary(("Names", PdfArray.Empty)))))));

        Assert.Contains(Changes(forged), change => change.Code == "names-changed");
        Assert.Equal("market.json", Assert.Single(SealedFiles.Judge(forged).Attachments).Name);
    }

    [Theory]
    [InlineData(1, "page-added")]
    [InlineData(-1, "page-removed")]
    public async Task Pages_added_or_removed_are_found(int difference, string code)
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) =>
        {
            var reference = (PdfReference)file.Current.Catalog["Pages"];
            var tree = file.Current.Dictionary(reference)!;
            var kids = file.Current.Array(tree["Kids"])!;
            var page = new PageTree(file, file.Current).Find(0).Dictionary;
            var changed = difference > 0 ? kids.Append(update.Add(page)) : new PdfArray([.. kids.SkipLast(1)]);
            update.Put(reference, tree.With(("Kids", changed), ("Count", new PdfInteger(changed.Count))));
        });

        var codes = Changes(forged).Select(change => change.Code).ToList();
        Assert.Contains(code, codes);
        Assert.Contains("page-tree-changed", codes);
    }

    [Fact]
    public async Task A_changed_font_or_picture_is_named_with_its_page()
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) =>
        {
            var page = new PageTree(file, file.Current).Find(0);
            var fonts = file.Current.Dictionary(file.Current.Dictionary(page.Resources)!["Font"])!;
            var font = (PdfReference)fonts.Entries.First().Value;
            update.Put(font, file.Current.Dictionary(font)!.With("BaseFont", new PdfName("Other")));
        });

        Assert.Contains(Changes(forged), change => change is { Code: "page-font-changed", Page: 1 });
    }

    [Fact]
    public async Task Another_catalog_in_place_of_the_signed_one_is_found()
    {
        var forged = await SealedFiles.TwiceAsync();
        using (var file = PdfFile.Open(new MemoryStream(forged)))
        {
            var root = (PdfReference)file.Current.Trailer["Root"];
            var startXref = file.Current.StartXref;
            var update = $"""

                9000 0 obj
                << /Type /Catalog >>
                endobj
                xref
                9000 1
                {forged.Length + 1:D10} 00000 n{' '}
                trailer
                << /Root 9000 0 R /Size 9001 /Prev {startXref} >>
                startxref
                {forged.Length + 1 + "9000 0 obj\n<< /Type /Catalog >>\nendobj\n".Length}
                %%EOF

                """.ReplaceLineEndings("\n");
            Assert.NotEqual(9000, root.Number);
            forged = [.. forged, .. System.Text.Encoding.ASCII.GetBytes(update)];
        }

        Assert.Contains(Changes(forged), change => change.Code == "catalog-replaced");
    }

    private static List<Modification> Changes(byte[] forged)
    {
        var report = SealedFiles.Judge(forged);
        Assert.Equal(Indication.TotalFailed, report.Verdict);
        return [.. report.Signatures.SelectMany(seal => seal.Modifications)];
    }
}
