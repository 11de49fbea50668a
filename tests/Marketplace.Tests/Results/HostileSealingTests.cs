using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Signing;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Results;

/// <summary>Sealing works in the process that holds the keys: it never reads a byte of a stranger's file that an examining process has not
/// read to its last object before.</summary>
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
    public async Task Every_seal_follows_an_examination_of_the_very_bytes_it_is_put_on()
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

    private static byte[] Pdf(string catalog, string pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>", string more = "")
    {
        string[] objects =
        [
            $"1 0 obj\n{catalog}\nendobj\n", $"2 0 obj\n{pages}\nendobj\n", "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>\nendobj\n",
            .. more.Length == 0 ? Array.Empty<string>() : [more],
        ];
        var text = new StringBuilder("%PDF-1.7\n");
        var table = new StringBuilder($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var one in objects)
        {
            table.Append(CultureInfo.InvariantCulture, $"{text.Length:D10} 00000 n \n");
            text.Append(one);
        }

        var start = text.Length;
        return Encoding.Latin1.GetBytes($"{text}{table}trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    }

    /// <summary>Remembers what it read to the last object.</summary>
    private sealed class Noting : IFileExaminer
    {
        private readonly FileExaminer _examiner = new();

        public ConcurrentBag<string> Whole { get; } = [];

        public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default) => _examiner.ValidateAsync(file, options, ct);

        public async Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default)
        {
            var description = await _examiner.InspectAsync(pdf, wholeDocument, ct);
            if (wholeDocument)
            {
                pdf.Position = 0;
                Whole.Add(Convert.ToHexStringLower(await SHA256.HashDataAsync(pdf, ct)));
            }

            return description;
        }

        public Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default) => _examiner.RebuildAsync(damaged, output, ct);
    }

    private sealed class Busy : IFileExaminer
    {
        public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default) => throw new ExaminerUnavailableException("busy");

        public Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default) => throw new ExaminerUnavailableException("busy");

        public Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default) => throw new ExaminerUnavailableException("busy");
    }
}
