using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>Attacks on the signature itself: universal signature forgery, signature wrapping, time stamps moved or doubled.</summary>
internal static class SignatureAttacks
{
    private const string Forged = "universal-signature-forgery";
    private const string Wrapped = "signature-wrapping-attack";

    public static IEnumerable<Attack> All =>
    [
        .. OnEach("usf-range-removed", (pdf, place) => Put(pdf, place.Range, "/ByteRangX"), Forged, "byte-range-missing"),
        .. OnEach("usf-range-null", Range("null"), Forged, "byte-range-missing"),
        .. OnEach("usf-range-empty", Range("[]"), Forged, "byte-range-malformed"),
        .. OnEach("usf-range-short", Range("[0 9]"), Forged, "byte-range-malformed"),
        .. OnEach("usf-range-negative", Range("[0 -1 9 9]"), Forged, "byte-range-malformed"),
        .. OnEach("usf-range-overlapping", Range("[0 900 500 90]"), Forged, "byte-range-malformed"),
        .. OnEach("usf-range-beyond", Range("[0 9 99 99999999]"), Forged, "byte-range-beyond-file"),
        .. OnEach("usf-contents-removed", (pdf, place) => Put(pdf, place.Contents, "/Contentz"), Forged, "contents-missing"),
        .. OnEach("usf-contents-null", Contents(" null"), Forged, "contents-missing"),
        .. OnEach("usf-contents-empty", Contents("<>"), Forged, "contents-missing"),
        .. OnEach("usf-contents-00", Contents("<00>"), Forged, "contents-missing"),
        .. OnEach("usf-contents-30", Contents("<30>"), Forged, "contents-missing"),
        .. OnEach("usf-contents-zeros", (pdf, place) => Put(pdf, place.Open + 1, new string('0', place.Close - place.Open - 1)), Forged, "contents-missing"),
        .. OnEach("usf-contents-30-padded", (pdf, place) => Put(pdf, place.Open + 1, "30" + new string('0', place.Close - place.Open - 3)), Forged, "contents-missing"),
        .. OnEach("swa-hole-stuffed", (pdf, place) => Stuff(pdf, place, "/Note(hidden)"), Wrapped, "byte-range-gap"),
        .. OnEach("swa-padding-not-zero", (pdf, place) => Put(pdf, place.Close - 2, "41"), Wrapped, "cms-trailing-data"),
        .. OnEach("swa-range-ends-early", Shorten, Wrapped, "byte-range-not-revision"),
        new Attack("swa-gap-moved", file => MoveGap(file, inHole: false), Wrapped, "byte-range-gap"),

        // Two ranges in one dictionary: readers take one or the other, so it counts as unreadable, never as unsigned.
        new Attack("swa-gap-moved-two-ranges", file => MoveGap(file, inHole: true), Wrapped, "form-unreadable"),
        new Attack("token-of-other-bytes", file => MoveToken(file.Bytes), "timestamp-imprint-mismatch") { AppliesTo = (_, level) => level != PadesLevel.BB },
        new Attack("document-stamp-of-other-bytes", StampOtherBytes, "timestamp-imprint-mismatch", "hash-mismatch"),
        new Attack("document-stamp-copied", CopyLast, Wrapped, "byte-range-gap"),
    ];

    private static IEnumerable<Attack> OnEach(string name, Func<byte[], SignaturePlace, byte[]> forge, params string[] codes)
    {
        // Attacked first, all later signatures of the file cover the forgery; attacked last, none does.
        yield return new Attack(name + " (first)", file => forge(file.Bytes, AttackedFile.Places(file.Bytes)[0]), codes);
        yield return new Attack(name + " (last)", file => forge(file.Bytes, AttackedFile.Places(file.Bytes)[^1]), codes)
        {
            AppliesTo = (form, level) => form == SealedAs.Twice || level == PadesLevel.BLTA,
        };
    }

    private static Func<byte[], SignaturePlace, byte[]> Range(string value) => (pdf, place) =>
        Put(pdf, place.Range + "/ByteRange ".Length, value.PadRight(place.Contents - place.Range - "/ByteRange ".Length));

    private static Func<byte[], SignaturePlace, byte[]> Contents(string value) => (pdf, place) =>
        Put(pdf, place.Open, value.PadRight(place.Close + 1 - place.Open));

