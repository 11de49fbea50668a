using System.Security.Cryptography;
using System.Text;
using Market.Signing.Tests.GuoMi;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Seals;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;
using Market.Testing;
using UnitSeals = Market.Signing.Tests.Pdf.Sealing.Sealing;

namespace Market.Signing.Tests.Isolation;

/// <summary>Strangers' documents are sealed without being read by the process that holds the key.</summary>
public sealed class IsolatedSealingTests : IDisposable
{
    private static readonly PageStamp Code = new(1, 170, 12, Checkered(21), 22, ["RW-2026-000123", "扫码核验"]);
    private readonly IsolatedExaminer _examiner = new(FaultyWorker.Options);

    public static TheoryData<string, string, SealOptions> Ways => new()
    {
        { "drawn seal, code and attachment", "technical-review.pdf", Usual },
        { "registered picture", "technical-review.pdf", Usual with { Placements = [new SealImpression(-1, 150, 240, SealPicture.Image(PngFile.Ring(64), 40, "某某单位"))] } },
        { "straddle and every page", "technical-review.pdf", Usual with { Placements = [new EveryPagePlacement(100, 100, UnitSeals.UnitSeal) { Pages = PageSet.Parse("1-2,-1") }, new StraddlePlacement(UnitSeals.UnitSeal) { Side = StraddleSide.Left, Pages = PageSet.Odd }] } },
        { "title block", "site-plan-a1.pdf", Usual with { Placements = [new TitleBlockPlacement(45, 50, SealPicture.Rectangular("注册城乡规划师", "周敏", "0412430123"))] } },
        { "seals planned for others", "technical-review.pdf", Usual with { PlannedPlacements = [new SealImpression(1, 60, 240, SealPicture.Personal("周敏"))] } },
        { "certified and locked", "letter.pdf", Usual with { Certification = Certification.FillAndSign, Lock = SealLock.Only("Opinion"), FieldName = "甲方", Location = "长沙" } },
        { "invisible", "letter.pdf", new SealOptions { ClaimedAt = TestPki.Now } },
    };

    private static SealOptions Usual => new()
    {
        ClaimedAt = TestPki.Now,
        Reason = "审查",
        Placements = [new SealImpression(-1, 150, 240, UnitSeals.UnitSeal)],
        Attachments = [new PdfAttachment("market.json", "application/json", SealedFiles.MarketJson)],
        Stamps = [Code],
    };

    public void Dispose() => _examiner.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_revision_drafted_elsewhere_is_byte_for_byte_the_one_made_here(string way, string document, SealOptions options)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var pdf = File.OpenRead(SampleDocuments.PathOf(document));

        var elsewhere = await _examiner.DraftSealAsync(pdf, options, HashAlgorithmName.SHA256, ct);
        var here = await new FileExaminer().DraftSealAsync(pdf, options, HashAlgorithmName.SHA256, ct);

