using System.Globalization;
using Market.Marketplace.Documents;
using Market.Marketplace.Feed;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Integrity;

/// <summary>fsck: a sound store is found sound, and every kind of damage is found and called by its name.</summary>
public sealed class IntegrityTests
{
    [Fact]
    public async Task A_store_after_a_whole_delivery_is_sound()
    {
        await using var market = await MarketFixture.StartAsync();
        await DeliveredAsync(market);

        var report = await CheckAsync(market);

        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(finding => finding.Say(CultureInfo.InvariantCulture))));
        Assert.DoesNotContain(report.Findings, finding => finding.Kind is FindingKind.FileUnreferenced or FindingKind.TemporaryLeft);
        Assert.True(report.Rows > 10);
        Assert.True(report.Files >= 3);
        Assert.Equal(report.Files, report.HashedFiles);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_damage_is_found(FindingKind kind)
    {
        await using var market = await MarketFixture.StartAsync();
        var sealedSha256 = await DeliveredAsync(market);
        await Damages.All[kind](new DamagedStore(market, sealedSha256));

        var report = await CheckAsync(market);

        var finding = report.Findings.FirstOrDefault(finding => finding.Kind == kind);
        Assert.True(finding is not null, $"{kind} not found, but: {string.Join(", ", report.Findings.Select(other => other.Kind).Distinct())}");
        Assert.Equal(finding.Gravity == FindingGravity.Leftover, report.IsSound);
    }

    [Theory]
    [InlineData(FindingKind.FileMissing, true)]
    [InlineData(FindingKind.FileTruncated, true)]
    [InlineData(FindingKind.FileAltered, false)]
    public async Task A_fast_check_sees_what_can_be_seen_without_reading_the_files(FindingKind kind, bool isSeen)
    {
        await using var market = await MarketFixture.StartAsync();
        var sealedSha256 = await DeliveredAsync(market);
        await Damages.All[kind](new DamagedStore(market, sealedSha256));

        var report = await CheckAsync(market, fast: true);

        Assert.Equal(isSeen, report.Findings.Any(finding => finding.Kind == kind));
        Assert.Equal(0, report.HashedFiles);
    }

    [Fact]
    public async Task An_erased_file_needs_no_bytes()
    {
        await using var market = await MarketFixture.StartAsync();
        var id = await market.UploadAsync(market.World.Owner, [1, 2, 3], "身份证.png", "image/png");
        var file = await market.Host.ReadAsync(db => db.StoredFiles.SingleAsync(row => row.Id == id));
        await market.Host.ReadAsync(db => db.StoredFiles.Where(row => row.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ErasedAt, market.Clock.GetUtcNow()).SetProperty(row => row.IsDropped, true)));
        File.Delete(market.BlobPath(file.Sha256));

        Assert.True((await CheckAsync(market)).IsSound);
    }

    [Fact]
    public void Every_finding_is_said_in_both_languages()
    {
        foreach (var kind in Enum.GetValues<FindingKind>())
        {
            Assert.NotNull(IntegrityFinding.SentenceOf($"{kind}", CultureInfo.InvariantCulture));
            Assert.NotNull(IntegrityFinding.SentenceOf($"{kind}", CultureInfo.GetCultureInfo("en")));
        }
    }

    [Fact]
    public async Task Every_column_with_a_digest_is_known_to_need_a_blob_or_not()
    {
        await using var market = await MarketFixture.StartAsync();

        var columns = await market.Host.ReadAsync(db => Task.FromResult(db.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(property => (Name: $"{entity.ClrType.Name}.{property.Name}", property.ClrType)))
            .Where(column => column.Name.Contains("Sha256", StringComparison.Ordinal)
                || Array.Exists(column.ClrType.GetProperties(), part => part.Name.Contains("Sha256", StringComparison.Ordinal)))
            .Select(column => column.Name).ToList()));

        Assert.Empty(columns.Except(BlobReferences.Columns).Except(BlobReferences.Others));
        Assert.Empty(BlobReferences.Columns.Except(columns));
    }

    public static TheoryData<FindingKind> Kinds() => [.. Damages.All.Keys];

    private static async Task<string> DeliveredAsync(MarketFixture market)
    {
        var (result, _, _) = await market.DeliveredResultAsync();
        await market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);
        return await market.Host.ReadAsync(db => db.Results.Where(row => row.Id == result.Id)
            .Join(db.StoredFiles, row => row.SealedFileId, file => file.Id, (_, file) => file.Sha256).SingleAsync());
    }

    private static Task<IntegrityReport> CheckAsync(MarketFixture market, bool fast = false) =>
        market.RunAsync(Actor.System, (CheckIntegrity check) => check.ExecuteAsync(fast));
}

/// <summary>A store about to be damaged.</summary>
/// <param name="Market">It.</param>
/// <param name="SealedSha256">The one delivered result's sealed file.</param>
internal sealed record DamagedStore(MarketFixture Market, string SealedSha256)
{
    public string Path => Market.BlobPath(SealedSha256);

    public IBlobStore Blobs => Market.Host.Services.GetRequiredService<IBlobStore>();

    public OperationContext Context => new(Actor.System, Market.Clock.GetUtcNow(), TestContext.Current.CancellationToken);

    public Task<T> InDatabaseAsync<T>(Func<MarketplaceDbContext, Task<T>> change) => Market.Host.ReadAsync(change);

    public Task AddAsync(params object[] rows) => InDatabaseAsync(db =>
    {
        db.AddRange(rows);
        return db.SaveChangesAsync();
    });
}
