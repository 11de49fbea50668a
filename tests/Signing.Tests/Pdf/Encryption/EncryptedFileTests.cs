using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Pdf.Encryption;

public sealed class EncryptedFileTests
{
    private static readonly string Source = SampleDocuments.PathOf("survey-report.pdf");

    public static TheoryData<string> Ways => Encrypted.WayNames;

    [Theory]
    [MemberData(nameof(Ways))]
    public void Strings_streams_and_object_streams_are_read_decrypted(string way)
    {
        using var plain = File.OpenRead(Source);
        using var original = PdfFile.Open(plain);
        using var stream = new MemoryStream(Encrypted.Make(Source, way, "geheim"));
        using var file = PdfFile.Open(stream, password: "geheim");

        Assert.NotNull(file.Encryption);
        Assert.Equal(Information(original), Information(file));
        Assert.Equal(Contents(original), Contents(file));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_sealed_encrypted_document_is_clean_valid_and_readable_for_others(string way)
    {
        Assert.SkipUnless(Tools.Has("pdfsig") && Tools.Has("mutool"), "poppler-utils or mupdf-tools is not installed.");
        var original = Encrypted.Make(Source, way, "geheim");
        var options = Sealing.Sealing.Options(new SealImpression(1, 150, 240, Sealing.Sealing.UnitSeal)) with
        {
            Password = "geheim",
            Location = "长沙",
            Attachments = [new PdfAttachment("market.json", "application/json", "{\"task\":\"T-1\"}"u8.ToArray())],
            Stamps = [new PageStamp(1, 20, 20, new bool[25, 25], 18, ["扫码核验", "GHSC-2026-0093"])],
        };

        var once = await Sealing.Sealing.SealAsync(original, options);
        var twice = await Sealing.Sealing.SealAsync(once, Sealing.Sealing.Options(new SealImpression(-1, 100, 240, Sealing.Sealing.UnitSeal)) with { Password = Encrypted.OwnerPassword });

        Assert.True(twice.AsSpan(0, original.Length).SequenceEqual(original));
        Assert.Equal(-1, twice.AsSpan(original.Length).IndexOf("GHSC-2026"u8));
        using var sealedFile = new TemporaryFile(twice);
        var qpdf = Tools.Run("qpdf", "--password=geheim", "--check", sealedFile.Path);
        Assert.True(qpdf.ExitCode == 0, qpdf.Output);
        var pdfsig = Tools.Run("pdfsig", "-nocert", "-upw", "geheim", sealedFile.Path).Output;
        Assert.Equal(2, pdfsig.Split("Signature is Valid").Length - 1);
        Assert.Contains("/Reason<FEFF5BA167E5>", Tools.Run("mutool", "show", "-p", "geheim", sealedFile.Path, "grep").Output, StringComparison.Ordinal);
        Assert.Contains("扫码核验", Tools.Run("pdftotext", "-upw", "geheim", sealedFile.Path, "-").Output, StringComparison.Ordinal);
        Assert.Contains("market.json", Tools.Run("pdfdetach", "-list", "-upw", "geheim", sealedFile.Path).Output, StringComparison.Ordinal);
        var mutool = Tools.Run("mutool", "sign", "-v", "-p", "geheim", sealedFile.Path).Output;
        Assert.DoesNotContain("Digest error", mutool, StringComparison.Ordinal);
        Assert.Contains("The signature is valid but there have been edits", mutool, StringComparison.Ordinal);
        Assert.Contains("The document is unchanged since signing.", mutool, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Seals_of_an_encrypted_document_are_judged_like_any_other(string way)
    {
        var original = Encrypted.Make(Source, way, "geheim");
        var options = SealedFiles.Options(1, 60, 230, SealPicture.Rectangular("注册城乡规划师", "周敏", "0412430123")) with
        {
            Password = "geheim",
            Attachments = [new PdfAttachment("market.json", "application/json", SealedFiles.MarketJson)],
        };
        var once = await SealedFiles.SealAsync(original, Testing.TestPki.UnitKey(), options);
        var twice = await SealedFiles.SealAsync(once, Testing.TestPki.UnitKey(), options with { Attachments = [] });

        var opened = SealedFiles.Judge(twice, SealedFiles.Trusting with { Password = "geheim" });
        var closed = SealedFiles.Judge(twice);
        twice[once.Length + 700] ^= 1;
        var changed = SealedFiles.Judge(twice, SealedFiles.Trusting with { Password = "geheim" });

        Assert.Equal(Indication.TotalPassed, opened.Verdict);
        Assert.Equal(2, opened.Signatures.Count);
        Assert.Equal(SealedFiles.MarketJson, Assert.Single(opened.Attachments).Bytes.ToArray());
        Assert.Equal(Indication.Indeterminate, closed.Verdict);
        Assert.Equal(["pdf-encrypted"], closed.Reasons);
        Assert.NotEqual(Indication.TotalPassed, changed.Verdict);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Who_has_no_password_or_a_wrong_one_is_told_so(string way)
    {
        var bytes = Encrypted.Make(Source, way, "geheim");

        Assert.Equal(PdfFormatException.Encrypted, CodeOfOpening(bytes, null));
        Assert.Equal(PdfFormatException.WrongPassword, CodeOfOpening(bytes, "Geheim"));
        Assert.Null(CodeOfOpening(bytes, "geheim"));
        Assert.Null(CodeOfOpening(bytes, Encrypted.OwnerPassword));
        Assert.True(PdfInspector.Inspect(new MemoryStream(bytes)) is { Encrypted: true, NeedsPassword: true, PageCount: 0 });
    }

    [Theory]
    [InlineData("AES-128", "Äpfel")]
    [InlineData("AES-256, revision 6", "印章口令")]
    [InlineData("AES-256, revision 6", "")]
    [InlineData("RC4, 40 bits", "")]
    public void Passwords_may_hold_any_character_or_be_empty(string way, string password)
    {
        // qpdf encodes what comes from its command line as the revision asks.
        var bytes = Encrypted.Make(Source, way, password);

        Assert.Null(CodeOfOpening(bytes, password.Length == 0 ? null : password));
        Assert.Null(CodeOfOpening(bytes, password.Length == 0 ? "a password of other files" : password));
    }

    [Fact]
    public void An_encryption_for_certificates_is_refused_with_its_own_code()
    {
        var document = PdfText.OnePage().Object(4, "<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4>>").End("/Size 5/Root 1 0 R/Encrypt 4 0 R").Bytes;
        var first = new PdfText().Object(1, "<</Type/Catalog/Pages 2 0 R>>").Object(4, "<</Filter/Adobe.PubSec/V 4>>").End("/Size 5/Root 1 0 R/Encrypt 4 0 R").Bytes;

        Assert.Equal(PdfFormatException.EncryptionUnsupported, CodeOfOpening(first, null));

        // An update cannot encrypt what was written before it.
        Assert.Equal(PdfFormatException.Damaged, CodeOfOpening(document, null));
    }

    [Fact]
    public void Permissions_changed_without_the_key_are_noticed()
    {
        var bytes = Encrypted.Make(Source, "AES-256, revision 6", "", Encrypted.OwnerPassword, "--modify=none");
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var at = text.IndexOf("/P -", StringComparison.Ordinal);
        var old = text[at..text.IndexOfAny(['/', ' ', '>'], at + 4)];
        var forged = System.Text.Encoding.Latin1.GetBytes(text.Replace(old, "/P -4".PadRight(old.Length), StringComparison.Ordinal));

        Assert.Null(CodeOfOpening(bytes, null));
        Assert.Equal(PdfFormatException.Damaged, CodeOfOpening(forged, null));
    }

    private static string? CodeOfOpening(byte[] bytes, string? password)
    {
        try
        {
            using var file = PdfFile.Open(new MemoryStream(bytes), password: password);
            return null;
        }
        catch (PdfFormatException refused)
        {
            return refused.Code;
        }
    }

    private static string? Information(PdfFile file) =>
        (file.Current.Resolve(file.Current.Dictionary(file.Current.Trailer["Info"])!["Title"]) as PdfString)?.ToText();

    private static List<byte[]> Contents(PdfFile file) =>
        [.. new PageTree(file, file.Current).Walk().Select(page => file.Current.Decode((PdfStream)file.Current.Resolve(page.Dictionary["Contents"])))];
}
