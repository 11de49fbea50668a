using System.Globalization;
using System.Text;
using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Province;
using Market.Marketplace.Procurements;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Province;

public sealed class ProvinceTests
{
    private static Task<MarketFixture> StartAsync() => MarketFixture.StartAsync(options => options with { ProvinceMode = true });

    [Fact]
    public async Task Admission_and_selection_say_that_the_province_does_them()
    {
        await using var market = await StartAsync();

        Assert.Equal("province-mode", await market.RefusalAsync(Actor.Public, (RegisterAgency register) =>
            register.ExecuteAsync(new AgencyRegistration(TestData.Code(40), "某公司", "某人", "0731-88000000"), new NewAccount("u", "U", "h", "s"))));
        Assert.Equal("province-mode", await market.RefusalAsync(market.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(null!)));
        Assert.Equal("province-mode", await market.RefusalAsync(market.World.Operator, (ListAdmissions list) => list.ExecuteAsync(new PageRequest())));
    }

    [Fact]
    public async Task Dispatch_and_sealing_work_alone()
    {
        await using var market = await StartAsync();
        var (order, agency) = await market.TakenOrderAsync();

        var sealedResult = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);

        Assert.Equal(Market.Marketplace.Results.ResultStatus.Sealed, sealedResult.Status);
    }

    [Fact]
    public async Task Agencies_results_and_ratings_are_matched_by_code_and_conflicts_are_shown()
    {
        await using var market = await StartAsync();
        var known = market.World.First;
        var json = $$"""
            {
              "agencies": [
                { "creditCode": "{{known.CreditCode}}", "name": "麓山规划设计集团有限公司", "regionCode": "430104", "address": "新址", "contactName": "新联系人", "contactPhone": "0731-1234567",
                  "qualifications": [ { "category": "城乡规划编制单位资质", "specialty": null, "grade": "甲级", "certificateNumber": "自资规甲字1", "issuer": "部", "validFrom": "2025-01-01", "validTo": "2030-01-01" } ] },
                { "creditCode": "{{TestData.Code(70)}}", "name": "{{market.World.Second.Name}}", "regionCode": "430104", "address": "a", "contactName": "b", "contactPhone": "c" },
                { "creditCode": "91430104MA4L00011X", "name": "坏代码", "regionCode": "430104", "address": "a", "contactName": "b", "contactPhone": "c" },
                { "creditCode": "{{TestData.OwnerCode}}", "name": "业主不是机构", "regionCode": "430104", "address": "a", "contactName": "b", "contactPhone": "c" }
              ],
              "awards": [
                { "number": "HN-1", "creditCode": "{{known.CreditCode}}", "project": "某项目", "buyer": "某业主", "amount": 12000.5, "selectedOn": "2026-11-01" },
                { "number": "HN-2", "creditCode": "{{TestData.Code(71)}}", "project": "某项目", "buyer": "某业主", "amount": 1, "selectedOn": "2026-11-01" }
              ],
              "credits": [ { "creditCode": "{{known.CreditCode}}", "period": "2026", "score": 92.5, "grade": "A", "ratedOn": "2026-11-02" } ]
            }
            """;
        var file = Encoding.UTF8.GetBytes(json);

        var preview = await ImportAsync(market, file, dryRun: true);
        Assert.Equal("麓山规划设计有限公司", (await AgencyAsync(market, known.Id)).Name);
        var result = await ImportAsync(market, file, dryRun: false);

        Assert.Equal((1, 1, 1, 1), (result.AgenciesAdded, result.AgenciesChanged, result.Awards, result.Credits));
        Assert.Equal(preview.Conflicts.Select(conflict => conflict.Code), result.Conflicts.Select(conflict => conflict.Code));
        Assert.Equal(
            [("province-renamed", false), ("province-namesake", false), ("credit-code-invalid", true), ("province-other-kind", true), ("province-agency-unknown", true)],
            result.Conflicts.Select(conflict => (conflict.Code, conflict.Blocks)));
        var after = await AgencyAsync(market, known.Id);
        Assert.Equal(("麓山规划设计集团有限公司", "甲级"), (after.Name, after.Qualifications.Single().Grade));
    }

    [Fact]
    public async Task What_was_imported_is_public_and_what_did_not_agree_stays_to_be_looked_at()
    {
        await using var market = await StartAsync();
        var agency = market.World.First;
        var file = Encoding.UTF8.GetBytes($$"""
            {
              "awards": [
                { "number": "HN-1", "creditCode": "{{agency.CreditCode}}", "project": "湘江新城", "buyer": "某业主", "amount": 12000.5, "selectedOn": "2026-11-01" },
                { "number": "HN-2", "creditCode": "{{TestData.Code(71)}}", "project": "某项目", "buyer": "某业主", "amount": 1, "selectedOn": "2026-11-01" }
              ],
              "credits": [ { "creditCode": "{{agency.CreditCode}}", "period": "2026", "score": 92.5, "grade": "A", "ratedOn": "2026-11-02" } ]
            }
            """);
        await ImportAsync(market, file, dryRun: true);
        Assert.Equal(0, (await ImportsAsync(market)).Total);

        await ImportAsync(market, file, dryRun: false);

        var shown = await market.RunAsync(Actor.Public, (ListProvinceRecords list) => list.ExecuteAsync(new PageRequest(), null, agency.Id));
        Assert.Equal(
            [(ProvinceRecordKind.Credit, "2026", "A", 92.5m), (ProvinceRecordKind.Award, "HN-1", "湘江新城（某业主）", 12000.5m)],
            shown.Rows.Select(row => (row.Kind, row.Reference, row.Text, row.Value!.Value)));
        Assert.Single((await market.RunAsync(Actor.Public, (ListProvinceRecords list) => list.ExecuteAsync(new PageRequest("湘江新城"), ProvinceRecordKind.Award))).Rows);
        var import = (await ImportsAsync(market)).Rows.Single();
        Assert.Equal((market.World.Operator.DisplayName, 1, 1), (import.ByName, import.Awards, import.Credits));
        var conflict = import.Conflicts.Single();
        Assert.Equal(("HN-2", "province-agency-unknown", true), (conflict.Of, conflict.Code, conflict.Blocks));
        Assert.Contains("HN-2", conflict.Say(CultureInfo.GetCultureInfo("zh-CN")), StringComparison.Ordinal);
        Assert.Equal("forbidden", await market.RefusalAsync(market.World.Owner, (ListProvinceImports list) => list.ExecuteAsync(new PageRequest())));
    }

    [Fact]
    public async Task Results_come_as_a_table_too_and_a_second_import_changes_nothing_but_says_what_differs()
    {
        await using var market = await StartAsync();
        var code = market.World.First.CreditCode;

        var first = await ImportAsync(market, Table("12,000.50"), dryRun: false);
        var again = await ImportAsync(market, Table("12,000.50"), dryRun: false);
        var changed = await ImportAsync(market, Table("13000"), dryRun: false);

        Assert.Empty(first.Conflicts);
        Assert.Empty(again.Conflicts);
        Assert.Equal("province-record-changed", changed.Conflicts.Single().Code);
        Assert.Equal(1, await market.Host.ReadAsync(db => Task.FromResult(db.ProvinceRecords.Count())));
        Assert.Equal("import-number-line", await market.RefusalAsync(market.World.Operator, (ImportProvince import) => import.ExecuteAsync(Table("很多"), true)));

        byte[] Table(string amount) => Encoding.UTF8.GetBytes(
            $"中选编号,统一社会信用代码,项目名称,采购人,中选金额（元）,选取日期\r\nHN-9,{code},某项目,某业主,\"{amount}\",2026-11-01\r\n");
    }

    [Fact]
    public async Task Where_the_city_runs_its_own_supermarket_nothing_is_imported()
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal("province-mode-only", await market.RefusalAsync(market.World.Operator, (ImportProvince import) => import.ExecuteAsync("{}"u8.ToArray(), true)));
    }

    private static Task<ProvinceImportResult> ImportAsync(MarketFixture market, byte[] file, bool dryRun) =>
        market.RunAsync(market.World.Operator, (ImportProvince import) => import.ExecuteAsync(file, dryRun));

    private static Task<PagedList<ProvinceImportRow>> ImportsAsync(MarketFixture market) =>
        market.RunAsync(market.World.Operator, (ListProvinceImports list) => list.ExecuteAsync(new PageRequest()));

    private static Task<AgencyDetails> AgencyAsync(MarketFixture market, Guid id) => market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(id));
}
