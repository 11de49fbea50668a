using Market.Signing.GuoMi;
using Market.Signing.Pdf.Reading;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.GuoMi;

/// <summary>双签: one call, an ordinary signature for every reader and an SM2 one with an electronic seal for domestic readers.</summary>
public sealed class DualSealTests
{
    [Theory]
    [InlineData(Development.SealKeyKind.Rsa2048)]
    [InlineData(Development.SealKeyKind.EcdsaP256)]
    public async Task Both_signatures_pass_and_the_first_allows_the_second(Development.SealKeyKind kind)
    {
        var report = GuoMiFiles.Judge(await SealAsync(kind: kind));

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal(2, report.Signatures.Count);
        Assert.All(report.Signatures, signature =>
        {
            Assert.True(signature is { Intact: true, CoversRevision: true, CoversWholeFile: true, Trusted: true }, string.Join(' ', signature.Reasons));
            Assert.Equal(TestPki.AgencyCode, signature.SignerOrganisationCode);
            Assert.Equal(TestSeals.Now, signature.SignedAt);
            Assert.Empty(signature.Modifications);
        });
        Assert.Null(report.Signatures[0].ElectronicSeal);
        Assert.Equal(TestPki.AgencyName, report.Signatures[1].ElectronicSeal!.Seal!.Name);
    }

    [Fact]
    public async Task Other_readers_show_the_first_as_valid_and_openssl_confirms_the_second()
    {
        Assert.SkipUnless(Tools.Has("pdfsig") && Tools.Has("qpdf") && Tools.Has("mutool"), "poppler-utils, qpdf or mupdf-tools is not installed.");
        var bytes = await SealAsync();

        using var file = new TemporaryFile(bytes);
        var pdfsig = Tools.Run("pdfsig", "-nocert", file.Path).Output;
        Assert.Equal(1, pdfsig.Split("Signature is Valid").Length - 1);
        Assert.Contains("Signature #1", pdfsig, StringComparison.Ordinal);
        Assert.True(
            pdfsig.IndexOf("Signature is Valid", StringComparison.Ordinal) < pdfsig.IndexOf("Signature #2", StringComparison.Ordinal), pdfsig);
        var qpdf = Tools.Run("qpdf", "--check", file.Path);
        Assert.True(qpdf.ExitCode == 0, qpdf.Output);

        var signature = GuoMiFiles.Judge(bytes).Signatures[1].ElectronicSeal!.Signature!;
        await GuoMiFiles.AssertOpenSslVerifiesAsync(
            GmCertificate.Parse(signature.SignerCertificate).PublicKey!, signature.SignedBytes, signature.SignatureValue);
    }

    [Fact]
    public async Task Everything_visible_belongs_to_the_first_revision()
    {
        var picture = SealPicture.Round(TestPki.AgencyName);
        var options = new SealOptions { ClaimedAt = TestSeals.Now, Placements = [new SealImpression(1, 150, 230, picture)] };

        var bytes = await SealAsync(options, placements: [new SealImpression(1, 60, 60, picture)], document: FourPages());

        var report = GuoMiFiles.Judge(bytes);
        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal([1], report.Signatures[0].Pages);
        using var file = PdfFile.Open(new MemoryStream(bytes));
        Assert.Equal(3, file.Revisions.Count);
        Assert.Equal(file.Revisions[1].End, report.Signatures[0].RevisionLength);

        // The second revision holds the field, the form, the page's list of annotations and the signature: no drawing.
        var last = System.Text.Encoding.Latin1.GetString(bytes.AsSpan((int)file.Revisions[1].End));
        Assert.DoesNotContain("/Subtype/Form", last, StringComparison.Ordinal);
        Assert.Contains("/Rect[0 0 0 0]", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_equals_two_seals_one_after_the_other()
    {
        var document = new MemoryStream(FourPages());
        var once = new MemoryStream();
        using var key = TestPki.UnitKey();
        var cancel = TestContext.Current.CancellationToken;
        await PdfSealer.SealAsync(document, once, key, new SealOptions { ClaimedAt = TestSeals.Now }, tsa: null, cancel);

        var dual = await SealAsync(document: FourPages(), stamped: false);

        // RSA is deterministic, so the first revision is the same to the byte; SM2 is not.
        Assert.True(dual.AsSpan(0, (int)once.Length).SequenceEqual(once.ToArray()));
        Assert.True(dual.Length > once.Length);
    }

    [Fact]
    public async Task A_change_behind_the_second_fails_both_and_one_in_front_too()
    {
        var bytes = await SealAsync();
        var broken = (byte[])bytes.Clone();
        broken[9] ^= 1;

        var changed = GuoMiFiles.Judge(Validation.Forgery.ChangeCatalog(bytes, (catalog, _) =>
            catalog.With("OpenAction", new Signing.Pdf.Objects.PdfInteger(1))));

        Assert.All(changed.Signatures, signature => Assert.NotEmpty(signature.Modifications));
        Assert.All(GuoMiFiles.Judge(broken).Signatures, signature => Assert.Equal(SubIndication.HashFailure, signature.SubIndication));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_before_anything_is_written()
    {
        using var rsa = TestPki.UnitKey();
        var output = new MemoryStream();
        var domestic = new DomesticSeal { Key = rsa, Seal = await TestSeals.SealAsync() };

        var refusal = await Assert.ThrowsAsync<SealRefusedException>(() => PdfSealer.SealAsync(
            new MemoryStream(GuoMiFiles.Letter()), output, rsa, new SealOptions { ClaimedAt = TestSeals.Now, DomesticSeal = domestic },
            tsa: null, TestContext.Current.CancellationToken));

        Assert.Equal("key-unsupported", refusal.Code);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task A_second_unit_seals_dually_behind_the_first()
    {
        var report = GuoMiFiles.Judge(await SealAsync(document: await SealAsync()));

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal(["Seal1", "Seal2", "Seal3", "Seal4"], report.Signatures.Select(signature => signature.FieldName));
    }

    private static byte[] FourPages() => File.ReadAllBytes(Samples.SampleDocuments.PathOf("technical-review.pdf"));

    private static async Task<byte[]> SealAsync(
        SealOptions? options = null,
        IReadOnlyList<SealPlacement>? placements = null,
        byte[]? document = null,
        Development.SealKeyKind kind = Development.SealKeyKind.Rsa2048,
        bool stamped = true)
    {
        using var key = TestPki.UnitKey(kind: kind);
        var domestic = new DomesticSeal
        {
            Key = Sm2Pki.Unit,
            Seal = await TestSeals.SealAsync(),
            Tsa = stamped ? GuoMiFiles.Stamps : null,
            Placements = placements ?? [],
        };
        return await GuoMiFiles.SealAsync(
            (options ?? new SealOptions { ClaimedAt = TestSeals.Now }) with { DomesticSeal = domestic },
            key, document, TestPki.Pki.TimestampAuthority, stamped);
    }
}
