using Market.Marketplace.Operations;
using Market.Marketplace.Successions;

namespace Market.Marketplace.Tests.Infrastructure;

// Who stands in whose place.
public sealed partial class MarketFixture
{
    /// <summary>Enters an act, and a second person of the operator confirms it; returns whether it was carried out.</summary>
    internal async Task<bool> SucceedAsync(SuccessionAct act)
    {
        var id = await RunAsync(World.Operator, (EnterSuccession enter) => enter.ExecuteAsync(act));
        var second = await TestData.PersonAsync(_host, "运行复核", World.Operator.OrganisationId!.Value, Role.Operator);
        return await RunAsync(second, (DecideSuccession decide) => decide.ExecuteAsync(id, confirm: true));
    }
}
