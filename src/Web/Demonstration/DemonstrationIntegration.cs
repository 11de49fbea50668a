using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Webhooks;

namespace Market.Web.Demonstration;

/// <summary>A department whose approval system is connected: its key, an endpoint that takes what happens, and the reconciliation of the day
/// before.</summary>
internal sealed class DemonstrationIntegration(DemonstrationPeople people, IConfiguration configuration)
{
    /// <summary>Takes the demonstration's webhooks, as the department's system would.</summary>
    public const string Receiver = "/demo/receiver";

    private const string System = "市工程建设项目审批管理系统";

    public async Task PlayAsync()
    {
        var (first, second) = (await people.ActorAsync("shenpi"), await people.ActorAsync("shenpi2"));
        var key = await people.Runner.RunAsync(first, (ProposeApiClient propose) => propose.ExecuteAsync(
            System, [ApiScopes.ReadEvents, ApiScopes.ReadCases, ApiScopes.WriteCases, ApiScopes.ManageWebhooks]));
        await people.Runner.RunAsync(second, (ConfirmApiClient confirm) => confirm.ExecuteAsync(key.ClientId));
        if (OwnAddress() is { } own)
        {
            await people.Runner.RunAsync(first, (EnterWebhook enter) => enter.ExecuteAsync(new Uri(own, Receiver).AbsoluteUri));
        }

        // Yesterday its system counted a case that never came: the sheet says so.
        var system = new Actor(key.ClientId, System, first.OrganisationId, first.OrganisationName, [Role.DepartmentSystem]);
        await people.Runner.RunAsync(system, (ReconcileDay reconcile) => reconcile.ExecuteAsync(people.Today.AddDays(-1), new DayThere(["SP-2026-0587"], [], [])));
    }

    // The program plays the receiver itself, where it listens on this machine under an address known beforehand.
    private Uri? OwnAddress() => Uri.TryCreate(configuration["urls"]?.Split(';')[0], UriKind.Absolute, out var url) && url is { IsLoopback: true, Port: > 0 } ? url : null;
}
