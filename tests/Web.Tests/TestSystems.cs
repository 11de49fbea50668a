using System.Net.Http.Headers;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

/// <summary>Systems of the demonstration's organisations, with keys.</summary>
internal static class TestSystems
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A system of the demonstration's department, confirmed by its second official.</summary>
    public static Task<HttpClient> SystemAsync(this TestSite site, params string[] scopes) => site.SystemOfAsync("shenpi", "shenpi2", scopes);

    /// <summary>A system that one person proposes and, where that is needed, another confirms.</summary>
    public static async Task<HttpClient> SystemOfAsync(this TestSite site, string proposer, string confirmer, params string[] scopes)
    {
        var runner = site.Services.GetRequiredService<OperationRunner>();
        var key = await runner.RunAsync(await site.PersonAsync(proposer), (ProposeApiClient propose) => propose.ExecuteAsync("审批系统", scopes), Stop);
        if (key.Status == ApiClientStatus.Proposed)
        {
            await runner.RunAsync(await site.PersonAsync(confirmer), (ConfirmApiClient confirm) => confirm.ExecuteAsync(key.ClientId), Stop);
        }

        var http = site.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        return http;
    }

    /// <summary>A demonstration user.</summary>
    public static async Task<Actor> PersonAsync(this TestSite site, string name)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<UserManager<MarketUser>>().FindByNameAsync(name))!;
        return (await site.Services.GetRequiredService<OperationRunner>().RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(user.Id), Stop))!;
    }
}
