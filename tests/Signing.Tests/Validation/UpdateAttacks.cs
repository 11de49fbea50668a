using System.Globalization;
using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Tests.Validation;

/// <summary>Attacks behind the signed bytes: incremental saving, shadow attacks, annotations and signature fields over the page,
/// bytes before and behind the file.</summary>
internal static class UpdateAttacks
{
    private const string Saving = "incremental-saving-attack";

    public static IEnumerable<Attack> All =>
    [
        new Attack("isa-1-update", OnPage((page, update) => page.With("Contents", Forgery.AddContent(update))), Saving, "page-content-changed"),
        new Attack("isa-2-old-startxref", file => [.. file.Bytes, .. Objects, .. StartXref(file.Bytes)], Saving, "appended-bytes"),
        new Attack("isa-3-bare-objects", file => [.. file.Bytes, .. Objects], Saving, "appended-bytes"),
        new Attack("isa-4-signature-copied", WriteSignatureAgain, Saving, "signature-redefined"),
        new Attack("isa-unlisted-object", AddUnlisted, Saving, "unreferenced-bytes"),
        new Attack("isa-object-stream-unlisted", AddObjectStream, Saving, "update-irregular"),
        new Attack("shadow-hide", file => Put(file, AttackedFile.Overlay, PdfNull.Value), "shadow-hide", "shown-object-hidden"),
        new Attack("shadow-hide-seal", HideSeal, "shadow-hide", "seal-hidden"),
        new Attack("shadow-replace-value", file => HandSigned.Fill(file.Bytes, "Amount", "9000"), "shadow-replace", "form-value-replaced"),
        new Attack("shadow-replace-look", file => HandSigned.Fill(file.Bytes, "Amount", null, shown: "9000"), "shadow-replace", "form-appearance-replaced"),
        new Attack("shadow-replace-font", ReplaceFont, "shadow-replace", "page-font-changed"),
        new Attack("shadow-hide-and-replace-listed", OnPage((page, _) => page.With("Contents", AttackedFile.Hidden)), "shadow-hide-and-replace", "signed-object-reused"),
        new Attack("shadow-hide-and-replace-unlisted", SwitchOverlay, "shadow-hide-and-replace", "signed-object-reused"),
        new Attack("eaa-annotation-over-page", CoverWithAnnotation, "evil-annotation-attack", "annotation-added"),
        new Attack("ssa-unsigned-field-over-page", file => AddField(file, signature: null), "sneaky-signature-attack", "unsigned-field-added"),
        new Attack("ssa-signed-field-over-page", file => HandSigned.Sign(file.Bytes, over: PdfArray.OfIntegers(0, 0, 595, 841)), "seal-covers-page"),
        new Attack("signature-shared", file => AddField(file, SealOf), "signature-shared"),
        new Attack("appended-comment", file => [.. file.Bytes, .. "% more\n"u8], "appended-bytes"),
        new Attack("prefixed", file => [.. "MZ\n"u8, .. file.Bytes], "prefix-bytes"),
        new Attack("store-removed", file => Forgery.ChangeCatalog(file.Bytes, (catalog, _) => catalog.Without("DSS")), "validation-data-removed")
        {
            AppliesTo = (_, level) => level is PadesLevel.BLT or PadesLevel.BLTA,
        },
    ];

    private static ReadOnlySpan<byte> Objects => "\n4 0 obj\n<</Type/Catalog>>\nendobj\n"u8;

    private static ReadOnlySpan<byte> StartXref(byte[] pdf) => pdf.AsSpan(pdf.AsSpan().LastIndexOf("startxref"u8));

    private static Func<AttackedFile, byte[]> OnPage(Func<PdfDictionary, IncrementalUpdate, PdfDictionary> change) => file =>
        Forgery.ChangePage(file.Bytes, change);

    private static byte[] Put(AttackedFile file, PdfReference reference, PdfObject value) =>
        Forgery.Update(file.Bytes, (_, update) => update.Put(reference, value));

    private static PdfReference SealOf(PdfFile file) => (PdfReference)Forgery.FieldOf(file, SealedFiles.PractitionerField).Value;

