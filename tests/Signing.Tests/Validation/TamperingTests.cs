using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>Each known attack class, forged against files we sealed ourselves (USF, ISA, SWA, shadow attacks,
/// EAA, SSA). None may pass, and each has its own reason.</summary>
public sealed class TamperingTests
{
    [Fact]
    public async Task No_flipped_byte_outside_the_last_signature_value_passes()
    {
        var sealedFile = await SealedFiles.TwiceAsync();
        var (start, end) = Forgery.LastContents(sealedFile);

        // A sample of the whole file, closer in the last update; the signature value itself is not signed.
        var lastUpdate = (int)SealedFiles.Judge(sealedFile).Signatures[0].RevisionLength!.Value;
        var places = Enumerable.Range(0, sealedFile.Length)
            .Where(at => at % (at < lastUpdate ? 1009 : 211) == 0 && (at < start - 1 || at > end));

        foreach (var place in places)
        {
            sealedFile[place] ^= 0x15;
            var report = SealedFiles.Judge(sealedFile);
            sealedFile[place] ^= 0x15;
            Assert.True(report.Verdict != Indication.TotalPassed, $"Byte {place} was changed, and the file still passes.");
        }
    }

    [Theory]
    [InlineData("/ByteRange", "/ByteRangX", "byte-range-missing")]
    [InlineData("/Contents", "/Contentz", "contents-missing")]
    [InlineData("/ByteRange [0 ", "/ByteRange [1 ", "byte-range-malformed")]
    [InlineData("/ByteRange [0 ", "/ByteRange [- ", "form-unreadable")]
    public async Task A_signature_whose_entries_are_broken_fails(string old, string replacement, string reason)
    {
        var forged = Forgery.Replace(await SealedFiles.OnceAsync(), old, replacement);

        AssertFails(forged, reason);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("30")]
    [InlineData("3000")]
    public async Task A_signature_value_that_is_emptied_fails(string head)
    {
        var forged = await SealedFiles.OnceAsync();
        var (start, end) = Forgery.LastContents(forged);
        forged.AsSpan(start, end - start).Fill((byte)'0');
        Encoding.ASCII.GetBytes(head).CopyTo(forged, start);

        var report = SealedFiles.Judge(forged);

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.False(Assert.Single(report.Signatures).Intact);
    }

    [Fact]
    public async Task Bytes_hidden_behind_the_signature_structure_are_found()
    {
        var forged = await SealedFiles.OnceAsync();
        var (_, end) = Forgery.LastContents(forged);
        forged[end - 2] = (byte)'4';

        AssertFails(forged, "cms-trailing-data");
    }

    [Fact]
    public async Task White_space_inside_the_signature_value_is_found()
    {
        var forged = await SealedFiles.OnceAsync();
        var (_, end) = Forgery.LastContents(forged);
        forged[end - 1] = forged[end - 2] = (byte)' ';

        AssertFails(forged, "byte-range-gap");
    }

    [Fact]
    public async Task Replaced_page_content_is_named_with_its_page()
    {
        var forged = Forgery.ChangePage(
            await SealedFiles.TwiceAsync(), (page, update) => page.With("Contents", Forgery.AddContent(update)));

        var change = AssertModified(forged, "page-content-changed");
        Assert.Equal(1, change.Page);
    }

    [Fact]
    public async Task Overwritten_page_content_is_named_with_its_page()
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) =>
        {
            var contents = new PageTree(file, file.Current).Find(1).Dictionary["Contents"];
            var first = (PdfReference)(contents is PdfArray list ? list[0] : contents);
            update.Put(first, new PdfDictionary(("Length", new PdfInteger(0))));
        });

        Assert.Equal(2, AssertModified(forged, "page-content-changed").Page);
    }

    [Fact]
    public async Task Objects_appended_without_a_cross_reference_are_found()
    {
        var sealedFile = await SealedFiles.TwiceAsync();
        var startXref = Encoding.ASCII.GetString(sealedFile.AsSpan(sealedFile.AsSpan().LastIndexOf("startxref"u8)));

        AssertFails([.. sealedFile, .. "\n4 0 obj\n<< >>\nendobj\n"u8, .. Encoding.ASCII.GetBytes(startXref)], "appended-bytes");
    }

    [Theory]
    [InlineData("\n4 0 obj\n<< >>\nendobj\n")]
    [InlineData("% a comment\n")]
    [InlineData("\u0001\u0002\u0003")]
    public async Task Bytes_appended_behind_the_end_are_found(string tail) =>
        AssertFails([.. await SealedFiles.TwiceAsync(), .. Encoding.Latin1.GetBytes(tail)], "appended-bytes");

    [Fact]
    public async Task Bytes_put_before_the_header_are_found()
    {
        var sealedFile = await SealedFiles.TwiceAsync();

        AssertFails([.. "#!/bin/sh\n"u8, .. sealedFile], "prefix-bytes");
    }

    [Fact]
    public async Task Objects_that_an_update_carries_but_does_not_list_are_found()
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (_, update) =>
        {
            update.Add(PdfDictionary.Empty);
            update.Buffer.Write("4 0 obj\n<< /Type /Catalog >>\nendobj\n"u8);
        });

        AssertModified(forged, "unreferenced-bytes");
    }

    [Fact]
    public async Task An_update_that_shows_old_and_new_readers_different_objects_is_found()
    {
        var forged = await SealedFiles.TwiceAsync();
        using var file = PdfFile.Open(new MemoryStream(forged));
        var shown = "9001 0 obj\n<< >>\nendobj\n";
        var hidden = "9000 0 obj\n<< /Type /XRef /W [1 4 1] /Index [9001 1] /Size 9002 /Length 6 >>\nstream\n\0\0\0\0\0\0\nendstream\nendobj\n";
        var update = $"{shown}{hidden}xref\n9001 1\n{forged.Length:D10} 00000 n \ntrailer\n<< /Root {file.Current.Trailer["Root"]} /Size 9002 "
            + $"/Prev {file.Current.StartXref} /XRefStm {forged.Length + shown.Length} >>\n"
            + $"startxref\n{forged.Length + shown.Length + hidden.Length}\n%%EOF\n";

        AssertModified([.. forged, .. Encoding.Latin1.GetBytes(update)], "update-irregular");
    }

    [Fact]
    public async Task A_signature_object_written_again_is_found()
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) =>
        {
            var value = (PdfReference)Forgery.FieldOf(file, SealedFiles.UnitField).Value;
            update.Put(value, file.Current.Get(value));
        });

        AssertModified(forged, "signature-redefined");
    }

    [Fact]
    public async Task A_second_field_that_shows_the_same_signature_fails()
    {
        var forged = Forgery.Update(await SealedFiles.OnceAsync(), (file, update) =>
        {
            var field = Forgery.FieldOf(file, SealedFiles.PractitionerField);
            var copy = update.Add(field.Dictionary.With("T", PdfString.Text("Copy")));
            var root = (PdfReference)file.Current.Trailer["Root"];
            var form = file.Current.Dictionary(file.Current.Catalog["AcroForm"])!;
            update.Put(root, file.Current.Catalog.With("AcroForm", form.With("Fields", file.Current.Array(form["Fields"])!.Append(copy))));
        });

        var report = SealedFiles.Judge(forged);

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Contains("signature-shared", report.Signatures[^1].Reasons);
    }

    [Fact]
    public async Task An_object_missing_at_sealing_must_not_be_supplied_later()
    {
        var missing = 0;
        var prepared = Forgery.ChangePage(
            File.ReadAllBytes(Samples.SampleDocuments.PathOf("letter.pdf")),
            (page, update) =>
            {
                missing = update.Allocate().Number + 50;
                return page.With("Contents", new PdfArray([page["Contents"], new PdfReference(missing)]));
            });
        var sealedFile = await SealedFiles.SealAsync(prepared, TestPki.UnitKey());
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(sealedFile).Verdict);

        var forged = Forgery.Update(sealedFile, (_, update) => update.Put(new PdfReference(missing), PdfDictionary.Empty));

        Assert.Equal(missing, AssertModified(forged, "missing-object-supplied").ObjectNumber);
    }

    [Fact]
    public async Task An_annotation_laid_over_the_page_is_found()
    {
        var forged = Forgery.ChangePage(await SealedFiles.TwiceAsync(), (page, update) => page.With(
            "Annots",
            ((PdfArray)page["Annots"]).Append(update.Add(new PdfDictionary(
                ("Type", new PdfName("Annot")),
                ("Subtype", new PdfName("FreeText")),
                ("Rect", PdfArray.OfIntegers(0, 0, 500, 500)),
                ("Contents", PdfString.Text("审查通过")))))));

        Assert.Equal(1, AssertModified(forged, "annotation-added").Page);
    }

    [Fact]
    public async Task An_unsigned_signature_field_laid_over_the_page_is_found()
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) =>
        {
            var page = new PageTree(file, file.Current).Find(0);
            var field = update.Add(new PdfDictionary(
                ("Type", new PdfName("Annot")),
                ("Subtype", new PdfName("Widget")),
                ("FT", new PdfName("Sig")),
                ("T", PdfString.Text("Overlay")),
                ("P", page.Reference),
                ("Rect", PdfArray.OfIntegers(0, 0, 500, 500))));
            update.Put(page.Reference, page.Dictionary.With("Annots", ((PdfArray)page.Dictionary["Annots"]).Append(field)));
            var form = file.Current.Dictionary(file.Current.Catalog["AcroForm"])!;
            update.Put(
                (PdfReference)file.Current.Trailer["Root"],
                file.Current.Catalog.With("AcroForm", form.With("Fields", file.Current.Array(form["Fields"])!.Append(field))));
        });

        AssertModified(forged, "unsigned-field-added");
        AssertModified(forged, "annotation-added");
    }

    private static void AssertFails(byte[] forged, string reason)
    {
        var report = SealedFiles.Judge(forged);

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Contains(reason, report.Reasons.Concat(report.Signatures.SelectMany(seal => seal.Reasons)));
    }

    private static Modification AssertModified(byte[] forged, string code)
    {
        var report = SealedFiles.Judge(forged);

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.All(report.Signatures.Where(seal => !seal.Reasons.Contains("signature-shared")), seal =>
        {
            Assert.True(seal.Intact);
            Assert.False(seal.CoversWholeFile);
            Assert.Contains("modified-after-seal", seal.Reasons);
        });
        return report.Signatures.SelectMany(seal => seal.Modifications).First(change => change.Code == code);
    }
}
