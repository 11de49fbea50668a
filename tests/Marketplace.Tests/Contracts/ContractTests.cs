using System.Text.Json;
using Market.Marketplace.Contracts;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;
using Market.Signing;

namespace Market.Marketplace.Tests.Contracts;

public sealed class ContractTests
{
    [Fact]
    public async Task Two_seals_make_the_contract_and_strange_readers_find_both_good()
    {
        await using var signing = await Signing.StartAsync();
        await signing.AgreedAsync();

        Assert.Equal(ContractStatus.Agreed, await signing.SealAsync(signing.OwnerKeeper, signing.OwnerSeal));
        Assert.Equal(ContractStatus.Concluded, await signing.SealAsync(signing.Agency.Keeper, signing.Agency.UnitSeal));

        var contract = (await signing.ReadAsync()).Own!;
        using var file = await signing.OpenAsync(signing.Agency.Clerk, contract.Id);
        var signatures = await Judges.SignaturesOfAsync(file.Content);
        Assert.Equal(2, signatures.Split("Signature is Valid").Length - 1);
        Assert.DoesNotContain("WARNING", await Judges.StructureOfAsync(file.Content), StringComparison.Ordinal);
        var text = await Judges.TextOfAsync(file.Content);
        Assert.All(
            [contract.Number, signing.Agency.Name, signing.Owner.OrganisationName!, TestData.OwnerCode, "人民币91,000.00元", "编制水土保持方案并配合评审", "20个工作日"],
            words => Assert.Contains(words, text, StringComparison.Ordinal));
        using var binding = JsonDocument.Parse((await Judges.AttachmentAsync(file.Content, "contract.json")).Trim());
        Assert.Equal(contract.Number, binding.RootElement.GetProperty("contract").GetString());
        file.Content.Position = 0;
        var trust = TestPki.Instance.Trust;
        var report = PdfSealValidator.Validate(file.Content, new ValidationOptions
        {
            TrustAnchors = trust.SealAnchors,
            TimestampAnchors = trust.TimestampAnchors,
            AsOf = signing.Market.Clock.GetUtcNow(),
        });
        Assert.Equal(2, report.Signatures.Count);
        Assert.All(report.Signatures, seal => Assert.True(seal.Trusted && seal.Intact && seal.CoversWholeFile && seal.SignedAt is not null));
        Assert.Equal(
            [TestData.OwnerCode, signing.Agency.CreditCode], report.Signatures.Select(seal => seal.SignerOrganisationCode));
    }

    [Fact]
    public async Task Filing_gives_a_number_ends_the_procurement_and_makes_the_main_facts_public()
    {
        await using var signing = await Signing.StartAsync();
        var signed = await signing.SignedAsync();

        var number = await signing.Market.RunAsync(signing.Owner, (FileContract file) => file.ExecuteAsync(signed.Id, signed.Version));

        Assert.Matches("^BA-[0-9]{8}-[0-9A-Z]{5}$", number);
        Assert.Equal(ProcurementStatus.Contracted, (await signing.Buying.ReadAsync(signing.ProcurementId)).Status);
        var seen = await signing.ReadAsync(Actor.Public);
        Assert.Null(seen.Own);
        Assert.Equal((number, 91_000m, signing.Agency.Name), (seen.Public!.FilingNumber, seen.Public.Amount, seen.Public.AgencyName));
        Assert.False(seen.Public.IsLate);
    }

    [Theory]
    [InlineData("Amount")]
    [InlineData("Scope")]
    [InlineData("ServiceWorkingDays")]
    [InlineData("Other")]
    public async Task A_text_that_differs_from_the_award_is_refused(string field)
    {
        await using var signing = await Signing.StartAsync();
        var terms = await signing.TemplateAsync();
        var other = field switch
        {
            "Amount" => terms with { Amount = 91_000.01m },
            "Scope" => terms with { Scope = terms.Scope + "，并承担后续监测" },
            "ServiceWorkingDays" => terms with { ServiceWorkingDays = 25 },
            _ => terms with { Other = "双方同意合同总价调整为 12.5 万元。" },
        };

        Assert.Equal("contract-differs", await signing.Market.RefusalAsync(
            signing.Owner, (OfferContract offer) => offer.ExecuteAsync(signing.ProcurementId, other)));
        Assert.Null((await signing.ReadAsync()).Own);
    }

    [Fact]
    public async Task What_the_sides_may_settle_themselves_is_theirs()
    {
        await using var signing = await Signing.StartAsync();

        await signing.OfferAsync(terms => terms with { Payment = "合同签订后 5 个工作日内支付 45,500 元，验收后付清。", Other = "资料由甲方提供。" });

        Assert.Equal("资料由甲方提供。", (await signing.ReadAsync(signing.Agency.Clerk)).Own!.Terms.Other);
    }

