using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>Files made to exhaust or confuse a verifier get a clear answer, and files of others pass meanwhile.</summary>
public sealed class HostileInputTests
{
    private static readonly X509Certificate2 Holder = X509CertificateLoader.LoadPkcs12(TestPki.Unit().Pkcs12, TestPki.Unit().Password);

    [Fact]
    public void Hundreds_of_signatures_are_each_judged()
    {
        const int Many = 150;
        using var rsa = Holder.GetRSAPrivateKey()!;
        var forge = new CmsForge
        {
            Certificate = Holder,
            Sign = attributes => rsa.SignData(attributes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        var pdf = File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf"));
        for (var i = 0; i < Many; i++)
        {
            pdf = HandSigned.Sign(pdf, cms: forge.Write, field: $"Seal{i}");
        }

        var report = SealedFiles.Judge(pdf);

        Assert.Equal(Many, report.Signatures.Count);
        Assert.All(report.Signatures, seal => Assert.True(seal is { Intact: true, CoversWholeFile: true }));
    }

    [Fact]
    public async Task A_field_that_is_its_own_child_fails()
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) =>
        {
            var field = Forgery.FieldOf(file, SealedFiles.UnitField);
            update.Put(field.Reference!, field.Dictionary.With("Kids", new PdfArray([field.Reference!])));
        });

        Assert.Equal(Indication.TotalFailed, SealedFiles.Judge(forged).Verdict);
    }

    [Fact]
    public async Task A_page_tree_that_runs_in_a_circle_fails()
    {
        var forged = Forgery.Update(await SealedFiles.TwiceAsync(), (file, update) =>
        {
            var root = (PdfReference)file.Current.Catalog["Pages"];
            var tree = file.Current.Dictionary(root)!;
            update.Put(root, tree.With("Kids", file.Current.Array(tree["Kids"])!.Append(root)));
        });

        var report = SealedFiles.Judge(forged);

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Contains("pages-unreadable", report.Reasons);
    }

    [Fact]
    public async Task References_that_run_in_a_circle_fail()
    {
        var forged = Forgery.ChangeCatalog(await SealedFiles.TwiceAsync(), (catalog, update) =>
        {
            var (one, other) = (update.Allocate(), update.Allocate());
            update.Put(one, other);
            update.Put(other, one);
            return catalog.With(("DSS", one), ("AcroForm", other));
        });

        Assert.Equal(Indication.TotalFailed, SealedFiles.Judge(forged).Verdict);
    }

    [Fact]
    public async Task A_store_full_of_rubbish_changes_nothing()
    {
        var rubbish = Enumerable.Range(0, 300).Select(i => new RevocationEvidence(
            i % 2 == 0 ? RevocationFormat.Ocsp : RevocationFormat.RevocationList, RandomNumberGenerator.GetBytes(i)));

        var report = SealedFiles.Judge(HandSigned.Store(await SealedFiles.TwiceAsync(), rubbish));

        Assert.Equal(Indication.TotalPassed, report.Verdict);
    }

    [Fact]
    public void A_certificate_of_impossible_size_is_left_out()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=huge", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509Extension("1.2.3.4", new byte[200_000], critical: false));
        using var huge = request.CreateSelfSigned(TestPki.Now.AddDays(-1), TestPki.Now.AddDays(1));
        var forge = new CmsForge
        {
            Certificate = huge,
            Sign = attributes => key.SignData(attributes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };

        var seal = Judge(forge, room: 256 << 10);

        Assert.Equal(Indication.Indeterminate, seal.Indication);
        Assert.Contains("signing-certificate-missing", seal.Reasons);
    }

    [Fact]
    public void A_curve_of_ones_own_making_is_not_used()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var explicitKey = ExplicitCurve(key);
        var request = new CertificateRequest(new X500DistinguishedName("CN=odd"), explicitKey, HashAlgorithmName.SHA256);
        using var odd = request.Create(
            new X500DistinguishedName("CN=odd"), X509SignatureGenerator.CreateForECDsa(key), TestPki.Now.AddDays(-1), TestPki.Now.AddDays(1), [1]);
        var forge = new CmsForge
        {
            Certificate = odd,
            AlgorithmOid = Oids.EcdsaWithSha256,
            Parameters = null,
            Sign = attributes => key.SignData(attributes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        };

        var seal = Judge(forge);

        Assert.False(seal.Intact);
        Assert.Contains("algorithm-mismatch", seal.Reasons);
    }

    [Fact]
    public void A_gigabyte_of_nothing_is_answered_from_its_ends()
    {
        using var folder = new TemporaryDirectory();
        using var stream = File.Create(folder.File("nothing.pdf"));
        stream.Write("%PDF-1.7\n"u8);
        stream.SetLength(1L << 30);

        var report = PdfSealValidator.Validate(stream, SealedFiles.Trusting);

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Equal(["pdf-damaged"], report.Reasons);
    }

    [Fact]
    public async Task Megabytes_behind_the_end_are_called_appended()
    {
        byte[] forged = [.. await SealedFiles.TwiceAsync(), .. new byte[3 << 20], 1];

        var report = SealedFiles.Judge(forged);

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Contains("appended-bytes", report.Reasons);
        Assert.Equal(2, report.Signatures.Count);
    }

    [Fact]
    public async Task Good_files_pass_while_bad_ones_are_judged()
    {
        var good = await SealedFiles.TwiceAsync();
        var bad = new[]
        {
            RandomNumberGenerator.GetBytes(100_000),
            good[..(good.Length / 2)],
            [.. "%PDF-1.7\n"u8, .. Encoding.ASCII.GetBytes(new string('[', 200_000)), .. "\nstartxref\n9\n%%EOF"u8],
            Forgery.Replace(good, "startxref", "startxrex"),
        };

        await Parallel.ForEachAsync(Enumerable.Range(0, 40), TestContext.Current.CancellationToken, (i, _) =>
        {
            var isGood = i % 2 == 0;
            var report = SealedFiles.Judge(isGood ? good : bad[i % bad.Length]);
            Assert.Equal(isGood, report.Verdict == Indication.TotalPassed);
            return ValueTask.CompletedTask;
        });
    }

    private static SignatureReport Judge(CmsForge forge, int room = 8 << 10) => Assert.Single(SealedFiles.Judge(
        HandSigned.Sign(File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf")), cms: forge.Write, room: room)).Signatures);

    // SEC 1, C.2: the curve written out instead of named.
    private static PublicKey ExplicitCurve(ECDsa key)
    {
        var parameters = key.ExportExplicitParameters(includePrivateParameters: false);
        using var copy = ECDsa.Create(parameters);
        return new PublicKey(copy);
    }
}
