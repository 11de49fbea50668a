using Market.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Market.Web.Tests;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData(null, null, "http://localhost:5080/")]
    [InlineData(null, "http://localhost:8080", "http://localhost:8080/")]
    [InlineData(null, "http://*:8080;https://*:8443", "http://localhost:8080/")]
    [InlineData(null, "http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData(null, "http://127.0.0.1:0", "http://localhost:5080/")]
    [InlineData(null, "nonsense", "http://localhost:5080/")]
    [InlineData("https://market.example.gov.cn", "http://*:8080", "https://market.example.gov.cn/")]
    public void Links_lead_to_the_address_of_the_settings_or_else_to_where_the_program_listens(string? setting, string? urls, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Site:PublicUrl"] = setting, ["urls"] = urls }).Build();

        Assert.Equal(expected, PublicAddress.Of(configuration).AbsoluteUri);
    }

    [Fact]
    public void What_is_no_address_stops_the_start()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Site:PublicUrl"] = "market" }).Build();

        Assert.Throws<StartupRefusedException>(() => PublicAddress.Of(configuration));
    }
}
