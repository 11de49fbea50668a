using Market.Marketplace.Contracts;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;

namespace Market.Marketplace.Tests.Contracts;

/// <summary>An award to the first agency at 91,000 yuan, an owner with two seal keepers, and the steps to a filed contract.</summary>
internal sealed class Signing : IAsyncDisposable
{
    private Signing(Buying buying, Guid procurementId, Actor keeper, Actor secondKeeper, Guid seal) =>
        (Buying, ProcurementId, OwnerKeeper, SecondOwnerKeeper, OwnerSeal) = (buying, procurementId, keeper, secondKeeper, seal);

    public Buying Buying { get; }

    public MarketFixture Market => Buying.Market;

    public Guid ProcurementId { get; }

    public Actor Owner => Buying.World.Owner;

    public TestAgency Agency => Buying.World.First;

    public Actor OwnerKeeper { get; }

    public Actor SecondOwnerKeeper { get; }

    public Guid OwnerSeal { get; }

    public static async Task<Signing> StartAsync()
    {
        var buying = await Buying.StartAsync();
        var owner = buying.World.Owner.OrganisationId!.Value;
        var keeper = await TestData.PersonAsync(buying.Market.Host, "业主印章", owner, Role.EnterpriseSealKeeper);
        var second = await TestData.PersonAsync(buying.Market.Host, "业主副印", owner, Role.EnterpriseSealKeeper);
        var issued = await TestPki.Instance.UnitAsync(buying.World.Owner.OrganisationName!, TestData.OwnerCode);
        var seal = await TestData.RegisterSealAsync(
            buying.Market.Host, owner, issued, Catalogue.SealKind.Unit, buying.World.Owner.OrganisationName!, "4301999-01", null, keeper.UserId, second.UserId);
        var awarded = await buying.AwardedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 91_000m), (buying.World.Second, 95_000m));
        return new Signing(buying, awarded.Id, keeper, second, seal);
    }

    public ValueTask DisposeAsync() => Buying.DisposeAsync();

    public Task<AwardContract> ReadAsync(Actor? reader = null) =>
        Market.RunAsync(reader ?? Owner, (GetContract get) => get.ExecuteAsync(ProcurementId));

    public async Task<ContractTerms> TemplateAsync() => (await ReadAsync()).Template!;

    public async Task<Guid> OfferAsync(Func<ContractTerms, ContractTerms>? change = null)
    {
        var terms = (await ReadAsync()) is { Own: { } own } ? own.Terms : await TemplateAsync();
        return await Market.RunAsync(Owner, (OfferContract offer) => offer.ExecuteAsync(ProcurementId, change?.Invoke(terms) ?? terms));
    }

    public async Task<ContractDetails> AgreedAsync()
    {
        var id = await OfferAsync();
        var version = (await ReadAsync()).Own!.Version;
        await Market.RunAsync(Agency.Clerk, (ConfirmContract confirm) => Buying.DoneAsync(confirm.ExecuteAsync(id, version)));
        return (await ReadAsync()).Own!;
    }

    public async Task<ContractStatus> SealAsync(Actor keeper, Guid seal)
    {
        var contract = (await ReadAsync()).Own!;
        var code = Market.Host.NextCodeFor(keeper);
        return await Market.RunAsync(keeper, (SealContract act) => act.ExecuteAsync(contract.Id, contract.Version, seal, code));
    }

    public async Task<ContractDetails> SignedAsync()
    {
        await AgreedAsync();
        await SealAsync(Agency.Keeper, Agency.UnitSeal);
        await SealAsync(OwnerKeeper, OwnerSeal);
        return (await ReadAsync()).Own!;
    }

    public Task<OpenedFile> OpenAsync(Actor reader, Guid contract) => Market.RunAsync(reader, (OpenContract open) => open.ExecuteAsync(contract));
}
