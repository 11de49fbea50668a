using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Tests.GuoMi;

/// <summary>Whether SM2 certificates were revoked: lists signed with SM2, judged at the time that is proven.</summary>
public sealed class Sm2RevocationTests
{
    private static readonly DateTimeOffset Now = TestSeals.Now;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_without_the_certificates_lets_it_pass(bool withSeal)
    {
        var signature = await JudgeAsync(withSeal);

        Assert.True(signature.Indication == Indication.TotalPassed, string.Join(' ', signature.Reasons));
        Assert.Contains("revocation-good", signature.Reasons);
        Assert.DoesNotContain("revocation-not-offered", signature.Reasons);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_revoked_before_the_signature_fails_it(bool withSeal)
    {
        var signature = await JudgeAsync(withSeal, (Sm2Pki.Unit.Certificate, Now.AddDays(-1)));

        Assert.Equal((Indication.TotalFailed, SubIndication.Revoked), (signature.Indication, signature.SubIndication));
        Assert.Contains("certificate-revoked", signature.Reasons);
        Assert.True(signature.Intact);
    }

    [Fact]
    public async Task A_certificate_revoked_after_the_proven_time_is_worth_a_note()
    {
        var signature = await JudgeAsync(withSeal: true, (Sm2Pki.Unit.Certificate, Now.AddMinutes(30)));

        Assert.True(signature.Indication == Indication.TotalPassed, string.Join(' ', signature.Reasons));
        Assert.Contains("certificate-revoked-later", signature.Reasons);
    }

    [Fact]
    public async Task A_maker_revoked_before_the_seal_was_made_fails_it_and_one_revoked_later_does_not()
    {
        var before = await JudgeAsync(withSeal: true, (Sm2Pki.Maker.Certificate, Now.AddDays(-60)));
        var later = await JudgeAsync(withSeal: true, (Sm2Pki.Maker.Certificate, Now.AddDays(-1)));

        Assert.Equal((Indication.TotalFailed, SubIndication.Revoked), (before.Indication, before.SubIndication));
        Assert.Contains("maker-certificate-revoked", before.Reasons);
        Assert.True(later.Indication == Indication.TotalPassed, string.Join(' ', later.Reasons));
    }

    private static async Task<SignatureReport> JudgeAsync(bool withSeal, params (X509Certificate2 Certificate, DateTimeOffset At)[] revoked)
    {
        var bytes = await GuoMiFiles.SealAsync(new SealOptions { ClaimedAt = Now, ElectronicSeal = withSeal ? await TestSeals.SealAsync() : null });
        var options = GuoMiFiles.Trusting with { Revocation = new Lists(Sm2Pki.RevocationList(Now.AddMinutes(45), revoked)) };
        return GuoMiFiles.Judge(bytes, options).Signatures.Single();
    }

    private sealed class Lists(byte[] list) : IRevocationSource
    {
        public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct) =>
            Task.FromResult(new RevocationEvidence(RevocationFormat.RevocationList, list));
    }
}