    [Fact]
    public async Task There_is_no_contract_before_the_award_and_none_by_others()
    {
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 91_000m));
        var terms = new ContractTerms
        {
            Amount = 91_000m,
            Scope = opened.Terms.Content,
            ServiceWorkingDays = 20,
            Deliverable = "成果",
            Payment = "付款",
            Breach = "违约",
            Disputes = "协商",
        };

        Assert.Equal("contract-not-awarded", await buying.Market.RefusalAsync(
            buying.World.Owner, (OfferContract offer) => offer.ExecuteAsync(opened.Id, terms)));
        Assert.Equal("not-found", await buying.Market.RefusalAsync(
            buying.World.OtherOwner, (OfferContract offer) => offer.ExecuteAsync(opened.Id, terms)));
    }

    [Fact]
    public async Task A_returned_text_is_changed_and_must_be_agreed_to_again()
    {
        await using var signing = await Signing.StartAsync();
        var id = await signing.OfferAsync();
        var offered = (await signing.ReadAsync()).Own!;
        await signing.Market.RunAsync(signing.Agency.Clerk, (ReturnContract back) => Buying.DoneAsync(back.ExecuteAsync(id, offered.Version, "付款比例过低")));
        Assert.Equal("付款比例过低", (await signing.ReadAsync()).Own!.ReturnReason);

        await signing.OfferAsync(terms => terms with { Payment = "合同签订后 10 个工作日内支付 50%。" });

        var again = (await signing.ReadAsync()).Own!;
        Assert.Equal(ContractStatus.Offered, again.Status);
        Assert.Equal("changed-meanwhile", await signing.Market.RefusalAsync(
            signing.Agency.Clerk, (ConfirmContract confirm) => Buying.DoneAsync(confirm.ExecuteAsync(id, offered.Version))));
    }

    [Fact]
    public async Task Only_a_keeper_of_a_side_other_than_who_agreed_puts_the_seal_on_and_only_once()
    {
        await using var signing = await Signing.StartAsync();
        var agreed = await signing.AgreedAsync();
        var (market, agency) = (signing.Market, signing.Agency);

        Assert.Equal("forbidden", await RefusedAsync(agency.Clerk, agency.UnitSeal));
        Assert.Equal("not-found", await RefusedAsync(signing.Buying.World.Second.Keeper, signing.Buying.World.Second.UnitSeal));
        Assert.Equal("not-found", await RefusedAsync(agency.Keeper, signing.OwnerSeal));
        Assert.Equal("contract-unit-seal", await RefusedAsync(agency.Keeper, agency.PractitionerSeal));
        Assert.Equal("not-your-seal", await RefusedAsync(agency.StandIn, agency.UnitSeal));
        Assert.Equal("second-factor-wrong", await market.RefusalAsync(
            agency.Keeper, (SealContract seal) => seal.ExecuteAsync(agreed.Id, agreed.Version, agency.UnitSeal, "000000")));
        await signing.SealAsync(agency.Keeper, agency.UnitSeal);
        agreed = (await signing.ReadAsync()).Own!;
        Assert.Equal("contract-sealed", await RefusedAsync(agency.SecondKeeper, agency.UnitSeal));

        Task<string> RefusedAsync(Actor actor, Guid seal)
        {
            var code = market.Host.NextCodeFor(actor);
            return market.RefusalAsync(actor, (SealContract act) => act.ExecuteAsync(agreed.Id, agreed.Version, seal, code));
        }
    }

    [Fact]
    public async Task A_keeper_who_agreed_to_the_text_cannot_seal_it_as_well()
    {
        await using var signing = await Signing.StartAsync();
        var both = await TestData.PersonAsync(signing.Market.Host, "身兼两职", signing.Agency.Id, Role.AgencyClerk, Role.SealKeeper);
        var seal = await signing.Market.RunAsync(signing.Agency.Manager, (GetSeal get) => get.ExecuteAsync(signing.Agency.UnitSeal));
        await signing.Market.RunAsync(signing.Agency.Manager, (AppointKeeper appoint) => appoint.ExecuteAsync(seal.Id, seal.Version, both.UserId));
        var id = await signing.OfferAsync();
        var version = (await signing.ReadAsync()).Own!.Version;
        await signing.Market.RunAsync(both, (ConfirmContract confirm) => Buying.DoneAsync(confirm.ExecuteAsync(id, version)));
        var agreed = (await signing.ReadAsync()).Own!;

        var code = signing.Market.Host.NextCodeFor(both);
        Assert.Equal("approver-is-applicant", await signing.Market.RefusalAsync(
            both, (SealContract act) => act.ExecuteAsync(agreed.Id, agreed.Version, signing.Agency.UnitSeal, code)));
    }

    [Fact]
    public async Task Every_seal_on_a_contract_is_in_the_log_of_seal_uses()
    {
        await using var signing = await Signing.StartAsync();
        var signed = await signing.SignedAsync();

        var agencys = await signing.Market.RunAsync(signing.Agency.Keeper, (ListSealUses list) => list.ExecuteAsync(new PageRequest()));
        var owners = await signing.Market.RunAsync(signing.OwnerKeeper, (ListSealUses list) => list.ExecuteAsync(new PageRequest(signed.Number)));

        var use = Assert.Single(agencys.Rows);
        Assert.Equal((signed.Number, signing.Agency.Clerk.DisplayName, signing.Agency.Keeper.DisplayName), (use.ReportNumber, use.AppliedBy, use.UserName));
        Assert.Equal(signing.Owner.OrganisationName, Assert.Single(owners.Rows).AgencyName);
    }

    [Fact]
    public async Task A_late_contract_is_warned_of_before_and_said_in_public_after()
    {
        await using var signing = await Signing.StartAsync();
        var awarded = await signing.Buying.ReadAsync(signing.ProcurementId);

        await signing.Buying.SweepAtAsync(awarded.ContractDueAt!.Value.AddDays(-1));
        await signing.Buying.SweepAtAsync(awarded.ContractDueAt!.Value.AddHours(-1));
        Assert.Equal(1, await CountAsync(LedgerKind.ContractDueSoon));
        Assert.Equal(0, await CountAsync(LedgerKind.ContractLate));
        await signing.Buying.SweepAtAsync(awarded.ContractDueAt.Value);
        await signing.Buying.SweepAtAsync(awarded.ContractDueAt.Value.AddDays(3));

        Assert.Equal(1, await CountAsync(LedgerKind.ContractLate));
        var signed = await signing.SignedAsync();
        Assert.True(signed.IsLate);
        await signing.Buying.SweepAtAsync(signed.FileUntil!.Value);
        Assert.Equal(1, await CountAsync(LedgerKind.FilingLate));

        async Task<int> CountAsync(LedgerKind kind) =>
            (await signing.Buying.ReadAsync(signing.ProcurementId, Actor.Public)).Timeline.Count(entry => entry.Kind == kind);
    }

    [Fact]
    public async Task Giving_the_award_up_lets_an_unsigned_contract_lapse_and_a_signed_one_stands()
    {
        await using var signing = await Signing.StartAsync();
        await signing.AgreedAsync();
        var awarded = await signing.Buying.ReadAsync(signing.ProcurementId);
        await signing.Market.RunAsync(signing.Agency.Clerk, (AbandonAward abandon) => Buying.DoneAsync(abandon.ExecuteAsync(awarded.Id, awarded.Version, "人员不足")));
        Assert.Null((await signing.ReadAsync()).Own);

        await using var other = await Signing.StartAsync();
        await other.SignedAsync();
        var version = (await other.Buying.ReadAsync(other.ProcurementId)).Version;
        Assert.Equal("contract-signed", await other.Market.RefusalAsync(
            other.Agency.Clerk, (AbandonAward abandon) => Buying.DoneAsync(abandon.ExecuteAsync(other.ProcurementId, version, "反悔"))));
    }

    [Fact]
    public async Task A_side_may_seal_elsewhere_and_only_that_very_file_with_its_own_code_is_taken()
    {
        await using var signing = await Signing.StartAsync();
        var agreed = await signing.AgreedAsync();
        using var plain = await signing.OpenAsync(signing.Owner, agreed.Id);

        Assert.Equal("contract-other-file", await RefusedAsync(await SealedElsewhereAsync(new MemoryStream(TestData.Pdf("另一份合同")), TestData.OwnerCode)));
        Assert.Equal("contract-seal-other", await RefusedAsync(await SealedElsewhereAsync(plain.Content, TestData.Code(3))));
        var own = await SealedElsewhereAsync(plain.Content, TestData.OwnerCode);
        var file = await signing.Market.UploadAsync(signing.Owner, own);
        await signing.Market.RunAsync(signing.Owner, (SubmitSealedContract submit) => submit.ExecuteAsync(agreed.Id, agreed.Version, file));
        Assert.Equal(ContractStatus.Concluded, await signing.SealAsync(signing.Agency.Keeper, signing.Agency.UnitSeal));

        Assert.True((await signing.ReadAsync()).Own!.Sides[0].IsOwnSeal);

        async Task<string> RefusedAsync(byte[] pdf)
        {
            var id = await signing.Market.UploadAsync(signing.Owner, pdf);
            return await signing.Market.RefusalAsync(signing.Owner, (SubmitSealedContract submit) => submit.ExecuteAsync(agreed.Id, agreed.Version, id));
        }

        async Task<byte[]> SealedElsewhereAsync(Stream pdf, string code)
        {
            var issued = await TestPki.Instance.UnitAsync($"自有印章 {code}", code);
            using var key = await TestPki.Instance.Keys.OpenAsync(issued.KeyReference, TestContext.Current.CancellationToken);
            using var output = new MemoryStream();
            pdf.Position = 0;
            await PdfSealer.SealAsync(
                pdf, output, key, new SealOptions { ClaimedAt = signing.Market.Clock.GetUtcNow() }, TestPki.Instance.StampsAt(signing.Market.Clock),
                TestContext.Current.CancellationToken);
            return output.ToArray();
        }
    }

    [Fact]
    [Trait("Category", "Docs")]
    public void The_rendered_life_of_a_contract_is_current() => RenderedDocument.AssertCurrent(
        "contract-lifecycle.md",
        $"""
        # The life of a contract (中介服务合同)

        Rendered from `ContractLifecycle`; `./dev docs` writes it anew.

        ```mermaid
        {ContractLifecycle.ToMermaid()}```

        """);
}
