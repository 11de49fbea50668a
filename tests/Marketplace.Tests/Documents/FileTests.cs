using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Documents;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Documents;

public sealed class FileTests
{
    [Fact]
    public async Task The_same_bytes_are_kept_once_under_their_digest()
    {
        var directory = Directory.CreateTempSubdirectory("market-test-blobs-").FullName;
        var store = new FileBlobStore(directory, TimeProvider.System);
        var bytes = Encoding.UTF8.GetBytes("成果");

        var first = await store.PutAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken);
        var second = await store.PutAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken);

        Assert.Equal(new StoredBlob(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length), first);
        Assert.Equal(first, second);
        Assert.Single(Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories));
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEF")]
    public void An_address_that_is_no_digest_reaches_no_file(string address)
    {
        var directory = Directory.CreateTempSubdirectory("market-test-blobs-").FullName;

        Assert.Throws<ArgumentException>(() => new FileBlobStore(directory, TimeProvider.System).SizeOf(address));

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task An_upload_that_did_not_arrive_whole_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();

        var refusal = await market.RefusalAsync(market.World.Owner, (RegisterUpload register) =>
            register.ExecuteAsync("图纸.pdf", "application/pdf", new string('0', 64), 10));

        Assert.Equal("upload-incomplete", refusal);
    }

    [Fact]
    public async Task The_drawings_of_a_case_are_for_its_department_and_its_agencies_only()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var drawings = accepted.Materials.Single(material => material.Slot == "drawings").FileId!.Value;

        using var department = await market.RunAsync(market.World.Official, (OpenFile open) => open.ExecuteAsync(drawings));
        using var agency = await market.RunAsync(market.World.First.Clerk, (OpenFile open) => open.ExecuteAsync(drawings));
        var others = new[]
        {
            await market.RefusalAsync(market.World.OtherOfficial, (OpenFile open) => open.ExecuteAsync(drawings)),
            await market.RefusalAsync(market.World.OtherOwner, (OpenFile open) => open.ExecuteAsync(drawings)),
            await market.RefusalAsync(market.World.Third.Clerk, (OpenFile open) => open.ExecuteAsync(drawings)),
        };

        Assert.Equal("总平面图.pdf", department.Name);
        Assert.Equal(department.Sha256, agency.Sha256);
        Assert.All(others, refusal => Assert.Equal("not-found", refusal));
    }

    [Fact]
    public async Task A_report_is_seen_by_the_department_only_from_delivery_on()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var submitted = await market.SubmitAsync(order, agency);

        var refusal = await market.RefusalAsync(market.World.Official, (OpenFile open) => open.ExecuteAsync(submitted.OriginalFileId));

        Assert.Equal("not-found", refusal);
    }
}
