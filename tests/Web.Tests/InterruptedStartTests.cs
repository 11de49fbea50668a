using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Signing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

/// <summary>The demonstration is entered by many transactions; a start that breaks off between two of them is made good.</summary>
public sealed class InterruptedStartTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("market-interrupted-");

    [Fact]
    public async Task The_next_start_begins_again_the_one_after_keeps_the_data_and_a_reset_makes_new_data()
    {
        await using (var interrupted = new InterruptedSite(_data.FullName))
        {
            Assert.ThrowsAny<Exception>(() => interrupted.Services);
        }

        var next = await DeliveredResultAsync();
        var again = await DeliveredResultAsync();
        var reset = await DeliveredResultAsync(new() { ["Reset"] = "true" });

        Assert.Equal(next, again);
        Assert.NotEqual(again, reset);
    }

    public void Dispose()
    {
        try
        {
            _data.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A database file that is still being closed is left to the system's cleaner.
        }
    }

    /// <summary>Starts the site and reads the one result that the whole demonstration holds.</summary>
    private async Task<Guid> DeliveredResultAsync(Dictionary<string, string?>? settings = null)
    {
        // Every real start is a process of its own, without connections to the database of the one before.
        SqliteConnection.ClearAllPools();
        await using var site = new SiteIn(_data.FullName, settings);
        var results = await site.Services.GetRequiredService<OperationRunner>().RunAsync(
            Actor.System, (ListResults list) => list.ExecuteAsync(new PageRequest(), ResultFilter.Delivered), TestContext.Current.CancellationToken);
        return Assert.Single(results.Rows).Id;
    }

    private class SiteIn(string data, Dictionary<string, string?>? more = null) : TestSite
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } =
            new Dictionary<string, string?>(more ?? []) { ["Data:Directory"] = data };
    }

    /// <summary>Its time stamps fail, in the middle of the entering.</summary>
    private sealed class InterruptedSite(string data) : SiteIn(data)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.AddSingleton<ITimestampAuthority, NoTimestamps>());
        }
    }

    private sealed class NoTimestamps : ITimestampAuthority
    {
        public Task<byte[]> StampAsync(
            ReadOnlyMemory<byte> messageImprint, System.Security.Cryptography.HashAlgorithmName algorithm, CancellationToken ct) =>
            throw new InvalidOperationException("The machine was switched off.");
    }
}
