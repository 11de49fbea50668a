using System.Diagnostics;
using Market.Marketplace.Organisations;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

/// <summary>The real process, as an administrator would start it.</summary>
public sealed class ProductionTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("market-production-");

    [Theory]
    [InlineData("--Demonstration:Enabled=true", "生产环境不能启用演示数据")]
    [InlineData("--reset", "--reset 只能在 Development 环境使用")]
    [InlineData("--Database:Provider=Oracle", "不认识的数据库类型 Oracle")]
    [InlineData("--Proxy:Addresses=nginx", "Proxy:Addresses 中的 nginx 不是地址")]
    [InlineData("--Site:PublicUrl=our-site", "Site:PublicUrl 的值 our-site 不是网址")]
    [InlineData("--Trust:Seals=/no/such/directory", "没有找到信任的根证书目录")]
    public async Task It_refuses_to_start_with_one_clear_sentence(string setting, string sentence)
    {
        await AssertRefusedAsync(sentence, setting);
    }

    [Fact]
    public async Task It_refuses_a_data_directory_with_development_certificates()
    {
        _data.CreateSubdirectory("development-pki");

        await AssertRefusedAsync("数据目录中有开发证书体系");
    }

    [Fact]
    public async Task It_refuses_to_trust_a_development_root()
    {
        var anchors = _data.CreateSubdirectory("anchors");
        using (var pki = Development.DevelopmentPki.OpenOrCreate(Path.Combine(_data.FullName, "elsewhere"), TimeProvider.System))
        {
            await File.WriteAllBytesAsync(Path.Combine(anchors.FullName, "root.cer"), pki.Root.RawData, TestContext.Current.CancellationToken);
        }

        await AssertRefusedAsync("信任的根证书中有开发证书", $"--Trust:Seals={anchors.FullName}", $"--Trust:Timestamps={anchors.FullName}");
    }

    [Fact]
    public async Task It_refuses_a_database_that_holds_demonstration_accounts()
    {
        await using (var demonstration = new DemonstrationIn(_data.FullName))
        {
            using var browser = demonstration.CreateClient();
            await browser.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        }

        Directory.Delete(Path.Combine(_data.FullName, "development-pki"), recursive: true);
        await AssertRefusedAsync("数据库中有演示账号");
    }

    [Fact]
    public async Task It_refuses_demonstration_agencies_whose_accounts_have_other_passwords()
    {
        await using (var demonstration = new DemonstrationIn(_data.FullName))
        {
            using var browser = demonstration.CreateClient();
            await browser.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            using var scope = demonstration.Services.CreateScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<MarketUser>>();
            foreach (var user in users.Users.ToList())
            {
                await users.RemovePasswordAsync(user);
            }
        }

        Directory.Delete(Path.Combine(_data.FullName, "development-pki"), recursive: true);
        await AssertRefusedAsync("数据库中有演示机构");
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

    private async Task AssertRefusedAsync(string sentence, params string[] settings)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(Program).Assembly.Location, "--urls=http://127.0.0.1:0", $"--Data:Directory={_data.FullName}" },
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["DOTNET_ENVIRONMENT"] = "Production" },
            WorkingDirectory = Path.GetDirectoryName(typeof(Program).Assembly.Location)!,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        }.With(settings))!;

        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
    }

    private sealed class DemonstrationIn(string data) : TestSite
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["Data:Directory"] = data };
    }
}

internal static class ProcessStartInfoExtensions
{
    public static ProcessStartInfo With(this ProcessStartInfo start, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
