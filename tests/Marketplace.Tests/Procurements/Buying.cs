using System.Security.Cryptography;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Projects;
using Market.Marketplace.Selection;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Procurements;

/// <summary>A marketplace in which an item that owners pay for is on the list, and the steps of buying it.</summary>
internal sealed class Buying : IAsyncDisposable
{
    public const string Item = "ZJ-1-05";
    public const string OutsideValue = "3931.62";

    private Buying(MarketFixture market, Guid projectId) => (Market, ProjectId) = (market, projectId);

    public MarketFixture Market { get; }

    public Guid ProjectId { get; }

    public World World => Market.World;

    /// <param name="rulePack">The region; null for the default one.</param>
    /// <param name="change">Other settings.</param>
    public static async Task<Buying> StartAsync(string? rulePack = null, Func<MarketplaceOptions, MarketplaceOptions>? change = null)
    {
        var market = await MarketFixture.StartAsync(change ?? (rulePack is null ? null : options => options with { RulePack = rulePack }));
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(
            TestData.Item(Item, "水土保持方案编制") with { Payer = Payer.Owner }));
        var project = await market.RunAsync(market.World.Owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project()));
        return new Buying(market, project);
    }

    public ValueTask DisposeAsync() => Market.DisposeAsync();

    public ProcurementTerms Terms(SelectionMethod method = SelectionMethod.Random) => new()
    {
        ProjectId = ProjectId,
        ServiceItemCode = Item,
        Method = method,
        Funds = FundSource.Private,
        Content = "编制水土保持方案并配合评审",
        ServiceWorkingDays = 20,
        HighestAmount = 100_000m,
    };

    public async Task<Guid> PublishAsync(ProcurementTerms? terms = null)
    {
        var id = await Market.RunAsync(World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(terms ?? Terms()));
        var draft = await ReadAsync(id);
        await Market.RunAsync(World.Owner, (PublishProcurement publish) => DoneAsync(publish.ExecuteAsync(id, draft.Version)));
        return id;
    }

    public Task<SignUpReceipt> SignUpAsync(Guid id, TestAgency agency, decimal? amount = null) =>
        Market.RunAsync(agency.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, amount, null));

    public Task<ProcurementDetails> ReadAsync(Guid id, Actor? reader = null) =>
        Market.RunAsync(reader ?? World.Owner, (GetProcurement get) => get.ExecuteAsync(id));

    public Task<DrawDetails> DrawAsync(Guid id) => Market.RunAsync(Actor.Public, (GetDraw get) => get.ExecuteAsync(id.ToString()));

    /// <summary>Goes to the instant and does what is due.</summary>
    public async Task SweepAtAsync(DateTimeOffset at)
    {
        Market.Clock.Advance(at - Market.Clock.GetUtcNow());
        await Market.Host.Services.GetRequiredService<ProcurementWorker>().SweepAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A procurement whose sign-ups are opened.</summary>
    public async Task<ProcurementDetails> OpenedAsync(ProcurementTerms terms, params (TestAgency Agency, decimal? Amount)[] applicants)
    {
        var id = await PublishAsync(terms);
        foreach (var (agency, amount) in applicants)
        {
            await SignUpAsync(id, agency, amount);
        }

        await SweepAtAsync((await ReadAsync(id)).SignUpUntil!.Value);
        return await ReadAsync(id);
    }

    /// <summary>A procurement whose publicity ended; only for methods that settle without a draw or a pick.</summary>
    public async Task<ProcurementDetails> AwardedAsync(ProcurementTerms terms, params (TestAgency Agency, decimal? Amount)[] applicants)
    {
        var opened = await OpenedAsync(terms, applicants);
        await SweepAtAsync(opened.PublicityUntil!.Value);
        return await ReadAsync(opened.Id);
    }

    /// <summary>Takes the draw of a procurement to its end; owner and witness bring what they are asked.</summary>
    public async Task<DrawDetails> FinishDrawAsync(Guid drawId, bool ownerReveals = true)
    {
        var draw = await DrawAsync(drawId);
        var (owner, witness) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        await CommitAsync(World.Owner, owner);
        await CommitAsync(World.Official, witness);
        Market.Clock.Advance(draw.Plan.CommitUntil - Market.Clock.GetUtcNow());
        if (ownerReveals)
        {
            await RevealAsync(World.Owner, owner);
        }

        await RevealAsync(World.Official, witness);
        Market.Clock.Advance(draw.Plan.RevealUntil - Market.Clock.GetUtcNow());
        var revealed = await DrawAsync(drawId);
        await Market.RunAsync(World.Operator, (FinishDraw finish) => finish.ExecuteAsync(drawId, revealed.Version, OutsideValue, "上交所网站 2026-11-27 15:30"));
        return await DrawAsync(drawId);

        Task<bool> CommitAsync(Actor actor, byte[] nonce) =>
            Market.RunAsync(actor, (CommitNonce commit) => DoneAsync(commit.ExecuteAsync(drawId, Convert.ToHexString(SHA256.HashData(nonce)))));

        Task<bool> RevealAsync(Actor actor, byte[] nonce) =>
            Market.RunAsync(actor, (RevealNonce reveal) => DoneAsync(reveal.ExecuteAsync(drawId, Convert.ToHexString(nonce))));
    }

    public static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }
}
