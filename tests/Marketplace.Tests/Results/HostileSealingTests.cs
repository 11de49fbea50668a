using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Signing;
using Market.Testing;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Results;

/// <summary>The process that holds the keys reads no stranger's file: an examining process reads it whole and drafts the seal's revision.</summary>
public sealed class HostileSealingTests
{
    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "nested without end", Pdf($"<</Type/Catalog/Pages 2 0 R/X{new string('[', 100_000)}{new string(']', 100_000)}>>") },
        { "pages that contain themselves", Pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>") },
        { "a cross-reference of millions", Encoding.Latin1.GetBytes("%PDF-1.7\nxref\n0 99999999\n0000000000 65535 f \ntrailer\n<</Size 99999999/Root 1 0 R>>\nstartxref\n9\n%%EOF\n") },
        { "a length that names itself", Pdf("<</Type/Catalog/Pages 2 0 R/M 4 0 R>>", more: "4 0 obj\n<</Length 4 0 R>>stream\n\nendstream\nendobj\n") },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_file_is_refused_at_hand_in_and_when_it_takes_the_place_of_a_good_one(string what, byte[] bytes)
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);
        var good = await market.Host.ReadAsync(async db =>
        {
            var stored = await db.Results.AsNoTracking().SingleAsync(row => row.Id == result.Id, TestContext.Current.CancellationToken);
            return (await db.StoredFiles.AsNoTracking().SingleAsync(file => file.Id == stored.CurrentFileId, TestContext.Current.CancellationToken)).Sha256;
        });
        var handedIn = await market.UploadAsync(agency.Clerk, bytes);
        var current = await market.OrderAsync(agency.Clerk, order.Id);
        var atHandIn = await market.RefusalAsync(agency.Clerk, (SubmitResult submit) =>
            submit.ExecuteAsync(order.Id, current.Version, handedIn, "XC-2026-002", "符合"));

        // As if the disk had been exchanged: the stored bytes are not those that were examined.
        await File.WriteAllBytesAsync(market.BlobPath(good), bytes, TestContext.Current.CancellationToken);
        var refusal = await market.RefusalAsync(agency.Practitioner, (SealResult seal) =>
            seal.ExecuteAsync(result.Id, result.Version, agency.PractitionerSeal, market.Host.NextCodeFor(agency.Practitioner)));

        Assert.True(atHandIn.StartsWith("pdf-", StringComparison.Ordinal), $"{what}: {atHandIn}");
        Assert.True(refusal.StartsWith("pdf-", StringComparison.Ordinal), $"{what}: {refusal}");
        Assert.Empty(await SealUsesAsync(market));
    }

    [Fact]
    public async Task Every_seal_is_drafted_by_the_examiner_for_the_very_bytes_it_is_put_on()
    {
        await using var market = await MarketFixture.StartAsync();
        var examiner = new Noting();
        await using var host = market.HostReading(examiner);
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);
        await host.RunAsync(agency.Practitioner, (SealResult seal) =>
            seal.ExecuteAsync(result.Id, result.Version, agency.PractitionerSeal, market.Host.NextCodeFor(agency.Practitioner)));
        var once = await market.ResultAsync(agency.Practitioner, result.Id);
        await market.ApproveUnitSealAsync(once, agency);
        await host.RunAsync(agency.Keeper, (SealResult seal) =>
            seal.ExecuteAsync(result.Id, once.Version, agency.UnitSeal, market.Host.NextCodeFor(agency.Keeper)));

        var sealedBytes = (await SealUsesAsync(market)).Select(use => use.Sha256Before).ToList();

        Assert.Equal(2, sealedBytes.Count);
        Assert.All(sealedBytes, sha256 => Assert.Contains(sha256, examiner.Whole));
        Assert.Equal(sealedBytes.Order(StringComparer.Ordinal), examiner.Drafted.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("loop")]
    [InlineData("native")]
    [InlineData("overflow")]
    [InlineData("garbage")]
    public async Task A_document_that_brings_down_who_drafts_its_seal_is_refused_in_words_and_the_next_one_is_sealed(string fault)
    {
        await using var market = await MarketFixture.StartAsync();
        using var examiner = new IsolatedExaminer(FaultyWorker.Options);
        await using var host = market.HostReading(examiner);
        var (order, agency) = await market.TakenOrderAsync();
        var (other, neighbour) = await market.TakenOrderAsync(TestData.Project(code: "2611-430104-04-01-100002"));
        var hostile = await market.SubmitAsync(order, agency, Pdf("<</Type/Catalog/Pages 2 0 R>>", fault: fault));
        var good = await market.SubmitAsync(other, neighbour);

        var refusal = await host.RefusalAsync(agency.Practitioner, (SealResult seal) =>
            seal.ExecuteAsync(hostile.Id, hostile.Version, agency.PractitionerSeal, market.Host.NextCodeFor(agency.Practitioner)));
        var kept = await market.ResultAsync(agency.Practitioner, hostile.Id);
        await host.RunAsync(neighbour.Practitioner, (SealResult seal) =>
            seal.ExecuteAsync(good.Id, good.Version, neighbour.PractitionerSeal, market.Host.NextCodeFor(neighbour.Practitioner)));

        Assert.Equal("pdf-unsupported", refusal);
        Assert.Equal((hostile.Version, hostile.Status), (kept.Version, kept.Status));
        Assert.Equal(good.Id, Assert.Single(await SealUsesAsync(market)).ResultId);
        Assert.Equal(1, examiner.Status.Ended);
    }

    [Fact]
    public async Task A_result_sealed_under_its_plan_by_such_processes_passes_the_five_checks()
    {
        await using var market = await MarketFixture.StartAsync();
        using var examiner = new IsolatedExaminer(FaultyWorker.Options);
        await using var host = market.HostReading(examiner);
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);
        await host.RunAsync(agency.Practitioner, (SealResult seal) =>
            seal.ExecuteAsync(result.Id, result.Version, agency.PractitionerSeal, market.Host.NextCodeFor(agency.Practitioner)));
        var once = await market.ResultAsync(agency.Practitioner, result.Id);
        await market.ApproveUnitSealAsync(once, agency);
        await host.RunAsync(agency.Keeper, (SealResult seal) =>
            seal.ExecuteAsync(result.Id, once.Version, agency.UnitSeal, market.Host.NextCodeFor(agency.Keeper)));
        await host.DrainAsync();

        var delivered = await market.ResultAsync(agency.Keeper, result.Id);

        Assert.Equal(ResultStatus.Delivered, delivered.Status);
        Assert.Equal(0, examiner.Status.Ended);
    }

    [Fact]
    public async Task Where_no_process_can_look_at_the_file_nothing_is_sealed_and_the_keeper_is_asked_to_try_again()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);
        await using var host = market.HostReading(new Busy());

        var refusal = await host.RefusalAsync(agency.Practitioner, (SealResult seal) =>
            seal.ExecuteAsync(result.Id, result.Version, agency.PractitionerSeal, market.Host.NextCodeFor(agency.Practitioner)));

        Assert.Equal("examination-busy", refusal);
        Assert.Empty(await SealUsesAsync(market));
    }

    private static Task<List<SealUse>> SealUsesAsync(MarketFixture market) =>
        market.Host.ReadAsync(db => db.SealUses.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));

    private static byte[] Pdf(string catalog, string pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>", string more = "", string? fault = null)
    {
        string[] objects =
        [
            $"1 0 obj\n{catalog}\nendobj\n", $"2 0 obj\n{pages}\nendobj\n", "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>\nendobj\n",
            .. more.Length == 0 ? Array.Empty<string>() : [more],
        ];
        var text = new StringBuilder(fault is null ? "%PDF-1.7\n" : $"%PDF-1.7\n%FAULT {fault}\n");
        var table = new StringBuilder($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var one in objects)
        {
            table.Append(CultureInfo.InvariantCulture, $"{text.Length:D10} 00000 n \n");
            text.Append(one);
        }

        var start = text.Length;
        return Encoding.Latin1.GetBytes($"{text}{table}trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    }

    /// <summary>Remembers what it read to the last object, and for what it drafted a seal.</summary>
    private sealed class Noting : IFileExaminer
    {
        private readonly FileExaminer _examiner = new();

        public ConcurrentBag<string> Whole { get; } = [];

        public ConcurrentBag<string> Drafted { get; } = [];

        public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default) => _examiner.ValidateAsync(file, options, ct);

        public async Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default)
        {
            var description = await _examiner.InspectAsync(pdf, wholeDocument, ct);
            if (wholeDocument)
            {
                Whole.Add(await DigestAsync(pdf, ct));
            }

            return description;
        }

        public Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default) => _examiner.RebuildAsync(damaged, output, ct);

        public async Task<SealDraft> DraftSealAsync(Stream pdf, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default)
        {
            Drafted.Add(await DigestAsync(pdf, ct));
            return await _examiner.DraftSealAsync(pdf, options, digestAlgorithm, ct);
        }

        public Task<ReadOnlyMemory<byte>> DraftPreparationAsync(
            Stream pdf, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at, CancellationToken ct = default) =>
            _examiner.DraftPreparationAsync(pdf, attachments, stamps, at, ct);

        private static async Task<string> DigestAsync(Stream pdf, CancellationToken ct)
        {
            pdf.Position = 0;
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(pdf, ct));
        }
    }

    private sealed class Busy : IFileExaminer
    {
        public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default) => throw new ExaminerUnavailableException("busy");

        public Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default) => throw new ExaminerUnavailableException("busy");

        public Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default) => throw new ExaminerUnavailableException("busy");

        public Task<SealDraft> DraftSealAsync(Stream pdf, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default) => throw new ExaminerUnavailableException("busy");

        public Task<ReadOnlyMemory<byte>> DraftPreparationAsync(
            Stream pdf, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at, CancellationToken ct = default) => throw new ExaminerUnavailableException("busy");
    }
}