    private static byte[] WriteSignatureAgain(AttackedFile file) => Forgery.Update(file.Bytes, (opened, update) =>
        update.Put(SealOf(opened), opened.Current.Get(SealOf(opened))));

    private static byte[] AddUnlisted(AttackedFile file) => Forgery.Update(file.Bytes, (_, update) =>
    {
        update.Add(PdfDictionary.Empty);
        update.Buffer.Write("4 0 obj\n<</Type/Catalog>>\nendobj\n"u8);
    });

    // A reader that goes by the stream's own index has another object 4 than the cross-reference says.
    private static byte[] AddObjectStream(AttackedFile file) => Forgery.Update(file.Bytes, (_, update) => update.AddStream(
        new PdfDictionary(("Type", new PdfName("ObjStm")), ("N", new PdfInteger(1)), ("First", new PdfInteger(4))), "4 0 <</Type/Catalog>>"u8));

    private static byte[] HideSeal(AttackedFile file) =>
        Forgery.ChangeField(file.Bytes, SealedFiles.PractitionerField, (field, _) => field.With("F", new PdfInteger(2)));

    private static byte[] ReplaceFont(AttackedFile file) => Forgery.Update(file.Bytes, (opened, update) =>
    {
        var page = new PageTree(opened, opened.Current).Find(0);
        var fonts = opened.Current.Dictionary(opened.Current.Dictionary(page.Resources)!["Font"])!;
        var font = (PdfReference)fonts.Entries.First().Value;
        update.Put(font, opened.Current.Dictionary(font)!.With("BaseFont", new PdfName("Other")));
    });

    // The update brings nothing but a cross-reference: it points to bytes that were signed and never listed.
    private static byte[] SwitchOverlay(AttackedFile file)
    {
        using var opened = PdfFile.Open(new MemoryStream(file.Bytes));
        var trailer = opened.Current.Trailer;
        var update = string.Create(
            CultureInfo.InvariantCulture,
            $"xref\n{AttackedFile.Overlay.Number} 1\n{AttackedFile.UnlistedAt:D10} 00000 n \ntrailer\n<</Root {trailer["Root"]}/Size {((PdfInteger)trailer["Size"]).Value}/Prev {opened.Current.StartXref}>>\nstartxref\n{file.Bytes.Length}\n%%EOF\n");
        return [.. file.Bytes, .. Encoding.ASCII.GetBytes(update)];
    }

    private static byte[] CoverWithAnnotation(AttackedFile file) => Forgery.ChangePage(file.Bytes, (page, update) => page.With(
        "Annots",
        ((PdfArray)page["Annots"]).Append(update.Add(new PdfDictionary(
            ("Type", new PdfName("Annot")), ("Subtype", new PdfName("FreeText")), ("F", new PdfInteger(4)),
            ("Rect", PdfArray.OfIntegers(0, 0, 595, 841)), ("Contents", PdfString.Text("审查通过")))))));

    private static byte[] AddField(AttackedFile file, Func<PdfFile, PdfReference>? signature) => Forgery.Update(file.Bytes, (opened, update) =>
    {
        var page = new PageTree(opened, opened.Current).Find(0);
        var dictionary = new PdfDictionary(
            ("Type", new PdfName("Annot")), ("Subtype", new PdfName("Widget")), ("FT", new PdfName("Sig")), ("T", PdfString.Text("Overlay")),
            ("P", page.Reference), ("F", new PdfInteger(4)), ("Rect", PdfArray.OfIntegers(0, 0, 595, 841)));
        var field = update.Add(signature is null ? dictionary : dictionary.With("V", signature(opened)));
        update.Put(page.Reference, page.Dictionary.With("Annots", opened.Current.Array(page.Dictionary["Annots"])!.Append(field)));
        var form = opened.Current.Dictionary(opened.Current.Catalog["AcroForm"])!;
        update.Put(
            (PdfReference)opened.Current.Trailer["Root"],
            opened.Current.Catalog.With("AcroForm", form.With("Fields", opened.Current.Array(form["Fields"])!.Append(field))));
    });
}