    // The value ends early, inside the unsigned hole; what follows belongs to the attacker.
    private static byte[] Stuff(byte[] pdf, SignaturePlace place, string stuffing) =>
        Put(pdf, place.Close - stuffing.Length, ">" + stuffing);

    private static byte[] Shorten(byte[] pdf, SignaturePlace place)
    {
        var (gapStart, gapEnd, length) = Numbers(pdf, place);
        return Range(string.Create(CultureInfo.InvariantCulture, $"[0 {gapStart} {gapEnd} {length - 9}]"))(pdf, place);
    }

    // The second signed part moves to the end, where a changed or a second /ByteRange says it is; readers see its copy in the old place.
    private static byte[] MoveGap(AttackedFile file, bool inHole)
    {
        var place = AttackedFile.Places(file.Bytes)[^1];
        var (_, gapEnd, length) = Numbers(file.Bytes, place);
        var range = string.Create(CultureInfo.InvariantCulture, $"[0 {place.Open} {gapEnd + length} {length}]");
        var first = inHole ? Stuff(file.Bytes, place, "/ByteRange " + range) : Range(range)(file.Bytes, place);
        return [.. first.AsSpan(0, gapEnd), .. file.Bytes.AsSpan(gapEnd, length), .. file.Bytes.AsSpan(gapEnd, length)];
    }

    private static (int GapStart, int GapEnd, int Length) Numbers(byte[] pdf, SignaturePlace place)
    {
        var text = Encoding.ASCII.GetString(pdf, place.Range, place.Contents - place.Range);
        var numbers = text[(text.IndexOf('[', StringComparison.Ordinal) + 1)..text.IndexOf(']', StringComparison.Ordinal)]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[1], numbers[2], numbers[3]);
    }

    // The seal's time stamp is exchanged for a real one over something else.
    private static byte[] MoveToken(byte[] pdf)
    {
        var place = AttackedFile.Places(pdf).Last(place => !place.IsTimestamp);
        var cms = new SignedCms(new ContentInfo([]), detached: true);
        cms.Decode(Convert.FromHexString(Encoding.ASCII.GetString(pdf, place.Open + 1, place.Close - place.Open - 1)));
        var signer = cms.SignerInfos[0];
        var own = signer.UnsignedAttributes.Cast<CryptographicAttributeObject>().Single(attribute => attribute.Oid.Value == Oids.SignatureTimeStamp);
        signer.RemoveUnsignedAttribute(own.Values[0]);
        signer.AddUnsignedAttribute(new AsnEncodedData(own.Oid, TokenOver("something else"u8)));
        return Put(pdf, place.Open + 1, Convert.ToHexString(cms.Encode()).PadRight(place.Close - place.Open - 1, '0'));
    }

    private static byte[] StampOtherBytes(AttackedFile file) => HandSigned.Sign(
        file.Bytes, cms: _ => TokenOver("another file"u8), field: "Moved", names: new SignatureNames("Adobe.PPKLite", "ETSI.RFC3161"));

    private static byte[] TokenOver(ReadOnlySpan<byte> content) => TestPki.Pki.TimestampAuthority
        .StampAsync(SHA256.HashData(content), HashAlgorithmName.SHA256, TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    // The last signature, at B-LTA a document time stamp, is shown once more in a field of its own.
    private static byte[] CopyLast(AttackedFile file) => Forgery.ChangeCatalog(file.Bytes, (catalog, update) =>
    {
        using var opened = PdfFile.Open(new MemoryStream(file.Bytes));
        var last = SignatureFields.Read(opened, opened.Current).Last(field => field.IsSigned);
        var copy = update.Add(opened.Current.Dictionary(last.Value)!);
        var field = update.Add(new PdfDictionary(("FT", new PdfName("Sig")), ("T", PdfString.Text("Copy")), ("V", copy)));
        var form = opened.Current.Dictionary(catalog["AcroForm"])!;
        return catalog.With("AcroForm", form.With("Fields", opened.Current.Array(form["Fields"])!.Append(field)));
    });

    private static byte[] Put(byte[] pdf, int at, string text)
    {
        var changed = (byte[])pdf.Clone();
        Encoding.ASCII.GetBytes(text, changed.AsSpan(at));
        return changed;
    }
}
