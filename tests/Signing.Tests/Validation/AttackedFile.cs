using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Tests.Levels;

namespace Market.Signing.Tests.Validation;

/// <summary>How the file was sealed before it is attacked.</summary>
public enum SealedAs
{
    Once,
    Twice,

    /// <summary>Certified: forms may be filled in and others may sign (P = 2).</summary>
    CertifiedForSigning,

    /// <summary>Certified: annotations may be made too (P = 3).</summary>
    CertifiedForComments,
}

/// <summary>A letter sealed by ourselves that an attacker prepared before and changes after. It holds what shadow attacks need:
/// an overlay, a filled-in field, hidden content that is listed, and hidden content that is not.</summary>
internal sealed record AttackedFile(SealedAs Form, PadesLevel Level, byte[] Bytes)
{
    private static readonly ConcurrentDictionary<(SealedAs, PadesLevel), Lazy<Task<byte[]>>> Made = new();
    private static readonly Lazy<byte[]> Letter = new(Prepare);

    /// <summary>The first page's content, of which the last stream is the overlay; set when the letter is prepared.</summary>
    public static PdfReference Overlay { get; private set; } = null!;

    /// <summary>A content stream nothing shows.</summary>
    public static PdfReference Hidden { get; private set; } = null!;

    /// <summary>Where another overlay, with the same object number, stands in no cross-reference.</summary>
    public static long UnlistedAt { get; private set; }

    public static async Task<AttackedFile> MakeAsync(SealedAs form, PadesLevel level) =>
        new(form, level, (byte[])(await Made.GetOrAdd((form, level), key => new(() => SealAsync(key.Item1, key.Item2))).Value).Clone());

    /// <summary>Where each signature of the file stands, in the file's order.</summary>
    public static List<SignaturePlace> Places(byte[] pdf)
    {
        var places = new List<SignaturePlace>();
        for (var at = 0; ;)
        {
            var found = pdf.AsSpan(at).IndexOf("/ByteRange "u8);
            if (found < 0)
            {
                return places;
            }

            var range = at + found;
            var open = range + pdf.AsSpan(range).IndexOf((byte)'<');
            var close = open + pdf.AsSpan(open).IndexOf((byte)'>');
            var names = pdf.AsSpan(0, range);
            var isTimestamp = names[names.LastIndexOf("/SubFilter"u8)..].IndexOf("ETSI.RFC3161"u8) >= 0;
            places.Add(new SignaturePlace(range, open - "/Contents".Length, open, close, isTimestamp));
            at = close;
        }
    }

    private static async Task<byte[]> SealAsync(SealedAs form, PadesLevel level)
    {
        var options = SealedFiles.Options(1, 60, 60, Pdf.Sealing.Sealing.UnitSeal);
        Certification? certification = form switch
        {
            SealedAs.CertifiedForSigning => Certification.FillAndSign,
            SealedAs.CertifiedForComments => Certification.Annotate,
            _ => null,
        };
        var file = await LevelFiles.SealAsync(Letter.Value, level, options: options with { Certification = certification });
        return form == SealedAs.Twice
            ? await LevelFiles.SealAsync(file, level, options: SealedFiles.Options(1, 150, 60, Pdf.Sealing.Sealing.UnitSeal))
            : file;
    }

    private static byte[] Prepare() => Forgery.Update(HandSigned.Form(), (file, update) =>
    {
        var page = new PageTree(file, file.Current).Find(0);
        Overlay = update.AddStream(PdfDictionary.Empty, "1 g 50 50 100 20 re f"u8);
        Hidden = update.AddStream(PdfDictionary.Empty, "0 g 0 0 600 800 re f"u8);
        update.Put(page.Reference, page.Dictionary.With("Contents", new PdfArray([page.Dictionary["Contents"], Overlay])));
        UnlistedAt = update.Offset + update.Buffer.Length;
        update.Buffer.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Overlay.Number} 0 obj\n<</Length 20>>\nstream\n0 g 0 0 600 800 re f\nendstream\nendobj\n")));
    });
}

/// <summary>Offsets of one signature: its /ByteRange and /Contents keys, and the angle brackets of its value.</summary>
internal sealed record SignaturePlace(int Range, int Contents, int Open, int Close, bool IsTimestamp);
