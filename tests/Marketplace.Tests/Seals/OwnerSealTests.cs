using Market.Development;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Contracts;
using Market.Marketplace.Operations;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Contracting = Market.Marketplace.Tests.Contracts.Signing;

namespace Market.Marketplace.Tests.Seals;

/// <summary>A project owner signs contracts, outside demonstrations too: its seal comes from a registered maker as an agency's does.</summary>
public sealed class OwnerSealTests
{
    private static readonly IssueOptions Quick = new() { Key = SealKeyKind.EcdsaP256 };

    [Fact]
    public async Task The_keeper_of_an_owner_takes_over_its_seal_and_signs_the_contract_with_it()
    {
        await using var signing = await Contracting.StartAsync();
        await using var production = signing.Market.HostWith(options => options with { Demonstration = false });
        await signing.AgreedAsync();

        var id = await production.RunAsync(signing.OwnerKeeper, (ImportSeal import) => import.ExecuteAsync(ImportOf(signing)));
        await signing.SealAsync(signing.OwnerKeeper, id);
        await signing.SealAsync(signing.Agency.Keeper, signing.Agency.UnitSeal);

        Assert.Equal(ContractStatus.Concluded, (await signing.ReadAsync()).Own!.Status);
        var seal = await signing.Market.RunAsync(signing.SecondOwnerKeeper, (GetSeal get) => get.ExecuteAsync(id));
        Assert.Equal((SealForm.Picture, 42d, 2), (seal.Appearance.Form, seal.Appearance.WidthMillimetres, seal.Keepings.Count));
        Assert.Contains(SealAction.ReportLoss, seal.Actions);
    }

    [Fact]
    public async Task The_operator_registers_an_owners_seal_without_key_and_its_keeper_brings_it()
    {
        await using var signing = await Contracting.StartAsync();
        var issued = Issue(signing);
        var import = ImportOf(signing, issued) with { Number = "4301999-03" };
        var operatorOf = signing.Buying.World.Operator;
        var holders = await signing.Market.RunAsync(operatorOf, (ListSealHolders list) => list.ExecuteAsync(new PageRequest(signing.Owner.OrganisationName)));

        var withKey = await signing.Market.RefusalAsync(operatorOf, (ImportSeal entering) => entering.ExecuteAsync(import));
        var id = await signing.Market.RunAsync(operatorOf, (ImportSeal entering) =>
            entering.ExecuteAsync(import with { Key = null, Certificate = issued.Certificate.RawData }));
        await signing.Market.RunAsync(signing.OwnerKeeper, (BindSealKey bind) => bind.ExecuteAsync(id, 1, import.Key!));
        await signing.AgreedAsync();

        Assert.Equal((import.AgencyId, true), holders.Rows.Select(row => (row.Id, row.IsOwner)).Single());
        Assert.Equal("operator-holds-no-key", withKey);
        Assert.Equal(ContractStatus.Agreed, await signing.SealAsync(signing.OwnerKeeper, id));
    }

    [Fact]
    public async Task The_owners_manager_appoints_and_relieves_keepers_as_an_agencys_does_and_holds_no_seal()
    {
        await using var signing = await Contracting.StartAsync();
        var owner = signing.Owner.OrganisationId!.Value;
        var manager = await TestData.PersonAsync(signing.Market.Host, "业主管理员", owner, Role.EnterpriseManager);
        var third = await TestData.PersonAsync(signing.Market.Host, "业主新保管人", owner, Role.EnterpriseSealKeeper);
        var seal = await signing.Market.RunAsync(manager, (GetSeal get) => get.ExecuteAsync(signing.OwnerSeal));
        var first = seal.Keepings.Single(row => row.UserId == signing.OwnerKeeper.UserId);
        Assert.Contains(SealAction.Appoint, seal.Actions);
        Assert.Contains(seal.Candidates, person => person.UserId == third.UserId);

        // Two keepers must remain, and only those of the house may be appointed.
        Assert.Equal("too-few-keepers", await signing.Market.RefusalAsync(manager, (RelieveKeeper relieve) => relieve.ExecuteAsync(seal.Id, seal.Version, first.Id, "调岗")));
        Assert.Equal("keeper-not-member", await signing.Market.RefusalAsync(manager, (AppointKeeper appoint) =>
            appoint.ExecuteAsync(seal.Id, seal.Version, signing.Agency.Keeper.UserId)));
        await signing.Market.RunAsync(manager, (AppointKeeper appoint) => appoint.ExecuteAsync(seal.Id, seal.Version, third.UserId));
        await signing.Market.RunAsync(manager, (RelieveKeeper relieve) => relieve.ExecuteAsync(seal.Id, seal.Version + 1, first.Id, "调岗"));

        var after = await signing.Market.RunAsync(manager, (GetSeal get) => get.ExecuteAsync(signing.OwnerSeal));
        Assert.Equal(
            [signing.SecondOwnerKeeper.UserId, third.UserId],
            after.Keepings.Where(row => row.InForce).OrderBy(row => row.GrantedAt).Select(row => row.UserId));
        Assert.False(manager.May(Permission.SealContracts));
        Assert.Equal("not-found", await signing.Market.RefusalAsync(signing.Agency.Manager, (AppointKeeper appoint) =>
            appoint.ExecuteAsync(seal.Id, after.Version, signing.OwnerKeeper.UserId)));
        // Whoever bargains does not say who holds the seal.
        Assert.Equal("forbidden", await signing.Market.RefusalAsync(signing.Owner, (AppointKeeper appoint) =>
            appoint.ExecuteAsync(seal.Id, after.Version, signing.OwnerKeeper.UserId)));
    }

