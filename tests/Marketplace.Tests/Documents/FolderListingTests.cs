using Market.Marketplace.Documents;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Documents;

/// <summary>A listing that remembers tells the same as one that reads everything, and reads only what has changed.</summary>
public sealed class FolderListingTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("market-test-listing-").FullName;
    private readonly TestClock _clock = new(TestClock.Monday);
    private readonly FileBlobStore _store;
    private readonly IBlobListing _listing;

    public FolderListingTests()
    {
        _store = new FileBlobStore(_directory, _clock);
        _listing = _store.OpenListing();
    }

    [Fact]
    public async Task What_comes_and_goes_between_two_looks_is_seen()
    {
        var kept = await PutAsync(1);
        var gone = await PutAsync(2);
        Assert.Equal([kept, gone], Listed(kept, gone));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Listed();
        _clock.Advance(TimeSpan.FromSeconds(3));

        var fresh = await PutAsync(3);
        await _store.ReclaimAsync(gone, DateTimeOffset.MaxValue, () => Task.FromResult(false));

        Assert.Equal([kept, fresh], Listed(kept, fresh));
        Assert.Equal(1, _listing.Refresh()[kept]);
    }

    [Fact]
    public async Task At_random_it_tells_the_same_as_the_whole_store()
    {
        var random = new Market.Testing.Sequence(20261124);
        var there = new List<string>();
        for (var step = 0; step < 300; step++)
        {
            switch (random.Next(4))
            {
                case 0 when there.Count > 0:
                    var victim = there[random.Next(there.Count)];
                    there.Remove(victim);
                    await _store.ReclaimAsync(victim, DateTimeOffset.MaxValue, () => Task.FromResult(false));
                    break;
                case 1:
                    _clock.Advance(TimeSpan.FromSeconds(random.Next(4)));
                    break;
                default:
                    there.Add(await PutAsync(1000 + step));
                    break;
            }

            Assert.Equal(there.Order(StringComparer.Ordinal), _listing.Refresh().Keys.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_folder_that_has_stood_still_is_not_read_again_until_everything_is()
    {
        var blob = await PutAsync(1);
        Listed();
        _clock.Advance(TimeSpan.FromSeconds(3));
        Listed();

        // Cut short in its place: its folder does not change.
        await File.WriteAllBytesAsync(Path.Combine(_directory, blob[..2], blob[2..4], blob), [], TestContext.Current.CancellationToken);

        Assert.Equal(1, _listing.Refresh()[blob]);
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(0, _listing.Refresh()[blob]);
    }

    [Fact]
    public async Task What_is_no_blob_is_left_out()
    {
        var blob = await PutAsync(1);
        var folder = Path.Combine(_directory, blob[..2], blob[2..4]);
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "x", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, new string('0', 64)), "x", TestContext.Current.CancellationToken);

        Assert.Equal([blob], _listing.Refresh().Keys);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<string> PutAsync(int number) =>
        (await _store.PutAsync(new MemoryStream([(byte)number, .. number > byte.MaxValue ? BitConverter.GetBytes(number) : []]), TestContext.Current.CancellationToken)).Sha256;

    /// <summary>What the listing has of the given blobs, in their order, and nothing besides when some are given.</summary>
    private List<string> Listed(params string[] expected)
    {
        var found = _listing.Refresh();
        return expected.Length == 0 || found.Count == expected.Length ? [.. expected.Where(found.ContainsKey)] : [.. found.Keys];
    }
}
