using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Pdf.Encryption;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Levels;

public sealed class PdfExtenderTests
{
    [Theory]
    [InlineData("letter.pdf")]
    [InlineData("survey-report.pdf")]
    public async Task A_sealed_file_climbs_level_by_level_and_no_earlier_byte_changes(string name)
    {
        Assert.SkipUnless(Tools.Has("qpdf") && Tools.Has("pdfsig"), "qpdf or poppler-utils is not installed.");

        var stamped = await LevelFiles.SealAsync(LevelFiles.Sample(name), PadesLevel.BT);
        var longTerm = await LevelFiles.ExtendAsync(stamped, PadesLevel.BLT);
        var archived = await LevelFiles.ExtendAsync(longTerm, PadesLevel.BLTA);

        Assert.True(longTerm.AsSpan().StartsWith(stamped) && archived.AsSpan().StartsWith(longTerm));
        Assert.Equal(1, LevelFiles.Revisions(longTerm) - LevelFiles.Revisions(stamped));

        // Everything was collected a moment ago, so only the time stamp is new.
        Assert.Equal(1, LevelFiles.Revisions(archived) - LevelFiles.Revisions(longTerm));
        foreach (var bytes in new[] { longTerm, archived })
        {
            using var file = new TemporaryFile(bytes);
            var qpdf = Tools.Run("qpdf", "--check", file.Path);
            Assert.True(qpdf.ExitCode == 0, qpdf.Output);
            Assert.Contains("Signature is Valid", Tools.Run("pdfsig", "-nocert", file.Path).Output, StringComparison.Ordinal);
            Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(bytes).Verdict);
        }
    }

    [Fact]
    public async Task Two_seals_are_extended_together_and_share_what_they_have_in_common()
    {
        var twice = await SealedFiles.TwiceAsync();

        var archived = await LevelFiles.ExtendAsync(twice, PadesLevel.BLTA);

        var store = LevelFiles.StoreOf(archived);
        Assert.Equal((6, 3, 1), (store.Certificates.Count, store.OcspResponses.Count, store.RevocationLists.Count));
        var report = SealedFiles.Judge(archived);
        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal(3, report.Signatures.Count);
    }

    [Fact]
    public async Task A_seal_without_a_time_stamp_gets_one_over_the_document()
    {
        var bare = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BB);

        var stamped = await LevelFiles.ExtendAsync(bare, PadesLevel.BT);
        var again = await LevelFiles.ExtendAsync(stamped, PadesLevel.BT);
        var archived = await LevelFiles.ExtendAsync(bare, PadesLevel.BLTA);

        Assert.True(stamped.AsSpan().StartsWith(bare));
        Assert.Equal(again, stamped);
        Assert.Equal((3, 5), (LevelFiles.Revisions(stamped), LevelFiles.Revisions(archived)));
        Assert.Equal(2, SealedFiles.Judge(archived).Signatures.Count(signature => signature.IsDocumentTimestamp));
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(stamped).Verdict);
    }

    [Fact]
    public async Task An_archived_file_is_renewed_years_later_and_the_store_grows_without_repeating_itself()
    {
        using var directory = new TemporaryDirectory();
        var (pki, clock, services) = LevelFiles.Aging(directory);
        using (pki)
        {
            using var key = pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode).Open();
            var archived = await LevelFiles.SealAsync(LevelFiles.Sample("letter.pdf"), PadesLevel.BLTA, key, services);
            var before = LevelFiles.StoreOf(archived);
            clock.Now = clock.Now.AddYears(2);

            var renewed = await LevelFiles.ExtendAsync(archived, PadesLevel.BLTA, services, clock.Now);

            Assert.True(renewed.AsSpan().StartsWith(archived));
            Assert.Equal(2, LevelFiles.Revisions(renewed) - LevelFiles.Revisions(archived));
            var after = LevelFiles.StoreOf(renewed);
            Assert.Equal(after.Certificates.Count, after.Certificates.Select(der => Convert.ToHexString(der.Span)).Distinct().Count());

            // What the first stamp covers is settled; what is asked again is the authority that made it, and its issuer.
            Assert.Equal(before.OcspResponses.Count + 1, after.OcspResponses.Count);
            Assert.Equal(before.RevocationLists.Count + 1, after.RevocationLists.Count);
            var report = SealedFiles.Judge(renewed, new ValidationOptions { TrustAnchors = [pki.Root], TimestampAnchors = [pki.Root], AsOf = clock.Now });
            Assert.Equal(2, report.Signatures.Count(signature => signature.IsDocumentTimestamp && signature.Timestamp!.IsProof));
        }
    }

    [Fact]
    public async Task A_certificate_revoked_after_its_seal_was_stamped_does_not_stand_in_the_way()
    {
        using var directory = new TemporaryDirectory();
        var (pki, clock, services) = LevelFiles.Aging(directory);
        using (pki)
        {
            var issued = pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode);
            using var key = issued.Open();
            var stamped = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BT, key, services);
            clock.Now = clock.Now.AddDays(30);

            pki.Revocation.Revoke(issued.Certificate, clock.Now.AddDays(-1));
            var extended = await LevelFiles.ExtendAsync(stamped, PadesLevel.BLT, services, clock.Now);
            pki.Revocation.Revoke(issued.Certificate, TestPki.Now.AddDays(-1));
            var refused = await Assert.ThrowsAsync<RevocationException>(() => LevelFiles.ExtendAsync(stamped, PadesLevel.BLT, services, clock.Now));

            Assert.False(LevelFiles.StoreOf(extended).IsEmpty);
            Assert.Equal(RevocationException.Revoked, refused.Code);
        }
    }

    [Fact]
    public async Task A_split_operation_is_extended_afterwards()
    {
        using var key = TestPki.UnitKey();
        using var document = new MemoryStream();
        var options = new SealOptions { ClaimedAt = TestPki.Now };
        var cancel = TestContext.Current.CancellationToken;

        var waiting = await PdfSealer.PrepareAsync(new MemoryStream(PdfText.OnePage().Bytes), document, options, HashAlgorithmName.SHA256, cancel);
        var cms = await CmsSigner.SignAsync(waiting.Digest, key, TestPki.Now, TestPki.Pki.TimestampAuthority, cancel);
        await PreparedSeal.FromJson(waiting.ToJson()).CompleteAsync(document, cms, cancel);
        var archived = await LevelFiles.ExtendAsync(document.ToArray(), PadesLevel.BLTA);

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(archived).Verdict);
        Assert.False(LevelFiles.StoreOf(archived).IsEmpty);
    }

    [Theory]
    [InlineData(PadesLevel.BT)]
    [InlineData(PadesLevel.BLT)]
    public async Task A_file_that_has_the_level_already_is_copied_and_that_is_said(PadesLevel level)
    {
        var archived = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BLTA);
        using var output = new MemoryStream();

        var outcome = await PdfExtender.ExtendAsync(
            new MemoryStream(archived), output, new ExtendOptions { Level = level, At = TestPki.Now }, LevelFiles.Services, TestContext.Current.CancellationToken);

        Assert.Equal(SealWarning.NothingAdded, Assert.Single(outcome.Warnings).Code);
        Assert.Equal(archived, output.ToArray());
    }

    [Fact]
    public async Task A_file_without_a_seal_is_refused()
    {
        var refused = await Assert.ThrowsAsync<SealRefusedException>(() => LevelFiles.ExtendAsync(PdfText.OnePage().Bytes, PadesLevel.BLT));

        Assert.Equal(SealRefusedException.NotSealed, refused.Code);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LevelFiles.ExtendAsync(PdfText.OnePage().Bytes, PadesLevel.BB));
    }

    [Fact]
    public async Task Bytes_behind_the_last_revision_are_refused()
    {
        var stamped = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BT);

        var refused = await Assert.ThrowsAsync<PdfFormatException>(() => LevelFiles.ExtendAsync([.. stamped, .. "1 0 obj"u8], PadesLevel.BLT));

        Assert.Equal(PdfFormatException.Damaged, refused.Code);
    }

    [Fact]
    public async Task A_store_that_others_wrote_is_kept_and_added_to()
    {
        var stamped = await LevelFiles.SealAsync(LevelFiles.Sample("letter.pdf"), PadesLevel.BLT);

        // A second seal by another unit, then extended: the first store stays in place, the second certificate joins it.
        using var key = TestPki.Issue().Open();
        var twice = await LevelFiles.SealAsync(stamped, PadesLevel.BT, key, options: new SealOptions { ClaimedAt = TestPki.Now });
        var extended = await LevelFiles.ExtendAsync(twice, PadesLevel.BLT);

        var (before, after) = (LevelFiles.StoreOf(stamped), LevelFiles.StoreOf(extended));
        Assert.Equal(before.Certificates.Count + 1, after.Certificates.Count);
        Assert.Equal(before.OcspResponses.Count + 1, after.OcspResponses.Count);
        Assert.Equal(before.RevocationLists.Count, after.RevocationLists.Count);
        using var stream = new MemoryStream(extended);
        using var file = PdfFile.Open(stream);
        Assert.Equal(2, SignatureFields.Read(file, file.Current).Count);
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(extended).Verdict);
    }

    [Theory]
    [InlineData("AES-128")]
    [InlineData("AES-256, revision 6")]
    public async Task An_encrypted_file_reaches_every_level_under_its_own_encryption(string way)
    {
        var encrypted = Encrypted.Make(SampleDocuments.PathOf("letter.pdf"), way, "geheim");
        var options = new SealOptions { ClaimedAt = TestPki.Now, Password = "geheim" };

        var atOnce = await LevelFiles.SealAsync(encrypted, PadesLevel.BLTA, options: options);
        using var extended = new MemoryStream();
        await PdfExtender.ExtendAsync(
            new MemoryStream(await LevelFiles.SealAsync(encrypted, PadesLevel.BT, options: options)), extended,
            new ExtendOptions { Level = PadesLevel.BLTA, At = TestPki.Now, Password = "geheim" }, LevelFiles.Services, TestContext.Current.CancellationToken);

        foreach (var bytes in new[] { atOnce, extended.ToArray() })
        {
            using var file = new TemporaryFile(bytes);
            var qpdf = Tools.Run("qpdf", "--password=geheim", "--check", file.Path);
            Assert.True(qpdf.ExitCode == 0, qpdf.Output);
            Assert.Contains("Signature is Valid", Tools.Run("pdfsig", "-nocert", "-upw", "geheim", file.Path).Output, StringComparison.Ordinal);
            var report = SealedFiles.Judge(bytes, SealedFiles.Trusting with { Password = "geheim" });
            Assert.Equal((Indication.TotalPassed, 2), (report.Verdict, report.Signatures.Count));
            using var stream = new MemoryStream(bytes);
            Assert.Equal(2, PdfRevisions.List(stream, "geheim").Count);
            Assert.Throws<PdfFormatException>(() => PdfRevisions.List(stream));
            using var opened = PdfFile.Open(stream, password: "geheim");
            var certificate = ValidationStore.Read(opened.Current).Certificates[0];
            Assert.Equal(TestPki.Unit().Certificate.RawData, certificate.ToArray());
        }
    }
}
