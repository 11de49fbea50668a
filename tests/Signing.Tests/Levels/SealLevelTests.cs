using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Market.Development;
using Market.Signing.Levels;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Revocation;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Levels;

public sealed class SealLevelTests
{
    public static TheoryData<string, PadesLevel> Cases => new MatrixTheoryData<string, PadesLevel>(
        ["letter.pdf", "survey-report.pdf"], Enum.GetValues<PadesLevel>());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_judge_accepts_every_level_in_both_forms_of_cross_reference(string name, PadesLevel level)
    {
        Assert.SkipUnless(Tools.Has("qpdf") && Tools.Has("pdfsig") && Tools.Has("mutool"), "qpdf, poppler-utils or mupdf-tools is not installed.");
        var original = LevelFiles.Sample(name);

        var bytes = await LevelFiles.SealAsync(original, level);

        Assert.True(bytes.AsSpan(0, original.Length).SequenceEqual(original));
        using var file = new TemporaryFile(bytes);
        var qpdf = Tools.Run("qpdf", "--check", file.Path);
        Assert.True(qpdf.ExitCode == 0, qpdf.Output);
        var pdfsig = Tools.Run("pdfsig", "-nocert", file.Path).Output;
        var signatures = level == PadesLevel.BLTA ? 2 : 1;

        // This pdfsig knows no document time stamps; openssl judges them below.
        Assert.True(pdfsig.Split("Signature is Valid").Length == 2, pdfsig);
        Assert.Equal(level != PadesLevel.BLT, pdfsig.Contains("  - Total document signed", StringComparison.Ordinal));
        var mutool = Tools.Run("mutool", "sign", "-v", file.Path).Output;

        // MuPDF knows no security store: it checks the signature, and counts the store as an edit.
        Assert.Contains(level <= PadesLevel.BT ? "The document is unchanged since signing" : "The signature is valid", mutool, StringComparison.Ordinal);
        var report = SealedFiles.Judge(bytes, SealedFiles.Trusting with { RequireTimestamp = level != PadesLevel.BB });
        Assert.True(report.Verdict == Indication.TotalPassed, string.Join(", ", report.Reasons.Concat(report.Signatures.SelectMany(signature => signature.Reasons))));
        Assert.Equal(signatures, report.Signatures.Count);
        Assert.All(report.Signatures, signature => Assert.True(signature.Intact && signature.CoversWholeFile && signature.Trusted, signature.FieldName));
        Assert.Equal(level == PadesLevel.BB ? null : TestPki.Now, report.Signatures[0].SignedAt);
    }

