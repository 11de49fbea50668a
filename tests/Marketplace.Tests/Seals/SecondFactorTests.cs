using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Seals;

public sealed class SecondFactorTests
{
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_RFC_6238_appendix_B(long seconds, string code) =>
        Assert.Equal(code, TotpSecondFactor.CodeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public async Task A_code_passes_once_and_only_within_a_step_of_its_time()
    {
        await using var market = await MarketFixture.StartAsync();
        var factor = market.Host.Services.GetRequiredService<ISecondFactor>();
        var person = market.World.First.Keeper;
        var code = market.Host.NextCodeFor(person);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => factor.VerifyAsync(person.UserId, code))));
        var another = market.Host.NextCodeFor(person);
        market.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(1, outcomes.Count(passed => passed));
        Assert.False(await factor.VerifyAsync(person.UserId, another, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_at_rest_is_neither_readable_nor_reachable_by_a_made_up_reference()
    {
        var directory = Directory.CreateTempSubdirectory("market-test-keys-").FullName;
        var store = new Pkcs12SealKeyStore(directory, new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider());
        var issued = TestPki.Instance.Pki.IssueUnitSeal("演示机构", TestData.Code(9));

        var reference = await store.AddAsync(issued.Pkcs12, issued.Password, TestContext.Current.CancellationToken);

        using var key = await store.OpenAsync(reference, TestContext.Current.CancellationToken);
        Assert.Equal(issued.Certificate.RawData, key.Certificate.RawData);
        var stored = await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(directory)), TestContext.Current.CancellationToken);
        Assert.Equal(-1, stored.AsSpan().IndexOf(issued.Pkcs12.AsSpan(0, 64)));
        await Assert.ThrowsAsync<Market.Marketplace.Operations.RuleViolationException>(
            () => store.OpenAsync("../../etc/passwd", TestContext.Current.CancellationToken));
        Directory.Delete(directory, recursive: true);
    }
}
