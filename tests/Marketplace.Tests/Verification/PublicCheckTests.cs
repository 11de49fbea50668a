using Market.Development;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Results;
using Market.Marketplace.Verification;
using Market.Signing;

namespace Market.Marketplace.Tests.Verification;

/// <summary>What the public check says about files that were not left as they were delivered, or never were of this place.</summary>
public sealed class PublicCheckTests
{
    [Fact]
    public async Task A_further_seal_of_an_unrelated_trusted_holder_fails_the_holder()
    {
        await using var market = await MarketFixture.StartAsync();
        var stranger = await TestPki.Instance.UnitAsync("不相干测绘有限公司", TestData.Code(71));
        using var key = await TestPki.Instance.Keys.OpenAsync(stranger.KeyReference, TestContext.Current.CancellationToken);
        using var once = await DeliveredAsync(market);
        using var twice = await SealAsync(market, once, key);

        var check = await CheckAsync(market, twice);

        Assert.Equal((CheckOutcome.Fail, "seal-extra"), Of(check, CheckKind.RightHolder));
        Assert.Equal(CheckOutcome.Pass, check.Checks[CheckKind.TrustedSeal].Outcome);
        Assert.Equal(Verdict.Failed, check.Checks.Verdict);
    }

    [Fact]
    public async Task A_file_sealed_elsewhere_needs_a_person_and_fails_nothing()
    {
        await using var market = await MarketFixture.StartAsync();
        using var elsewhere = DevelopmentPki.OpenOrCreate(TestPki.Instance.NewDirectory("elsewhere"), market.Clock);
        var issued = elsewhere.IssueUnitSeal("外地测绘有限公司", TestData.Code(72), new IssueOptions { Key = SealKeyKind.EcdsaP256 });
        using var key = Pkcs12SealKey.Open(issued.Pkcs12, issued.Password);
        using var sealedElsewhere = await SealAsync(market, new MemoryStream(TestData.Pdf("外来成果")), key);

        var check = await CheckAsync(market, sealedElsewhere);

        Assert.Equal((CheckOutcome.Unsure, "holder-unknown"), Of(check, CheckKind.RightHolder));
        Assert.Equal((CheckOutcome.Unsure, "trust-unlisted"), Of(check, CheckKind.TrustedSeal));
        Assert.DoesNotContain(check.Checks.Checks, one => one.Outcome == CheckOutcome.Fail);
        Assert.Equal(Verdict.NeedsPerson, check.Checks.Verdict);
    }

    [Fact]
    public async Task A_seal_that_is_stopped_later_does_not_undo_what_it_sealed_before()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        await SealingRefusalTests.SuspendAsync(market, agency, agency.UnitSeal);
        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));

        var check = await CheckAsync(market, file.Content);

        Assert.Equal((CheckOutcome.Pass, "in-force"), Of(check, CheckKind.InForce));
        Assert.Equal(Verdict.Passed, check.Checks.Verdict);
    }

    private static async Task<MemoryStream> DeliveredAsync(MarketFixture market)
    {
        var (result, _, agency) = await market.DeliveredResultAsync();
        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));
        var copy = new MemoryStream();
        await file.Content.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy;
    }

    private static async Task<MemoryStream> SealAsync(MarketFixture market, MemoryStream input, ISealKey key)
    {
        var pki = TestPki.Instance.Pki;
        var timestamps = new DevelopmentTimestampAuthority(pki.TimestampAuthority.Certificate, pki.Chain, market.Clock);
        var output = new MemoryStream();
        input.Position = 0;
        await PdfSealer.SealAsync(
            input, output, key, new SealOptions { ClaimedAt = market.Clock.GetUtcNow() }, timestamps, TestContext.Current.CancellationToken);
        return output;
    }

    private static Task<PublicCheck> CheckAsync(MarketFixture market, Stream pdf)
    {
        pdf.Position = 0;
        return market.RunAsync(Actor.Public, (CheckPublicly publicly) => publicly.ExecuteAsync(pdf));
    }

    private static (CheckOutcome Outcome, string Code) Of(PublicCheck check, CheckKind kind) =>
        (check.Checks[kind].Outcome, check.Checks[kind].Code);
}
