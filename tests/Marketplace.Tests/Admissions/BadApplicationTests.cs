using Market.Marketplace.Admissions;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using static Market.Marketplace.Tests.Admissions.Applying;

namespace Market.Marketplace.Tests.Admissions;

public sealed class BadApplicationTests
{
    [Theory]
    [InlineData("91430104MA4L00011X", "credit-code-invalid")]
    [InlineData("9143010AMA4L00011D", "credit-code-invalid")]
    [InlineData("", "credit-code-invalid")]
    [InlineData("91430104MA4L0001<D", "credit-code-invalid")]
    public async Task A_wrong_credit_code_is_refused(string code, string refusal)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal(refusal, await market.RefusalAsync(Actor.Public, (RegisterAgency register) =>
            register.ExecuteAsync(new AgencyRegistration(code, "某公司", "某人", "0731-88000000"), Account("x"))));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>公司", "某人", "0731-88000000", "text-markup")]
    [InlineData("某公司", "<b>某人", "0731-88000000", "text-markup")]
    [InlineData("某公司", "某\u0000人", "0731-88000000", "text-markup")]
    [InlineData("某公司", "某人", "电话", "dossier-phone")]
    [InlineData("  ", "某人", "0731-88000000", "registration-incomplete")]
    public async Task A_registration_that_is_no_plain_text_is_refused(string name, string person, string phone, string refusal)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal(refusal, await market.RefusalAsync(Actor.Public, (RegisterAgency register) =>
            register.ExecuteAsync(new AgencyRegistration(TestData.Code(40), name, person, phone), Account("x"))));
    }

    [Fact]
    public async Task A_code_and_a_user_name_are_taken_once()
    {
        await using var market = await MarketFixture.StartAsync();
        await RegisterAsync(market);

        Assert.Equal("agency-registered", await market.RefusalAsync(Actor.Public, (RegisterAgency register) =>
            register.ExecuteAsync(new AgencyRegistration(TestData.Code(40).ToLowerInvariant(), "冒用公司", "某人", "0731-88000000"), Account("other"))));
        Assert.Equal("agency-registered", await market.RefusalAsync(Actor.Public, (RegisterAgency register) =>
            register.ExecuteAsync(new AgencyRegistration(market.World.First.CreditCode, "冒用公司", "某人", "0731-88000000"), Account("other"))));
        Assert.Equal("user-name-taken", await market.RefusalAsync(Actor.Public, (RegisterAgency register) =>
            register.ExecuteAsync(new AgencyRegistration(TestData.Code(41), "后来公司", "某人", "0731-88000000"), Account("agency40"))));
    }

    public static TheoryData<string, Func<AdmissionDossier, AdmissionDossier>> Bad { get; } = new()
    {
        { "dossier-qualification-expired", dossier => dossier with { Qualifications = [dossier.Qualifications[0] with { ValidTo = new DateOnly(2026, 11, 22) }] } },
        { "dossier-qualification-dates", dossier => dossier with { Qualifications = [dossier.Qualifications[0] with { ValidFrom = new DateOnly(2030, 1, 1) }] } },
        { "dossier-qualification-incomplete", dossier => dossier with { Qualifications = [dossier.Qualifications[0] with { Issuer = " " }] } },
        { "dossier-certificate-elsewhere", dossier => dossier with { Qualifications = [dossier.Qualifications[0] with { CertificateNumber = "湘城规编 000002" }] } },
        { "dossier-practitioner-expired", dossier => dossier with { Practitioners = [dossier.Practitioners[0] with { ValidTo = new DateOnly(2026, 1, 1) }] } },
        { "dossier-practitioner-elsewhere", dossier => dossier with { Practitioners = [dossier.Practitioners[0] with { RegistrationNumber = "GH-00002" }] } },
        { "text-markup", dossier => dossier with { Practitioners = [dossier.Practitioners[0] with { Name = "<img src=x onerror=alert(1)>" }] } },
        { "text-markup", dossier => dossier with { Address = "<script>" } },
        { "credit-code-invalid", dossier => dossier with { RelatedOrganisationCodes = ["11430100006120218X"] } },
        { "dossier-region", dossier => dossier with { RegionCode = "长沙" } },
        { "dossier-phone", dossier => dossier with { ComplaintPhone = "打给我" } },
        { "dossier-licence-ended", dossier => dossier with { LicensedTo = new DateOnly(2026, 1, 1) } },
        { "dossier-founded", dossier => dossier with { FoundedOn = new DateOnly(2027, 1, 1) } },
        { "dossier-capital", dossier => dossier with { CapitalTenThousand = -1 } },
        { "dossier-missing", dossier => dossier with { LegalRepresentative = "" } },
        { "dossier-commitment", dossier => dossier with { Committed = false } },
        { "dossier-promises", dossier => dossier with { TimeCommitment = "" } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Bad_data_is_kept_as_typed_named_on_the_page_and_not_taken_in(string code, Func<AdmissionDossier, AdmissionDossier> spoil)
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await RegisterAsync(market);
        await SaveAsync(market, agency, spoil(Dossier()));
        await UploadAllAsync(market, agency);
        var now = await ReadAsync(market, agency);

        Assert.Equal([code], now.Gaps.Select(gap => gap.Code));
        Assert.Equal(code, await RefusalAsync(market, agency, (SubmitAdmission submit) => submit.ExecuteAsync(now.Version)));
    }

    [Fact]
    public async Task Several_gaps_are_counted_and_the_first_is_named()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await RegisterAsync(market);
        var now = await ReadAsync(market, agency);

        Assert.Equal("dossier-incomplete", await RefusalAsync(market, agency, (SubmitAdmission submit) => submit.ExecuteAsync(now.Version)));
        Assert.Contains(now.Gaps, gap => gap is { Code: "dossier-paper", Args: [PaperKind.LegalRepresentativeId] });
    }

    [Fact]
    public async Task Requests_made_by_hand_reach_nothing_that_is_not_ones_own()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await SubmittedAsync(market);
        var now = await ReadAsync(market, agency);
        var foreign = await market.UploadAsync(market.World.First.Clerk, TestData.Pdf("他人的证书"));
        var other = await RegisterAsync(market, 41, "后来公司");

        Assert.Equal("forbidden", await RefusalAsync(market, agency, (DecideAdmission decide) => decide.ExecuteAsync(now.Id, now.Version, CheckResult.Passed)));
        Assert.Equal("forbidden", await RefusalAsync(market, market.World.Official, (DecideAdmission decide) => decide.ExecuteAsync(now.Id, now.Version, CheckResult.Passed)));
        Assert.Equal("not-found", await market.RefusalAsync(other, (AttachPaper attach) => attach.ExecuteAsync(PaperKind.BusinessLicence, "", foreign)));
        Assert.Equal("not-found", await market.RefusalAsync(other, (AttachPaper attach) => attach.ExecuteAsync(PaperKind.Qualification, "no-such-key", foreign)));
        Assert.Equal("text-too-long", await market.RefusalAsync(other, (SaveDossier save) => save.ExecuteAsync(1, new AdmissionDossier { BusinessScope = new string('长', 5000) })));
        Assert.Equal("reason-missing", await RefusalAsync(market, market.World.Operator, (DecideAdmission decide) => decide.ExecuteAsync(now.Id, now.Version, CheckResult.Returned, [])));
    }
}