        Assert.True(here.Revision.Span.SequenceEqual(elsewhere.Revision.Span), $"{way}: from {here.Revision.Span.CommonPrefixLength(elsewhere.Revision.Span)} of {here.Revision.Length} on, {elsewhere.Revision.Length}");
        Assert.Equal((here.Offset, here.ContentsAt, here.ContainerBytes), (elsewhere.Offset, elsewhere.ContentsAt, elsewhere.ContainerBytes));
    }

    [Fact]
    public async Task A_plan_of_several_signatures_passes_our_own_judge_and_the_outside_ones()
    {
        var practitioner = await SealAsync(await SampleAsync("technical-review.pdf"), TestPki.UnitKey(), Usual);
        var both = await SealAsync(practitioner, TestPki.UnitKey(), Usual with { Attachments = [], Stamps = [], Placements = [new SealImpression(-1, 60, 240, UnitSeals.UnitSeal)] });

        var report = SealedFiles.Judge(both);

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal(2, report.Signatures.Count);
        Assert.All(report.Signatures, seal => Assert.True(seal is { Intact: true, CoversRevision: true, CoversWholeFile: true, Timestamp: not null }));
        Assert.Equal(SealedFiles.MarketJson, Assert.Single(report.Attachments).Bytes.ToArray());
        AssertOutsideJudges(both, signatures: 2);
    }

    [Fact]
    public async Task Sm2_and_electronic_seals_are_drafted_elsewhere_too()
    {
        var options = new SealOptions { ClaimedAt = TestSeals.Now, ElectronicSeal = await TestSeals.SealAsync() };
        using var input = new MemoryStream(GuoMiFiles.Letter());
        using var output = new MemoryStream();

        await PdfSealer.SealAsync(input, output, Sm2Pki.Unit, options, GuoMiFiles.Stamps, _examiner, TestContext.Current.CancellationToken);

        Assert.Equal(Indication.TotalPassed, GuoMiFiles.Judge(output.ToArray()).Verdict);
        Assert.NotNull(Assert.Single(GuoMiFiles.Judge(output.ToArray()).Signatures).ElectronicSeal);
    }

    [Fact]
    public async Task A_document_prepared_for_others_is_the_one_prepared_here()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var pdf = File.OpenRead(SampleDocuments.PathOf("technical-review.pdf"));
        using var elsewhere = new MemoryStream();
        using var here = new MemoryStream();

        await PdfPreparer.PrepareAsync(pdf, elsewhere, Usual.Attachments, [Code], TestPki.Now, _examiner, ct);
        await PdfPreparer.PrepareAsync(pdf, here, Usual.Attachments, [Code], TestPki.Now, ct);

        Assert.Equal(here.ToArray(), elsewhere.ToArray());
    }

    [Theory]
    [InlineData("sleep")]
    [InlineData("loop")]
    [InlineData("heap")]
    [InlineData("native")]
    [InlineData("overflow")]
    [InlineData("exit")]
    [InlineData("garbage")]
    public async Task A_document_that_brings_down_who_drafts_its_seal_is_not_sealed_while_good_ones_are(string fault)
    {
        using var examiner = new IsolatedExaminer(FaultyWorker.Options with { TimeLimit = TimeSpan.FromSeconds(10), ProcessorLimit = TimeSpan.FromSeconds(3) });
        using var hostile = new MemoryStream(Encoding.ASCII.GetBytes($"%PDF-1.7\n%FAULT {fault}\n"));
        using var untouched = new MemoryStream();
        using var key = new CountingKey(TestPki.UnitKey());
        var good = await SampleAsync("letter.pdf");

        var attempt = PdfSealer.SealAsync(hostile, untouched, key, Usual, TestPki.Pki.TimestampAuthority, examiner, TestContext.Current.CancellationToken);
        var made = 0;
        do
        {
            Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(await SealAsync(good, TestPki.UnitKey(), Usual, examiner)).Verdict);
            made++;
        }
        while (!attempt.IsCompleted);

        Assert.Equal(PdfFormatException.LimitExceeded, (await Assert.ThrowsAsync<PdfFormatException>(() => attempt)).Code);
        Assert.Equal((0, 0L), (key.Asked, untouched.Length));
        Assert.Equal((1, made + 1), (examiner.Status.Ended, examiner.Status.Examined));
    }

    [Fact]
    public async Task What_forbids_a_seal_comes_back_as_from_the_library()
    {
        var ct = TestContext.Current.CancellationToken;
        using var sealedAlready = new MemoryStream(await SealedFiles.OnceAsync());
        using var garbage = new MemoryStream("garbage"u8.ToArray());

        var forbidden = await Assert.ThrowsAsync<SealRefusedException>(() => _examiner.DraftSealAsync(sealedAlready, Usual, HashAlgorithmName.SHA256, ct));
        var preparing = await Assert.ThrowsAsync<SealRefusedException>(() => _examiner.DraftPreparationAsync(sealedAlready, Usual.Attachments, [], TestPki.Now, ct));
        var unreadable = await Assert.ThrowsAsync<PdfFormatException>(() => _examiner.DraftSealAsync(garbage, Usual, HashAlgorithmName.SHA256, ct));

        Assert.Equal(SealRefusedException.StampAfterSignature, forbidden.Code);
        Assert.Equal(SealRefusedException.StampAfterSignature, preparing.Code);
        Assert.Equal(PdfFormatException.NotAPdf, unreadable.Code);
    }

    [Fact]
    public async Task A_damaged_document_is_refused_and_not_rebuilt_behind_the_owners_back()
    {
        using var damaged = new MemoryStream(Pdf.Repair.Damage.Do("startxref points elsewhere", await SampleAsync("letter.pdf")));

        var refusal = await Assert.ThrowsAsync<PdfFormatException>(
            () => _examiner.DraftSealAsync(damaged, Usual with { RebuildDamaged = true }, HashAlgorithmName.SHA256, TestContext.Current.CancellationToken));

        Assert.Equal(PdfFormatException.Damaged, refusal.Code);
    }

    private static Task<byte[]> SampleAsync(string name) => File.ReadAllBytesAsync(SampleDocuments.PathOf(name), TestContext.Current.CancellationToken);

    private static void AssertOutsideJudges(byte[] file, int signatures)
    {
        using var stored = new TemporaryFile(file);
        if (Tools.Has("qpdf"))
        {
            Assert.Equal(0, Tools.Run("qpdf", "--check", stored.Path).ExitCode);
        }

        if (Tools.Has("pdfsig"))
        {
            Assert.Equal(signatures, Tools.Run("pdfsig", "-nocert", stored.Path).Output.Split("Signature Validation: Signature is Valid.").Length - 1);
        }

        if (Tools.Has("mutool"))
        {
            Assert.DoesNotContain("digest failure", Tools.Run("mutool", "sign", "-v", stored.Path).Output, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static bool[,] Checkered(int size)
    {
        var modules = new bool[size, size];
        for (var i = 0; i < size * size; i++)
        {
            modules[i / size, i % size] = (i * 7 / 3) % 2 == 0;
        }

        return modules;
    }

    private async Task<byte[]> SealAsync(byte[] document, ISealKey key, SealOptions options, IsolatedExaminer? examiner = null)
    {
        using (key)
        {
            using var input = new MemoryStream(document);
            using var output = new MemoryStream();
            var outcome = await PdfSealer.SealAsync(input, output, key, options, TestPki.Pki.TimestampAuthority, examiner ?? _examiner, TestContext.Current.CancellationToken);
            Assert.Equal(PadesLevel.BT, outcome.Level);
            return output.ToArray();
        }
    }
}
