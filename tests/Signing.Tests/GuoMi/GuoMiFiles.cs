using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.GuoMi;

/// <summary>Documents sealed with SM2, and a department that trusts both hierarchies.</summary>
internal static class GuoMiFiles
{
    public static ITimestampAuthority Stamps { get; } = new Sm2TimestampAuthority(TestSeals.Now);

    public static ValidationOptions Trusting { get; } = new()
    {
        TrustAnchors = [TestPki.Pki.Root, Sm2Pki.Root, Sm2Pki.Issuing],
        TimestampAnchors = [TestPki.Pki.Root, Sm2Pki.Root],
        AsOf = TestSeals.Now.AddHours(1),
    };

    public static byte[] Letter() => File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf"));

    public static async Task<byte[]> SealAsync(
        SealOptions options, ISealKey? key = null, byte[]? document = null, ITimestampAuthority? tsa = null, bool stamped = true)
    {
        using var output = new MemoryStream();
        await PdfSealer.SealAsync(
            new MemoryStream(document ?? Letter()),
            output,
            key ?? Sm2Pki.Unit,
            options,
            stamped ? tsa ?? Stamps : null,
            TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    public static SealReport Judge(byte[] file, ValidationOptions? options = null) => SealedFiles.Judge(file, options ?? Trusting);

    /// <summary>The value of the last /Contents.</summary>
    public static byte[] LastContents(byte[] pdf)
    {
        var (start, end) = Forgery.LastContents(pdf);
        return Convert.FromHexString(System.Text.Encoding.ASCII.GetString(pdf.AsSpan(start, end - start)));
    }

    public static CmsSignedData LastCms(byte[] pdf) => CmsSignedData.ParseGuoMi(LastContents(pdf));

    /// <summary>Has openssl verify the SM2 value over the signed attributes.</summary>
    public static async Task AssertOpenSslVerifiesAsync(CmsSignedData cms)
    {
        var signer = Assert.Single(cms.Signers);
        var certificate = GmSigner.FindCertificate(cms, signer)!;
        await AssertOpenSslVerifiesAsync(certificate.PublicKey!, signer.SignedAttributesEncoding!.Value, signer.Signature);
    }

    public static async Task AssertOpenSslVerifiesAsync(Sm2PublicKey key, ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> value)
    {
        using var directory = new TemporaryDirectory();
        var (exitCode, output) = await OpenSsl.RunAsync(
            "dgst", "-sm3", "-verify", directory.WritePublicKey(key), "-sigopt", "distid:1234567812345678",
            "-signature", directory.Write("value", value.Span), directory.Write("message", message.Span));
        Assert.True(exitCode == 0, output);
    }
}