    [Fact]
    public async Task Without_a_level_the_services_decide_as_before()
    {
        var document = PdfText.OnePage().Bytes;
        using var key = TestPki.UnitKey();
        var options = new SealOptions { ClaimedAt = TestPki.Now };

        var bare = await OutcomeAsync(SealServices.None);
        var stamped = await OutcomeAsync(LevelFiles.Services);

        Assert.Equal((PadesLevel.BB, PadesLevel.BT), (bare.Level, stamped.Level));

        Task<SealOutcome> OutcomeAsync(SealServices services) => PdfSealer.SealAsync(
            new MemoryStream(document), Stream.Null, key, options, services, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_level_without_its_services_is_a_mistake_of_the_caller()
    {
        var document = PdfText.OnePage().Bytes;

        await Assert.ThrowsAsync<InvalidOperationException>(() => LevelFiles.SealAsync(document, PadesLevel.BT, services: SealServices.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => LevelFiles.SealAsync(
            document, PadesLevel.BLT, services: new SealServices { Timestamps = TestPki.Pki.TimestampAuthority }));
    }

    [Fact]
    public async Task At_B_LT_the_file_carries_every_certificate_and_a_proof_for_each()
    {
        var bytes = await LevelFiles.SealAsync(LevelFiles.Sample("letter.pdf"), PadesLevel.BLT);

        var store = LevelFiles.StoreOf(bytes);
        var certificates = store.Certificates.Select(der => X509CertificateLoader.LoadCertificate(der.Span)).ToList();
        var subjects = certificates.Select(certificate => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)).ToHashSet();
        Assert.Equal(
            [TestPki.AgencyName + "（演示）", "Market 演示 OCSP", "Market 演示时间戳", "Market 演示根 CA", "Market 演示签发 CA"],
            subjects.Order(StringComparer.Ordinal).OrderBy(name => name.StartsWith("Market", StringComparison.Ordinal)));
        Assert.Equal(store.Certificates.Count, subjects.Count);
        var (issuing, root) = (TestPki.Pki.Chain[0], TestPki.Pki.Root);
        Assert.Equal(2, store.OcspResponses.Count);
        Assert.All(
            new[] { TestPki.Unit().Certificate, TestPki.Pki.TimestampAuthority.Certificate },
            certificate => Assert.Single(store.OcspResponses, der => Proves(RevocationFormat.Ocsp, der, certificate, issuing)));
        Assert.True(Proves(RevocationFormat.RevocationList, Assert.Single(store.RevocationLists), issuing, root));
    }

    [Fact]
    public async Task At_B_LTA_the_last_revision_is_a_document_time_stamp_over_everything()
    {
        var bytes = await LevelFiles.SealAsync(LevelFiles.Sample("survey-report.pdf"), PadesLevel.BLTA);

        using var stream = new MemoryStream(bytes);
        using var file = PdfFile.Open(stream);
        var stamp = SignatureFields.Read(file, file.Current).Single(field => field.Name == "Timestamp1");
        var dictionary = file.Current.Dictionary(stamp.Value)!;
        Assert.True(dictionary.HasName("Type", "DocTimeStamp") && dictionary.HasName("SubFilter", "ETSI.RFC3161"));
        Assert.False(dictionary.ContainsKey("M"));
        var range = ByteRange.TryRead(dictionary["ByteRange"])!.Value;
        Assert.Equal(bytes.Length, range.End);
        Assert.True(file.Revisions[^2].Catalog.ContainsKey("DSS"));
        Assert.False(file.Revisions[^3].Catalog.ContainsKey("DSS"));
        Assert.Equal(4, file.Revisions.Count);
    }

    [Fact]
    public async Task Openssl_verifies_the_stamp_of_the_signature_and_that_of_the_document()
    {
        var bytes = await LevelFiles.SealAsync(LevelFiles.Sample("letter.pdf"), PadesLevel.BLTA);
        using var directory = new TemporaryDirectory();
        using var stream = new MemoryStream(bytes);
        using var file = PdfFile.Open(stream);
        var signatures = SignatureInFile.ReadAll(file);
        var seal = signatures.Single(signature => !signature.IsDocumentTimestamp).Cms!.Signers[0];
        var document = file.Current.Dictionary(SignatureFields.Read(file, file.Current).Single(field => field.Name == "Timestamp1").Value)!;
        var range = ByteRange.TryRead(document["ByteRange"])!.Value;

        await VerifiesAsync("signature", seal.UnsignedAttributes.Single(Market.Signing.Cms.Oids.SignatureTimeStamp)!.Value, seal.Signature.ToArray());
        await VerifiesAsync(
            "document",
            Unpadded(((PdfString)document["Contents"]).Bytes),
            [.. bytes.AsSpan(0, (int)range.GapStart), .. bytes.AsSpan((int)range.GapEnd)]);

        async Task VerifiesAsync(string name, ReadOnlyMemory<byte> token, byte[] data)
        {
            var (exitCode, output) = await OpenSsl.RunAsync(
                "ts", "-verify", "-token_in", "-in", directory.Write(name + ".tst", token.Span), "-data", directory.Write(name, data),
                "-CAfile", directory.Write(name + ".pem", Encoding.ASCII.GetBytes(TestPki.Pki.Root.ExportCertificatePem())),
                "-attime", TestPki.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            Assert.True(exitCode == 0, $"{name}: {output}");
        }
    }

    [Fact]
    public async Task Openssl_believes_the_answers_and_lists_that_the_file_carries()
    {
        var store = LevelFiles.StoreOf(await LevelFiles.SealAsync(LevelFiles.Sample("letter.pdf"), PadesLevel.BLT));
        using var directory = new TemporaryDirectory();
        var issuing = directory.Write("issuing.pem", Encoding.ASCII.GetBytes(TestPki.Pki.Chain[0].ExportCertificatePem()));
        var root = directory.Write("root.pem", Encoding.ASCII.GetBytes(TestPki.Pki.Root.ExportCertificatePem()));
        var chain = directory.Write("chain.pem", [.. await File.ReadAllBytesAsync(issuing, TestContext.Current.CancellationToken), (byte)'\n', .. await File.ReadAllBytesAsync(root, TestContext.Current.CancellationToken)]);
        var unit = directory.Write("unit.pem", Encoding.ASCII.GetBytes(TestPki.Unit().Certificate.ExportCertificatePem()));
        var time = TestPki.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        var answer = store.OcspResponses.Single(der => Proves(RevocationFormat.Ocsp, der, TestPki.Unit().Certificate, TestPki.Pki.Chain[0]));
        var ocsp = await OpenSsl.RunAsync(
            "ocsp", "-respin", directory.Write("answer.der", answer.Span), "-issuer", issuing, "-cert", unit, "-CAfile", chain,
            "-no_nonce", "-attime", time, "-validity_period", "999999999");
        var crl = await OpenSsl.RunAsync(
            "crl", "-inform", "DER", "-in", directory.Write("list.crl", store.RevocationLists[0].Span), "-CAfile", root, "-noout");

        Assert.Contains("Response verify OK", ocsp.Output, StringComparison.Ordinal);
        Assert.Contains("unit.pem: good", ocsp.Output, StringComparison.Ordinal);
        Assert.Contains("verify OK", crl.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_certificate_is_refused()
    {
        var issued = TestPki.Issue();
        TestPki.Pki.Revocation.Revoke(issued.Certificate, TestPki.Now.AddMinutes(-1));
        using var key = issued.Open();

        var refused = await Assert.ThrowsAsync<RevocationException>(() => LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BLT, key));

        Assert.Equal(RevocationException.Revoked, refused.Code);
        Assert.Equal(issued.Certificate.Subject, refused.Certificate);
    }

    [Fact]
    public async Task Missing_proof_is_refused_with_the_certificate_and_the_address_asked()
    {
        await using var server = new LoopbackServer((_, _) => new Reply(500));
        var issued = TestPki.Issue(new IssueOptions { OcspAddress = server.At("ocsp") });
        using var http = new HttpClient();
        var services = LevelFiles.Services with { Revocation = new HttpRevocationSource(http) { Retries = 0 } };
        using var key = issued.Open();

        var refused = await Assert.ThrowsAsync<RevocationException>(() => LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BLT, key, services));

        Assert.Equal((RevocationException.Unreachable, true), (refused.Code, refused.IsTransient));
        Assert.Equal(issued.Certificate.Subject, refused.Certificate);
        Assert.Equal(server.At("ocsp"), Assert.Single(refused.Addresses).ToString());
        Assert.Contains(server.At("ocsp"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_another_authority_is_refused_whoever_brought_it()
    {
        using var directory = new TemporaryDirectory();
        var (pki, _, services) = LevelFiles.Aging(directory);
        using (pki)
        {
            var refused = await Assert.ThrowsAsync<RevocationException>(() => LevelFiles.SealAsync(
                PdfText.OnePage().Bytes, PadesLevel.BLT, services: services with { Revocation = new Stubborn(pki) }));

            Assert.Equal(RevocationException.Unproven, refused.Code);
        }
    }

    [Fact]
    public async Task A_missing_issuer_is_refused_and_may_be_given()
    {
        using var directory = new TemporaryDirectory();
        var (other, _, _) = LevelFiles.Aging(directory);
        using var withKey = TestPki.Issue().OpenWithKey();
        using var key = Pkcs12SealKey.Open(withKey.Export(X509ContentType.Pkcs12, "alone"), "alone");
        var services = LevelFiles.Services with { Timestamps = other.TimestampAuthority, Revocation = new Both(TestPki.Pki, other) };

        var refused = await Assert.ThrowsAsync<RevocationException>(() => LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BLT, key, services));
        var bytes = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BLT, key, services with { Certificates = TestPki.Pki.Chain });
        other.Dispose();

        Assert.Equal(RevocationException.IssuerMissing, refused.Code);
        Assert.Contains("Market 演示签发 CA", refused.Message, StringComparison.Ordinal);
        Assert.Equal(8, LevelFiles.StoreOf(bytes).Certificates.Count);
    }

    [Fact]
    public async Task The_output_may_be_a_pipe_at_every_level()
    {
        using var key = TestPki.UnitKey();
        using var pipe = new WriteOnlyStream();

        await PdfSealer.SealAsync(
            new MemoryStream(LevelFiles.Sample("letter.pdf")), pipe, key, new SealOptions { ClaimedAt = TestPki.Now, Level = PadesLevel.BLTA },
            LevelFiles.Services, TestContext.Current.CancellationToken);

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(pipe.Written).Verdict);
    }

    private static bool Proves(RevocationFormat format, ReadOnlyMemory<byte> der, X509Certificate2 certificate, X509Certificate2 issuer)
    {
        using var data = RevocationData.Parse(format, der);
        return data.ProvenStandingOf(certificate, issuer)?.State == CertificateState.Good;
    }

    private static ReadOnlyMemory<byte> Unpadded(ReadOnlyMemory<byte> contents) =>
        contents[..Market.Signing.Cms.CmsSignedData.ParsePadded(contents).EncodedLength];

    /// <summary>Asks another PKI of the same names.</summary>
    private sealed class Stubborn(DevelopmentPki other) : IRevocationSource
    {
        public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct) =>
            Task.FromResult(new RevocationEvidence(RevocationFormat.Ocsp, other.Revocation.RespondToOcsp(OcspRequest.For(certificate, other.Chain[0]).Encoded)));
    }

    /// <summary>Asks whichever PKI issued the certificate.</summary>
    private sealed class Both(DevelopmentPki one, DevelopmentPki other) : IRevocationSource
    {
        public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct) =>
            (one.Chain.Contains(issuer) ? one : other).Revocation.GetAsync(certificate, issuer, at, ct);
    }
}
