using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Tests.GuoMi;

/// <summary>Time stamps of GB/T 20520 - SM3 imprint, SM2 signature - on SM2 seals: which prove the time, and which do not and why.</summary>
public sealed class GmStampTests
{
    private static readonly DateTimeOffset Now = TestSeals.Now;
    private static readonly SealOptions Usual = new() { ClaimedAt = Now };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stamp_of_a_trusted_authority_proves_the_time(bool withSeal)
    {
        var seal = await JudgeAsync(new Sm2TimestampAuthority(Now.AddSeconds(2)), withSeal: withSeal);

        Assert.True(seal.Indication == Indication.TotalPassed, string.Join(' ', seal.Reasons));
        Assert.Equal(Now.AddSeconds(2), seal.SignedAt);
        Assert.True(seal.Timestamp!.IsProof);
    }

    [Fact]
    public async Task A_stamp_on_something_else_proves_nothing_and_within_an_electronic_seal_it_fails_the_seal()
    {
        var authority = new Sm2TimestampAuthority(Now) { StampsSomethingElse = true };

        var plain = await JudgeAsync(authority);
        var within = await JudgeAsync(authority, withSeal: true);

        AssertUnproven(plain, "timestamp-imprint-mismatch");
        Assert.Equal(Indication.TotalFailed, within.Indication);
        Assert.Contains("timestamp-imprint-mismatch", within.Reasons);
        Assert.Null(within.SignedAt);
    }

    [Fact]
    public async Task A_stamp_of_an_authority_nobody_trusts_proves_nothing_and_its_missing_issuer_is_named()
    {
        var untrusted = await JudgeAsync(new Sm2TimestampAuthority(Now), GuoMiFiles.Trusting with { TimestampAnchors = [Testing.TestPki.Pki.Root] });
        var alone = Sm2Pki.Self("CN=无人知晓的时间戳", new() { IsTimestampAuthority = true });
        var unknown = await JudgeAsync(new Sm2TimestampAuthority(Now, alone));

        AssertUnproven(untrusted, "timestamp-untrusted");
        Assert.DoesNotContain("timestamp-issuer-missing", untrusted.Reasons);
        AssertUnproven(unknown, "timestamp-untrusted");
        Assert.Contains("timestamp-issuer-missing", unknown.Reasons);
    }

    [Fact]
    public async Task A_stamp_by_a_certificate_for_another_purpose_proves_nothing() =>
        AssertUnproven(await JudgeAsync(new Sm2TimestampAuthority(Now, Sm2Pki.Unit)), "timestamp-authority-unfit");

    [Fact]
    public async Task A_stamp_out_of_the_future_proves_nothing() =>
        AssertUnproven(await JudgeAsync(new Sm2TimestampAuthority(Now.AddDays(2))), "timestamp-in-future");

    [Fact]
    public async Task A_stamp_whose_value_was_changed_proves_nothing()
    {
        var seal = await JudgeAsync(new Broken(new Sm2TimestampAuthority(Now)));

        AssertUnproven(seal, "timestamp-signature-invalid");
    }

    [Fact]
    public async Task An_authority_revoked_before_it_stamped_proves_nothing_and_one_ended_later_still_does()
    {
        var before = await JudgeAsync(new Sm2TimestampAuthority(Now), Saying((Sm2Pki.TimestampAuthority.Certificate, Now.AddDays(-1))));
        var good = await JudgeAsync(new Sm2TimestampAuthority(Now), Saying());

        AssertUnproven(before, "timestamp-authority-revoked");
        Assert.True(good.Indication == Indication.TotalPassed, string.Join(' ', good.Reasons));
    }

    [Fact]
    public async Task An_authority_whose_certificate_ended_since_is_worth_a_note()
    {
        var authority = Sm2Pki.NewKey("CN=到期的时间戳", new() { IsTimestampAuthority = true, NotAfter = Now.AddMinutes(10) });

        var seal = await JudgeAsync(new Sm2TimestampAuthority(Now, authority));

        Assert.True(seal.Indication == Indication.TotalPassed, string.Join(' ', seal.Reasons));
        Assert.Contains("timestamp-authority-expired", seal.Timestamp!.Reasons);
    }

    private static void AssertUnproven(SignatureReport seal, string code)
    {
        Assert.Equal(Indication.Indeterminate, seal.Indication);
        Assert.Null(seal.SignedAt);
        Assert.Contains(code, seal.Reasons);
        Assert.True(seal.Intact);
    }

    private static ValidationOptions Saying(params (X509Certificate2 Certificate, DateTimeOffset At)[] revoked) =>
        GuoMiFiles.Trusting with { Revocation = new Lists(Sm2Pki.RevocationList(Now.AddMinutes(45), revoked)) };

    private static async Task<SignatureReport> JudgeAsync(ITimestampAuthority authority, ValidationOptions? options = null, bool withSeal = false)
    {
        var how = withSeal ? Usual with { ElectronicSeal = await TestSeals.SealAsync() } : Usual;
        return GuoMiFiles.Judge(await GuoMiFiles.SealAsync(how, tsa: authority), options).Signatures.Single();
    }

    private sealed class Lists(byte[] list) : IRevocationSource
    {
        public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct) =>
            Task.FromResult(new RevocationEvidence(RevocationFormat.RevocationList, list));
    }

    private sealed class Broken(ITimestampAuthority authority) : ITimestampAuthority
    {
        public async Task<byte[]> StampAsync(ReadOnlyMemory<byte> messageImprint, HashAlgorithmName algorithm, CancellationToken ct)
        {
            var token = await authority.StampAsync(messageImprint, algorithm, ct);
            token[^1] ^= 1;
            return token;
        }
    }
}
