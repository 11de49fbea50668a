using System.Net;
using Market.Web.Demonstration;
using Market.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Market.Web.Tests;

/// <summary>Two hosts on one data directory, and the proxy in front of them.</summary>
public sealed class NodesTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("market-nodes-");

    [Fact]
    public async Task A_sign_in_and_the_token_of_a_form_made_by_one_node_are_good_on_the_other()
    {
        // Both start at once on nothing: one makes keys, certificates and demonstration, the other waits and finds them.
        await using var one = new Node(_data.FullName);
        await using var two = new Node(_data.FullName);
        await Task.WhenAll(Task.Run(() => one.Services), Task.Run(() => two.Services));
        var cookies = new CookieContainer();
        using var first = new HttpClient(new Browser(cookies, one.Server.CreateHandler())) { BaseAddress = one.Server.BaseAddress };
        using var second = new HttpClient(new Browser(cookies, two.Server.CreateHandler())) { BaseAddress = two.Server.BaseAddress };
        var ct = TestContext.Current.CancellationToken;

        var form = await first.GetStringAsync("/sign-in", ct);
        var answer = await second.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = TestSite.FormTokenOf(form),
            ["_handler"] = "sign-in",
            ["Input.UserName"] = "yezhu",
            ["Input.Password"] = DemonstrationData.Password,
        }), ct);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/cases", ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/cases", ct)).StatusCode);
        Assert.Single(_data.CreateSubdirectory("protection").GetFiles("key-*.xml"));
    }

    [Fact]
    public void Only_this_machine_and_the_proxies_that_the_settings_name_are_believed()
    {
        var options = OptionsWith("10.20.0.5 10.30.0.0/16");

        Assert.Contains(IPAddress.Parse("10.20.0.5"), options.KnownProxies);
        Assert.Contains(options.KnownIPNetworks, network => network.Contains(IPAddress.Parse("10.30.7.7")));
        Assert.DoesNotContain(options.KnownIPNetworks, network => network.Contains(IPAddress.Parse("10.20.0.6")));
        Assert.DoesNotContain(OptionsWith(null).KnownIPNetworks, network => network.Contains(IPAddress.Parse("10.30.7.7")));
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

    private static ForwardedHeadersOptions OptionsWith(string? addresses)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Proxy:Addresses"] = addresses }).Build();
        var services = new ServiceCollection();
        services.AddOptions();
        services.AddProxies(configuration);
        return services.BuildServiceProvider().GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
    }

    private sealed class Node(string data) : TestSite
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["Data:Directory"] = data };
    }

    /// <summary>A browser whose cookies go to whatever node it talks to.</summary>
    private sealed class Browser(CookieContainer cookies, HttpMessageHandler node) : DelegatingHandler(node)
    {
        private static readonly Uri Site = new("http://localhost/");

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (cookies.Count > 0)
            {
                request.Headers.Add("Cookie", cookies.GetCookieHeader(Site));
            }

            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                cookies.SetCookies(Site, cookie);
            }

            return answer;
        }
    }
}
