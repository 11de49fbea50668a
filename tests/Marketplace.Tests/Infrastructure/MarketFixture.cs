using Market.Marketplace.Messages;
using Market.Marketplace.Operations;
using Market.Signing;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>A marketplace of one test: its own database, files and clock, with the <see cref="World"/> in it.</summary>
public sealed partial class MarketFixture : IAsyncDisposable
{
    private readonly MarketHost _host;
    private readonly MarketplaceOptions _options;
    private readonly string _directory;

    private MarketFixture(MarketHost host, MarketplaceOptions options, World world, string directory)
    {
        _host = host;
        _options = options;
        _directory = directory;
        World = world;
    }

    internal World World { get; }

    internal MarketHost Host => _host;

    internal string BlobDirectory => Path.Combine(_directory, "blobs");

    /// <summary>Where the bytes of a digest are stored.</summary>
    internal string BlobPath(string sha256) => Path.Combine(BlobDirectory, sha256[..2], sha256[2..4], sha256);

    internal TestClock Clock => _host.Clock;

    /// <summary>The same marketplace run with other options.</summary>
    internal MarketHost HostWith(Func<MarketplaceOptions, MarketplaceOptions> change) => new(change(_options), _host.Clock);

    /// <summary>The same marketplace in another process: same database and files, with a time-stamp authority of its own.</summary>
    internal MarketHost OtherProcess(ITimestampAuthority timestamps) => new(_options, _host.Clock, timestamps);

    /// <summary>The same marketplace, reading files by another examiner.</summary>
    internal MarketHost HostReading(IFileExaminer examiner) => new(_options, _host.Clock, examiner: examiner);

    /// <summary>The same marketplace with a mail server or an SMS gateway.</summary>
    internal MarketHost HostWithMessages(MessageOptions messages) => new(_options, _host.Clock, messages: messages);

    internal static async Task<MarketFixture> StartAsync(Func<MarketplaceOptions, MarketplaceOptions>? change = null)
    {
        var directory = Directory.CreateTempSubdirectory("market-test-").FullName;
        try
        {
            var (options, world) = await DatabaseServer.Current.NewDatabaseAsync(directory);
            options = change?.Invoke(options) ?? options;
            return new MarketFixture(new MarketHost(options, new TestClock(TestClock.Monday.AddHours(1))), options, world, directory);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    internal Task<TResult> RunAsync<TOperation, TResult>(Actor actor, Func<TOperation, Task<TResult>> execute)
        where TOperation : class, IOperation => _host.RunAsync(actor, execute);

    internal Task<string> RefusalAsync<TOperation, TResult>(Actor actor, Func<TOperation, Task<TResult>> execute)
        where TOperation : class, IOperation => _host.RefusalAsync(actor, execute);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        DatabaseServer.Release(_options);
        Directory.Delete(_directory, recursive: true);
    }
}
