using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Sealing;
using Market.Signing.Pdf.Writing;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>Signs by hand what our sealer would not: certifications of every level, field locks, any CMS.</summary>
internal static class HandSigned
{
    private const int Room = 12 << 10;

    /// <summary>A letter with an empty text field and one that is filled in already.</summary>
    public static byte[] Form() => Forgery.Update(File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf")), (file, update) =>
    {
        var page = new PageTree(file, file.Current).Find(0);
        var (empty, filled) = (update.Add(TextField("Opinion", page.Reference, null, update)), update.Add(TextField("Amount", page.Reference, "1000", update)));
        update.Put(page.Reference, page.Dictionary.With("Annots", new PdfArray([empty, filled])));
        update.Put((PdfReference)file.Current.Trailer["Root"], file.Current.Catalog.With(
            "AcroForm", new PdfDictionary(("Fields", new PdfArray([empty, filled])))));
    });

    /// <summary>Fills a field in, as a viewer does: a value and a look.</summary>
    public static byte[] Fill(byte[] pdf, string name, string? value, string? shown = null) => Forgery.Update(pdf, (file, update) =>
    {
        var form = file.Current.Dictionary(file.Current.Catalog["AcroForm"])!;
        var field = file.Current.Array(form["Fields"])!.OfType<PdfReference>()
            .First(item => file.Current.Dictionary(item)!["T"].Equals(PdfString.Text(name)));
        var dictionary = file.Current.Dictionary(field)!;
        update.Put(field, (value is null ? dictionary : dictionary.With("V", PdfString.Text(value)))
            .With("AP", new PdfDictionary(("N", Look(shown ?? value ?? "", update)))));
    });

