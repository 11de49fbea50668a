using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;
using Market.Signing;

namespace Market.Marketplace.Tests.Seals;

/// <summary>Seals from registered makers: seal file or picture, certificate, key.</summary>
public sealed class SealImportTests
{
    private static readonly IssueOptions Quick = new() { Key = SealKeyKind.EcdsaP256 };

    [Fact]
    public async Task A_picture_with_certificate_and_key_becomes_a_seal_of_its_registered_size_and_seals()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealUseTests.SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);

        var id = await ImportAsync(market, agency, PictureOf(agency, Issue(agency)));
        var seal = await market.RunAsync(agency.Manager, (GetSeal get) => get.ExecuteAsync(id));
        var sealedResult = await market.SealAsync(result, agency.Keeper, id);

        Assert.Equal((SealForm.Picture, 42d, 42d), (seal.Appearance.Form, seal.Appearance.WidthMillimetres, seal.Appearance.HeightMillimetres));
        Assert.Equal(ResultStatus.Sealed, sealedResult.Status);
        await using var picture = await market.RunAsync(agency.Clerk, (GetSealPicture get) => get.ExecuteAsync(id));
        Assert.Equal(TestData.SealPng().Length, picture.Length);
    }

    [Fact]
    public async Task An_electronic_seal_brings_its_own_name_picture_and_size()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        var issued = Issue(agency);

        var id = await ImportAsync(market, agency, await ElectronicOfAsync(agency, issued, issued));
        var seal = await market.RunAsync(agency.Manager, (GetSeal get) => get.ExecuteAsync(id));

        Assert.Equal((SealForm.ElectronicSeal, 42d, 42d), (seal.Appearance.Form, seal.Appearance.WidthMillimetres, seal.Appearance.HeightMillimetres));
        Assert.Equal((agency.Name + "电子章", "ES-1"), (seal.Text, seal.Appearance.ElectronicSealId));
        Assert.NotNull(seal.Appearance.Maker);
    }

    [Fact]
    public async Task An_electronic_seal_that_does_not_list_the_certificate_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;

        Assert.Equal("seal-does-not-list-certificate", await ImportRefusalAsync(market, agency, await ElectronicOfAsync(agency, Issue(agency), Issue(agency))));
    }

    [Fact]
    public async Task A_changed_or_unreadable_seal_file_is_refused_with_the_reason()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        var issued = Issue(agency);
        var import = await ElectronicOfAsync(agency, issued, issued);
        var changed = import.ElectronicSeal!.ToArray();
        changed[changed.Length / 2] ^= 1;

        Assert.Equal("seal-file-refused", await ImportRefusalAsync(market, agency, import with { ElectronicSeal = changed }));
        Assert.Equal("seal-file-refused", await ImportRefusalAsync(market, agency, import with { ElectronicSeal = [1, 2, 3] }));
    }

    [Fact]
    public async Task Certificates_of_another_unit_or_person_are_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, other) = (market.World.First, market.World.Second);
        var foreign = TestPki.Instance.Pki.IssuePractitionerSeal("李他人", "注册城乡规划师", "GH-9", agency.Name, agency.CreditCode, Quick);

        Assert.Equal("certificate-other-unit", await ImportRefusalAsync(market, agency, PictureOf(agency, Issue(other))));
        Assert.Equal("certificate-other-person", await ImportRefusalAsync(
            market, agency, PictureOf(agency, foreign) with { Kind = SealKind.Practitioner, RegistrationNumber = "GH-00002", Keepers = [] }));
    }

    [Fact]
    public async Task An_ended_certificate_a_wrong_password_and_a_bad_picture_are_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        var ended = TestPki.Instance.Pki.IssueUnitSeal(agency.Name, agency.CreditCode, Quick with
        {
            NotBefore = TestClock.Monday.AddYears(-2),
            NotAfter = TestClock.Monday.AddDays(-1),
        });
        var good = PictureOf(agency, Issue(agency));

        Assert.Equal("certificate-expired", await ImportRefusalAsync(market, agency, PictureOf(agency, ended)));
        Assert.Equal("key-refused", await ImportRefusalAsync(market, agency, good with { Key = good.Key! with { Password = "falsch" } }));
        Assert.Equal("seal-picture-refused", await ImportRefusalAsync(market, agency, good with { Picture = [1, 2, 3] }));
        Assert.Equal("seal-picture-missing", await ImportRefusalAsync(market, agency, good with { Picture = null }));
        Assert.Equal("seal-size", await ImportRefusalAsync(market, agency, good with { WidthMillimetres = null }));
        Assert.Equal("too-few-keepers", await ImportRefusalAsync(market, agency, good with { Keepers = [agency.Keeper.UserId] }));
    }

    [Fact]
    public async Task The_operator_registers_without_a_key_and_only_the_manager_brings_the_right_one()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealUseTests.SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);
        var issued = Issue(agency);
        var import = PictureOf(agency, issued);
        var withoutKey = import with { Key = null, Certificate = issued.Certificate.RawData };

        var withKey = await market.RefusalAsync(market.World.Operator, (ImportSeal entering) => entering.ExecuteAsync(import));
        var id = await market.RunAsync(market.World.Operator, (ImportSeal entering) => entering.ExecuteAsync(withoutKey));
        var keyless = await SealUseTests.SealRefusalAsync(market, result, agency.Keeper, id);
        var byOperator = await market.RefusalAsync(market.World.Operator, (BindSealKey bind) => bind.ExecuteAsync(id, 1, import.Key!));
        var wrong = await market.RefusalAsync(agency.Manager, (BindSealKey bind) => bind.ExecuteAsync(id, 1, PictureOf(agency, Issue(agency)).Key!));
        await market.RunAsync(agency.Manager, (BindSealKey bind) => bind.ExecuteAsync(id, 1, import.Key!));

        Assert.Equal(("operator-holds-no-key", "key-not-available", "forbidden", "key-mismatch"), (withKey, keyless, byOperator, wrong));
        Assert.Equal(ResultStatus.Sealed, (await market.SealAsync(result, agency.Keeper, id)).Status);
    }

    [Fact]
    public async Task A_renewed_certificate_makes_a_new_seal_linked_to_the_old_with_its_keepers()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        var old = await market.RunAsync(agency.Manager, (GetSeal get) => get.ExecuteAsync(agency.UnitSeal));

        var id = await market.RunAsync(agency.Manager, (RenewSeal renew) => renew.ExecuteAsync(
            old.Id, old.Version, PictureOf(agency, Issue(agency)) with { Number = old.Number, Keepers = [] }));

        var renewed = await market.RunAsync(agency.Manager, (GetSeal get) => get.ExecuteAsync(id));
        var replaced = await market.RunAsync(agency.Manager, (GetSeal get) => get.ExecuteAsync(old.Id));
        Assert.Equal((2, old.Id, old.Number), (renewed.Edition, renewed.ReplacesId, renewed.Number));
        Assert.Equal((SealStatus.Replaced, id), (replaced.Status, replaced.ReplacedById));
        Assert.Equal(old.Keepings.Select(row => row.UserName).Order(), renewed.Keepings.Select(row => row.UserName).Order());
        Assert.Equal(Verdict.Passed, (await market.ResultAsync(market.World.Official, result.Id)).Verdict);
        Assert.DoesNotContain(await market.RunAsync(agency.Keeper, (ListMySeals list) => list.ExecuteAsync()), row => row.Id == old.Id);
    }

    [Fact]
    public async Task A_renewal_with_the_old_certificate_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        var import = PictureOf(agency, Issue(agency));
        var id = await ImportAsync(market, agency, import);

        Assert.Equal("certificate-not-new", await market.RefusalAsync(agency.Manager, (RenewSeal renew) => renew.ExecuteAsync(id, 1, import)));
    }

    [Fact]
    public async Task Outside_demonstrations_no_seal_is_drawn()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var production = market.HostWith(options => options with { Demonstration = false });
        var agency = market.World.First;
        var issued = await TestPki.Instance.UnitAsync(agency.Name, agency.CreditCode);

        var drawn = await production.RefusalAsync(Actor.System, (RegisterSeal register) => register.ExecuteAsync(new SealRegistration
        {
            Kind = SealKind.Unit,
            AgencyId = agency.Id,
            Text = agency.Name,
            Number = "1",
            Certificate = issued.Certificate,
            KeyReference = issued.KeyReference,
            Keepers = [agency.Keeper.UserId, agency.SecondKeeper.UserId],
        }));

        Assert.Equal("seal-not-registered", drawn);
        Assert.NotEqual(Guid.Empty, await production.RunAsync(agency.Manager, (ImportSeal import) => import.ExecuteAsync(PictureOf(agency, Issue(agency)))));
    }

    private static IssuedCertificate Issue(TestAgency agency) => TestPki.Instance.Pki.IssueUnitSeal(agency.Name, agency.CreditCode, Quick);

    private static SealImport PictureOf(TestAgency agency, IssuedCertificate issued) => new()
    {
        AgencyId = agency.Id,
        Kind = SealKind.Unit,
        Number = "4301040099887",
        Picture = TestData.SealPng(),
        WidthMillimetres = 42,
        Key = new SealKeyImport(issued.Pkcs12, issued.Password),
        Keepers = [agency.Keeper.UserId, agency.SecondKeeper.UserId],
    };

    private static async Task<SealImport> ElectronicOfAsync(TestAgency agency, IssuedCertificate listed, IssuedCertificate used)
    {
        var seal = await TestPki.Instance.Pki.Sm2.MakeSealAsync(
            new ElectronicSealContent
            {
                Id = "ES-1",
                VendorId = "MARKET",
                Name = agency.Name + "电子章",
                SignerCertificates = [X509CertificateLoader.LoadCertificate(listed.Certificate.RawData)],
                CreatedAt = TestClock.Monday,
                ValidFrom = TestClock.Monday,
                ValidTo = TestClock.Monday.AddYears(2),
                Picture = new ElectronicSealPicture("PNG", TestData.SealPng(), 42, 42),
            },
            TestContext.Current.CancellationToken);
        return PictureOf(agency, used) with { Picture = null, WidthMillimetres = null, ElectronicSeal = seal.Encoded.ToArray() };
    }

    private static Task<Guid> ImportAsync(MarketFixture market, TestAgency agency, SealImport import) =>
        market.RunAsync(agency.Manager, (ImportSeal entering) => entering.ExecuteAsync(import));

    private static Task<string> ImportRefusalAsync(MarketFixture market, TestAgency agency, SealImport import) =>
        market.RefusalAsync(agency.Manager, (ImportSeal entering) => entering.ExecuteAsync(import));
}