    [Fact]
    public async Task A_renewed_certificate_makes_a_new_seal_of_the_owner()
    {
        await using var signing = await Contracting.StartAsync();
        var old = await signing.Market.RunAsync(signing.OwnerKeeper, (GetSeal get) => get.ExecuteAsync(signing.OwnerSeal));

        var id = await signing.Market.RunAsync(signing.OwnerKeeper, (RenewSeal renew) =>
            renew.ExecuteAsync(old.Id, old.Version, ImportOf(signing) with { Number = old.Number, Keepers = [] }));

        var renewed = await signing.Market.RunAsync(signing.OwnerKeeper, (GetSeal get) => get.ExecuteAsync(id));
        Assert.Equal((2, old.Id, 2), (renewed.Edition, renewed.ReplacesId, renewed.Keepings.Count));
    }

    [Fact]
    public async Task Nobody_else_enters_a_seal_for_an_owner_and_an_owner_has_no_practitioner()
    {
        await using var signing = await Contracting.StartAsync();
        var import = ImportOf(signing);
        var foreign = Issue(signing.Agency.Name, signing.Agency.CreditCode);

        Assert.Equal("forbidden", await RefusalAsync(signing, signing.Owner, import));
        Assert.Equal("not-found", await RefusalAsync(signing, signing.Agency.Manager, import));
        Assert.Equal("certificate-other-unit", await RefusalAsync(signing, signing.OwnerKeeper, import with { Key = new SealKeyImport(foreign.Pkcs12, foreign.Password) }));
        Assert.Equal("too-few-keepers", await RefusalAsync(signing, signing.OwnerKeeper, import with { Keepers = [signing.OwnerKeeper.UserId] }));
        Assert.Equal("keeper-not-member", await RefusalAsync(signing, signing.OwnerKeeper, import with { Keepers = [signing.OwnerKeeper.UserId, signing.Agency.Keeper.UserId] }));
        Assert.Equal("owner-unit-seal", await RefusalAsync(signing, signing.OwnerKeeper, import with { Kind = SealKind.Practitioner, RegistrationNumber = "GH-00002", Keepers = [] }));
    }

    private static Task<string> RefusalAsync(Contracting signing, Actor actor, SealImport import) =>
        signing.Market.RefusalAsync(actor, (ImportSeal entering) => entering.ExecuteAsync(import));

    private static IssuedCertificate Issue(Contracting signing) => Issue(signing.Owner.OrganisationName!, TestData.OwnerCode);

    private static IssuedCertificate Issue(string name, string code) => TestPki.Instance.Pki.IssueUnitSeal(name, code, Quick);

    private static SealImport ImportOf(Contracting signing, IssuedCertificate? issued = null)
    {
        issued ??= Issue(signing);
        return new SealImport
        {
            AgencyId = signing.Owner.Organisation,
            Kind = SealKind.Unit,
            Number = "4301999-02",
            Picture = TestData.SealPng(),
            WidthMillimetres = 42,
            Key = new SealKeyImport(issued.Pkcs12, issued.Password),
            Keepers = [signing.OwnerKeeper.UserId, signing.SecondOwnerKeeper.UserId],
        };
    }
}