    /// <summary>Signs with the unit's key in a new field.</summary>
    /// <param name="entries">Further entries of the signature dictionary.</param>
    /// <param name="cms">Makes the signature from the digest of the range; a plain detached one when null.</param>
    /// <param name="names">What it is called; PAdES when null.</param>
    /// <param name="digest">Digests the range; SHA-256 when null.</param>
    /// <param name="room">Bytes that the signature may take.</param>
    /// <param name="over">Where on the first page it is shown; nowhere when null.</param>
    public static byte[] Sign(
        byte[] pdf,
        (string Key, PdfObject Value)[]? entries = null,
        Func<byte[], byte[]>? cms = null,
        string field = "Hand1",
        SignatureNames? names = null,
        HashAlgorithmName? digest = null,
        int room = Room,
        PdfArray? over = null)
    {
        using var file = PdfFile.Open(new MemoryStream(pdf));
        using var update = new IncrementalUpdate(file);
        var value = update.Allocate();
        var placeholder = SignaturePlaceholder.Write(update, value, names ?? SignatureNames.Pades, room, TestPki.Now, entries ?? []);
        AddField(file, update, field, value, over);
        update.Finish(new byte[16]);
        placeholder.FillByteRange();

        using var hash = ContentDigest.Create(digest ?? HashAlgorithmName.SHA256);
        hash.Append(pdf);
        hash.Append(update.Buffer.Span[..placeholder.ContentsAt]);
        hash.Append(update.Buffer.Span[placeholder.AfterContents..]);
        var signature = (cms ?? Detached)(hash.Finish());
        System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(signature), update.Buffer.Patch(placeholder.ContentsAt + 1, 2 * signature.Length));
        return [.. pdf, .. update.Buffer.Span];
    }

    /// <summary>Puts a document time stamp over the whole file (ISO 32000-2, 12.8.5).</summary>
    public static byte[] Stamp(byte[] pdf, ITimestampAuthority authority, string field = "Stamp1") => Sign(
        pdf,
        cms: digest => authority.StampAsync(digest, HashAlgorithmName.SHA256, TestContext.Current.CancellationToken).GetAwaiter().GetResult(),
        field: field,
        names: new SignatureNames("Adobe.PPKLite", "ETSI.RFC3161"));

    /// <summary>Puts revocation information and certificates into the document security store (12.8.4.3).</summary>
    public static byte[] Store(byte[] pdf, IEnumerable<RevocationEvidence> evidence, params IEnumerable<X509Certificate2> certificates) =>
        Forgery.ChangeCatalog(pdf, (catalog, update) => catalog.With("DSS", new PdfDictionary(
            ("Certs", Streams(update, certificates.Select(certificate => certificate.RawDataMemory))),
            ("OCSPs", Streams(update, evidence.Where(item => item.Format == RevocationFormat.Ocsp).Select(item => item.Encoded))),
            ("CRLs", Streams(update, evidence.Where(item => item.Format == RevocationFormat.RevocationList).Select(item => item.Encoded))))));

    private static PdfArray Streams(IncrementalUpdate update, IEnumerable<ReadOnlyMemory<byte>> contents) =>
        new([.. contents.Select(content => update.AddStream(PdfDictionary.Empty, content.Span))]);

    /// <summary>The signature our sealer makes at level B-B.</summary>
    public static byte[] Detached(byte[] digest)
    {
        using var key = TestPki.UnitKey();
        return Detached(digest, key);
    }

    /// <summary>The same with any key, also one that our sealer refuses.</summary>
    public static byte[] Detached(byte[] digest, ISealKey key)
    {
        var prepared = PreparedSignedData.Detached(digest, key.Certificate, key.Chain, key.Scheme);
        return prepared.Complete(key.SignDigestAsync(prepared.DigestToSign, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult());
    }

    /// <summary>A DocMDP certification (ISO 32000-2, 12.8.2.2).</summary>
    public static (string Key, PdfObject Value)[] Certifying(int permission) => Transform("DocMDP", ("P", new PdfInteger(permission)));

    /// <summary>A lock on the named fields (12.8.2.4).</summary>
    public static (string Key, PdfObject Value)[] Locking(string action, params string[] fields) => Transform(
        "FieldMDP", ("Action", new PdfName(action)), ("Fields", new PdfArray([.. fields.Select(PdfString.Text)])));

    private static (string Key, PdfObject Value)[] Transform(string method, params (string Key, PdfObject Value)[] parameters) =>
    [
        ("Reference", new PdfArray([new PdfDictionary(
            ("Type", new PdfName("SigRef")),
            ("TransformMethod", new PdfName(method)),
            ("TransformParams", new PdfDictionary([("Type", new PdfName("TransformParams")), ("V", new PdfName("1.2")), .. parameters])))])),
    ];

    private static void AddField(PdfFile file, IncrementalUpdate update, string name, PdfReference value, PdfArray? over)
    {
        var dictionary = new PdfDictionary(("FT", new PdfName("Sig")), ("T", PdfString.Text(name)), ("V", value));
        if (over is not null)
        {
            dictionary = dictionary.With(("Type", new PdfName("Annot")), ("Subtype", new PdfName("Widget")), ("F", new PdfInteger(4)), ("Rect", over));
        }

        var field = update.Add(dictionary);
        if (over is not null)
        {
            var page = new PageTree(file, file.Current).Find(0);
            var annotations = file.Current.Array(page.Dictionary["Annots"]) ?? PdfArray.Empty;
            update.Put(page.Reference, page.Dictionary.With("Annots", annotations.Append(field)));
        }

        var catalog = file.Current.Catalog;
        var form = file.Current.Dictionary(catalog["AcroForm"]) ?? PdfDictionary.Empty;
        var fields = (file.Current.Array(form["Fields"]) ?? PdfArray.Empty).Append(field);
        update.Put((PdfReference)file.Current.Trailer["Root"], catalog.With(
            "AcroForm", form.With(("Fields", fields), ("SigFlags", new PdfInteger(3)))));
    }

    private static PdfDictionary TextField(string name, PdfReference page, string? value, IncrementalUpdate update)
    {
        var field = new PdfDictionary(
            ("Type", new PdfName("Annot")), ("Subtype", new PdfName("Widget")), ("FT", new PdfName("Tx")),
            ("T", PdfString.Text(name)), ("P", page), ("F", new PdfInteger(4)), ("Rect", PdfArray.OfIntegers(50, 50, 250, 70)));
        return value is null
            ? field
            : field.With(("V", PdfString.Text(value)), ("AP", new PdfDictionary(("N", Look(value, update)))));
    }

    private static PdfReference Look(string text, IncrementalUpdate update) => update.AddStream(
        new PdfDictionary(("Type", new PdfName("XObject")), ("Subtype", new PdfName("Form")), ("BBox", PdfArray.OfIntegers(0, 0, 200, 20))),
        System.Text.Encoding.ASCII.GetBytes($"/Tx BMC BT /Helv 12 Tf ({text}) Tj ET EMC"));
}
