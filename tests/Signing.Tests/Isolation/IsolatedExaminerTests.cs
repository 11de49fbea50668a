using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Market.Development;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Pdf.Repair;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;
using Market.Testing;

namespace Market.Signing.Tests.Isolation;

public sealed class IsolatedExaminerTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly IsolatedExaminer _examiner = new(Options);

    private static IsolationOptions Options => FaultyWorker.Options;

    public void Dispose()
    {
        _examiner.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_report_is_the_one_the_library_itself_gives()
    {
        var bytes = await SealedFiles.TwiceAsync();

        using var pdf = new MemoryStream(bytes);
        var isolated = await _examiner.ValidateAsync(pdf, SealedFiles.Trusting, TestContext.Current.CancellationToken);

        Assert.Equal(Indication.TotalPassed, isolated.Verdict);
        Assert.Equal(JsonSerializer.Serialize(SealedFiles.Judge(bytes)), JsonSerializer.Serialize(isolated));
    }

    [Theory]
    [InlineData(false, Indication.TotalPassed)]
    [InlineData(true, Indication.Indeterminate)]
    public async Task Without_a_network_of_its_own_a_worker_asks_its_owner_whether_a_certificate_is_revoked(bool isSilent, Indication expected)
    {
        var issued = TestPki.Pki.IssueUnitSeal(
            TestPki.AgencyName, TestPki.AgencyCode, new IssueOptions { OcspAddress = "http://ocsp.invalid/", Key = SealKeyKind.EcdsaP256 });
        using var pdf = new MemoryStream(await SealedFiles.SealAsync(await File.ReadAllBytesAsync(SampleDocuments.PathOf("letter.pdf"), TestContext.Current.CancellationToken), issued.Open()));
        var options = SealedFiles.Trusting with { AsOf = TestPki.Now, Revocation = isSilent ? new SilentSource() : TestPki.Pki.Revocation };

        var report = await _examiner.ValidateAsync(pdf, options, TestContext.Current.CancellationToken);

        Assert.Equal(expected, report.Verdict);
        Assert.Equal(isSilent, report.Signatures[0].Reasons.Contains("revocation-unknown"));
    }

    [Fact]
    public async Task What_is_known_of_a_document_and_what_is_wrong_with_it_come_back_as_from_the_library()
    {
        await using var letter = File.OpenRead(SampleDocuments.PathOf("letter.pdf"));
        using var garbage = new MemoryStream("garbage"u8.ToArray());

        var description = await _examiner.InspectAsync(letter, ct: TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<PdfFormatException>(() => _examiner.InspectAsync(garbage, ct: TestContext.Current.CancellationToken));

        Assert.Equal(JsonSerializer.Serialize(PdfInspector.Inspect(letter)), JsonSerializer.Serialize(description));
        Assert.Equal(PdfFormatException.NotAPdf, refusal.Code);
    }

    [Theory]
    [InlineData("sleep", "validation-timed-out")]
    [InlineData("loop", "validation-timed-out")]
    [InlineData("heap", "validation-out-of-memory")]
    [InlineData("native", "validation-out-of-memory")]
    [InlineData("overflow", "validation-crashed")]
    [InlineData("exit", "validation-crashed")]
    [InlineData("garbage", "validation-crashed")]
    public async Task A_file_that_brings_its_process_down_is_left_in_doubt_while_good_files_pass(string fault, string reason)
    {
        using var examiner = new IsolatedExaminer(Options with { TimeLimit = TimeSpan.FromSeconds(10), ProcessorLimit = TimeSpan.FromSeconds(3) });
        var good = await SealedFiles.OnceAsync();
        using var bad = new MemoryStream(Encoding.ASCII.GetBytes($"%FAULT {fault}\n"));

        var hostile = examiner.ValidateAsync(bad, SealedFiles.Trusting, TestContext.Current.CancellationToken);
        var passed = 0;
        do
        {
            using var pdf = new MemoryStream(good);
            var report = await examiner.ValidateAsync(pdf, SealedFiles.Trusting, TestContext.Current.CancellationToken);
            Assert.Equal(Indication.TotalPassed, report.Verdict);
            passed++;
        }
        while (!hostile.IsCompleted);

        var judged = await hostile;
        Assert.Equal(Indication.Indeterminate, judged.Verdict);
        Assert.Equal([reason], judged.Reasons);
        Assert.Equal(1, examiner.Status.Ended);
        Assert.Equal(passed + 1, examiner.Status.Examined);
    }

    [Fact]
    public async Task Reading_that_is_stopped_is_a_refusal_of_the_document()
    {
        using var examiner = new IsolatedExaminer(Options with { TimeLimit = TimeSpan.FromSeconds(1) });
        using var bad = new MemoryStream("%FAULT sleep\n"u8.ToArray());

        var refusal = await Assert.ThrowsAsync<PdfFormatException>(() => examiner.InspectAsync(bad, ct: TestContext.Current.CancellationToken));

        Assert.Equal(PdfFormatException.LimitExceeded, refusal.Code);
    }

    [Fact]
    public async Task Who_stops_waiting_stops_the_process_too()
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var bad = new MemoryStream("%FAULT loop\n"u8.ToArray());
        var clock = Stopwatch.StartNew();

        var hostile = _examiner.ValidateAsync(bad, SealedFiles.Trusting, waiting.Token);
        waiting.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hostile);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task When_all_are_busy_the_caller_is_told_and_nothing_is_said_of_the_file()
    {
        using var examiner = new IsolatedExaminer(
            Options with { Workers = 1, Patience = TimeSpan.FromMilliseconds(100), TimeLimit = TimeSpan.FromSeconds(2) });
        using var bad = new MemoryStream("%FAULT sleep\n"u8.ToArray());
        using var good = new MemoryStream(await SealedFiles.OnceAsync());

        var hostile = examiner.ValidateAsync(bad, SealedFiles.Trusting, TestContext.Current.CancellationToken);
        while (examiner.Status.Busy == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<ExaminerUnavailableException>(
            () => examiner.ValidateAsync(good, SealedFiles.Trusting, TestContext.Current.CancellationToken));
        await hostile;
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_no_verdict_on_the_file()
    {
        using var examiner = new IsolatedExaminer(Options with { Command = ["/no/such/program"] });
        using var good = new MemoryStream(await SealedFiles.OnceAsync());

        await Assert.ThrowsAsync<ExaminerUnavailableException>(
            () => examiner.ValidateAsync(good, SealedFiles.Trusting, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_worker_is_replaced_after_its_share_of_files()
    {
        using var examiner = new IsolatedExaminer(Options with { Workers = 1, FilesPerWorker = 2 });
        var good = await SealedFiles.OnceAsync();

        for (var i = 0; i < 5; i++)
        {
            using var pdf = new MemoryStream(good);
            Assert.Equal(Indication.TotalPassed, (await examiner.ValidateAsync(pdf, SealedFiles.Trusting, TestContext.Current.CancellationToken)).Verdict);
        }

        Assert.Equal(0, examiner.Status.Ended);
    }

    [Fact]
    public async Task A_worker_writes_no_file_where_the_system_can_forbid_it()
    {
        Assert.SkipUnless(_examiner.Status.KernelLimits, "Left out: this system has no prlimit.");
        using var bad = new MemoryStream("%FAULT write\n"u8.ToArray());

        var report = await Record.ExceptionAsync(() => _examiner.ValidateAsync(bad, SealedFiles.Trusting, TestContext.Current.CancellationToken));

        Assert.True(report is IOException || _examiner.Status.Ended == 1, "The worker wrote a file.");
    }

    [Fact]
    public async Task A_worker_reaches_no_address_where_the_system_can_cut_the_network()
    {
        Assert.SkipUnless(_examiner.Status.NetworkCut, "Left out: this system gives no network of its own to a process.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var bad = new MemoryStream(Encoding.ASCII.GetBytes($"%FAULT network\n{((IPEndPoint)listener.LocalEndpoint).Port}\n"));

        await Record.ExceptionAsync(() => _examiner.ValidateAsync(bad, SealedFiles.Trusting, TestContext.Current.CancellationToken));

        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Nothing_of_the_owners_environment_reaches_a_worker()
    {
        Environment.SetEnvironmentVariable("MARKET_TEST_SECRET", "a password");
        using var bad = new MemoryStream("%FAULT environment\n"u8.ToArray());

        var told = await Assert.ThrowsAsync<PdfFormatException>(() => _examiner.InspectAsync(bad, ct: TestContext.Current.CancellationToken));

        Assert.Equal("nothing", told.Message);
    }

    [Fact]
    public async Task A_file_that_its_owner_holds_open_and_alone_is_examined()
    {
        var path = _folder.Write("upload.pdf", await SealedFiles.OnceAsync());
        await using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);

        var report = await _examiner.ValidateAsync(held, SealedFiles.Trusting, TestContext.Current.CancellationToken);

        Assert.Equal(Indication.TotalPassed, report.Verdict);
    }

    [Fact]
    public async Task Damage_that_a_seal_would_not_touch_is_found_when_the_whole_document_is_read()
    {
        using var damaged = PdfText.OnePage(page: "/Contents 4 0 R")
            .Object(4, "<</Length 3>>stream\nq 1 0 0 1 0 0 cm Q\nendstream").End("/Size 5/Root 1 0 R").Open();

        var quick = await _examiner.InspectAsync(damaged, ct: TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<PdfFormatException>(() => _examiner.InspectAsync(damaged, wholeDocument: true, TestContext.Current.CancellationToken));

        Assert.Equal(1, quick.PageCount);
        Assert.Equal(PdfFormatException.Damaged, refusal.Code);
    }

    [Fact]
    public async Task A_worker_that_may_write_no_file_rebuilds_a_damaged_document()
    {
        using var damaged = new MemoryStream(Damage.Do("lengths of streams are wrong", await File.ReadAllBytesAsync(SampleDocuments.PathOf("site-plan-a1.pdf"), TestContext.Current.CancellationToken)));
        using var rebuilt = new MemoryStream();
        using var inProcess = new MemoryStream();

        var report = await _examiner.RebuildAsync(damaged, rebuilt, TestContext.Current.CancellationToken);
        await PdfRepair.RebuildAsync(damaged, inProcess, TestContext.Current.CancellationToken);

        Assert.Contains(report.Notes, note => note.Code == RepairNote.StreamLength && note.Count > 0);
        Assert.Equal(inProcess.ToArray(), rebuilt.ToArray());
        Assert.Equal(1, (await _examiner.InspectAsync(rebuilt, wholeDocument: true, TestContext.Current.CancellationToken)).PageCount);
    }

    [Fact]
    public async Task A_worker_refuses_to_rebuild_a_document_that_bears_a_signature()
    {
        using var damaged = new MemoryStream(Damage.Do("startxref points elsewhere", await SealedFiles.OnceAsync()));

        var refusal = await Assert.ThrowsAsync<PdfFormatException>(() => _examiner.RebuildAsync(damaged, Stream.Null, TestContext.Current.CancellationToken));

        Assert.Equal(PdfFormatException.DamagedSigned, refusal.Code);
    }

    private sealed class SilentSource : IRevocationSource
    {
        public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct) =>
            throw new RevocationException(RevocationException.Unreachable, "No answer.", isTransient: true);
    }
}
