using System.Text;
using Market.Development;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Levels;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Keys;

/// <summary>Every key and every scheme in a sealed document, before every judge.</summary>
public sealed class KeyMatrixTests
{
    public static TheoryData<SealKeyKind, string> Cases => [.. All()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Pdfsig_openssl_and_we_accept_the_seal(SealKeyKind kind, string scheme)
    {
        Assert.SkipUnless(Tools.Has("pdfsig"), "poppler-utils is not installed.");
        var wanted = SignatureScheme.All.Single(candidate => candidate.ToString() == scheme);
        using var key = TestPki.UnitKey(wanted, kind);

        var bytes = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BT, key, options: new SealOptions { ClaimedAt = TestPki.Now });

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(bytes).Verdict);
        using var pdf = new TemporaryFile(bytes);
        var pdfsig = Tools.Run("pdfsig", "-nocert", pdf.Path).Output;
        Assert.True(pdfsig.Contains("Signature is Valid", StringComparison.Ordinal), pdfsig);
        await AssertOpenSslAsync(bytes);
    }

    private static async Task AssertOpenSslAsync(byte[] bytes)
    {
        using var directory = new TemporaryDirectory();
        using var stream = new MemoryStream(bytes);
        using var file = PdfFile.Open(stream);
        var signature = file.Current.Dictionary(SignatureFields.Read(file, file.Current).Single().Value)!;
        var range = ByteRange.TryRead(signature["ByteRange"])!.Value;
        var contents = ((PdfString)signature["Contents"]).Bytes;
        var cms = contents[..Market.Signing.Cms.CmsSignedData.ParsePadded(contents).EncodedLength];
        var content = directory.Write("content", [.. bytes.AsSpan(0, (int)range.GapStart), .. bytes.AsSpan((int)range.GapEnd)]);

        var (exitCode, output) = await OpenSsl.RunAsync(
            "cms", "-verify", "-binary", "-inform", "DER", "-in", directory.Write("cms", cms.Span), "-content", content, "-out", directory.File("out"),
            "-CAfile", directory.Write("root.pem", Encoding.ASCII.GetBytes(TestPki.Pki.Root.ExportCertificatePem())), "-purpose", "any",
            "-attime", $"{TestPki.Now.ToUnixTimeSeconds()}");

        Assert.True(exitCode == 0, output);
    }

    private static IEnumerable<TheoryDataRow<SealKeyKind, string>> All() =>
        from kind in Enum.GetValues<SealKeyKind>()
        from scheme in SignatureScheme.All
        where kind switch
        {
            SealKeyKind.Rsa2048 or SealKeyKind.Rsa3072 or SealKeyKind.Rsa4096 => scheme.Family is SignatureFamily.RsaPkcs1 or SignatureFamily.RsaPss,
            SealKeyKind.EcdsaP256 or SealKeyKind.EcdsaP384 => scheme.Family is SignatureFamily.Ecdsa,
            _ => false,
        }
        select new TheoryDataRow<SealKeyKind, string>(kind, scheme.ToString());
}
