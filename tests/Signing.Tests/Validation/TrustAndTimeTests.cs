using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>Whose seal it is, and when it was made: nothing unproven passes.</summary>
public sealed class TrustAndTimeTests
{
    private static readonly IssueOptions Quick = new() { Key = SealKeyKind.EcdsaP256 };

    // TS 119 312: RSA keys under 3000 bits.
    private static readonly DateTimeOffset LastDayOfRsa2048 = new(2028, 12, 31, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Without_a_time_stamp_the_time_is_not_proven()
    {
        var seal = await JudgeAsync(TestPki.UnitKey(), stamped: false);

        AssertUnsure(seal, SubIndication.NoPoe, "timestamp-missing");
        Assert.True(seal.Intact);
        Assert.True(seal.Trusted);
        Assert.Null(seal.SignedAt);
    }

    [Fact]
    public async Task Where_no_time_stamp_is_asked_for_a_valid_certificate_passes()
    {
        var seal = await JudgeAsync(TestPki.UnitKey(), stamped: false, options: SealedFiles.Trusting with { RequireTimestamp = false });

        Assert.Equal(Indication.TotalPassed, seal.Indication);
    }

    [Fact]
    public async Task An_unknown_root_is_not_trusted()
    {
        var seal = await JudgeAsync(TestPki.UnitKey(), options: SealedFiles.Trusting with { TrustAnchors = [] });

        AssertUnsure(seal, SubIndication.NoCertificateChainFound, "certificate-untrusted");
        Assert.False(seal.Trusted);
        Assert.True(seal.Intact);
    }

    [Fact]
    public async Task A_self_made_root_of_the_same_name_is_not_trusted()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest(TestPki.Pki.Root.SubjectName, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        using var impostor = request.CreateSelfSigned(TestPki.Now.AddYears(-1), TestPki.Now.AddYears(1));

        var seal = await JudgeAsync(TestPki.UnitKey(), options: SealedFiles.Trusting with { TrustAnchors = [impostor] });

        Assert.Equal(Indication.Indeterminate, seal.Indication);
        Assert.False(seal.Trusted);
    }

    [Fact]
    public async Task A_time_stamp_of_an_unknown_authority_proves_nothing()
    {
        var seal = await JudgeAsync(TestPki.UnitKey(), options: SealedFiles.Trusting with { TimestampAnchors = [] });

        AssertUnsure(seal, SubIndication.NoPoe, "timestamp-untrusted");
        Assert.Null(seal.SignedAt);
    }

    [Fact]
    public async Task A_stamp_proves_its_time_until_its_own_algorithm_is_too_weak()
    {
        var before = await JudgeAsync(TestPki.UnitKey(), options: SealedFiles.Trusting with { AsOf = LastDayOfRsa2048 });
        var after = await JudgeAsync(TestPki.UnitKey(), options: SealedFiles.Trusting with { AsOf = LastDayOfRsa2048.AddDays(1) });

        Assert.Equal(Indication.TotalPassed, before.Indication);
        AssertUnsure(after, SubIndication.NoPoe, "timestamp-algorithm-too-weak");
    }

    [Fact]
    public async Task A_short_lived_certificate_is_judged_at_the_stamped_time()
    {
        var issued = TestPki.Pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode, Quick with { NotAfter = TestPki.Now.AddDays(1) });
        var later = SealedFiles.Trusting with { AsOf = TestPki.Now.AddDays(30) };

        var stamped = await JudgeAsync(issued.Open(), options: later);
        var unstamped = await JudgeAsync(issued.Open(), stamped: false, options: later);

        Assert.Equal(Indication.TotalPassed, stamped.Indication);
        Assert.Equal(Indication.Indeterminate, unstamped.Indication);
        Assert.Contains("certificate-not-valid-now", unstamped.Reasons);
    }

    [Fact]
    public async Task A_certificate_that_had_expired_when_stamped_fails()
    {
        var issued = TestPki.Pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode, Quick with { NotAfter = TestPki.Now.AddHours(-1) });
        using var key = issued.Open();
        var options = new SealOptions { ClaimedAt = TestPki.Now.AddHours(-2) };

        var report = SealedFiles.Judge(await SealedFiles.SealAsync(Letter(), key, options));

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Equal(SubIndication.Expired, report.Signatures[0].SubIndication);
        Assert.Contains("certificate-expired-then", report.Signatures[0].Reasons);
    }

    [Fact]
    public async Task A_certificate_that_names_a_revocation_list_stays_unsure_without_it()
    {
        var issued = TestPki.Pki.IssueUnitSeal(
            TestPki.AgencyName, TestPki.AgencyCode, Quick with { CrlAddress = "http://crl.invalid/seals.crl" });

        var seal = await JudgeAsync(issued.Open());

        AssertUnsure(seal, SubIndication.TryLater, "revocation-unknown");
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.4")]
    [InlineData("1.3.6.1.5.5.7.3.8 1.3.6.1.5.5.7.3.4")]
    [InlineData("")]
    public async Task A_time_stamp_certificate_must_be_for_time_stamps_alone(string usages)
    {
        var issued = TestPki.Pki.IssueTimestamping("Market 演示 错误用途", Quick with
        {
            ExtendedKeyUsage = usages.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        });
        using var authority = AuthorityOf(issued);

        var seal = await JudgeAsync(TestPki.UnitKey(), tsa: authority);

        AssertUnsure(seal, SubIndication.NoPoe, "timestamp-authority-unfit");
    }

    [Fact]
    public async Task A_time_stamp_from_the_future_proves_nothing()
    {
        var issued = TestPki.Pki.IssueTimestamping("Market 演示 快钟", Quick);
        using var authority = AuthorityOf(issued, TestPki.Now.AddDays(2));

        var seal = await JudgeAsync(TestPki.UnitKey(), tsa: authority);

        AssertUnsure(seal, SubIndication.NoPoe, "timestamp-in-future");
    }

    [Fact]
    public async Task A_time_stamp_of_an_expired_authority_proves_nothing()
    {
        var issued = TestPki.Pki.IssueTimestamping("Market 演示 过期", Quick with
        {
            NotBefore = TestPki.Now.AddDays(-3),
            NotAfter = TestPki.Now.AddDays(-2),
        });
        using var authority = AuthorityOf(issued);

        var seal = await JudgeAsync(TestPki.UnitKey(), tsa: authority);

        AssertUnsure(seal, SubIndication.NoPoe, "timestamp-untrusted");
    }

    [Fact]
    public async Task A_time_stamp_over_something_else_proves_nothing()
    {
        var seal = await JudgeAsync(TestPki.UnitKey(), tsa: new MisdirectedAuthority());

        AssertUnsure(seal, SubIndication.NoPoe, "timestamp-imprint-mismatch");
        Assert.True(seal.Intact);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", false)] // a web server
    [InlineData("1.3.6.1.5.5.7.3.3", false)] // a program
    [InlineData("1.3.6.1.5.5.7.3.8", false)] // time stamps
    [InlineData("1.3.6.1.5.5.7.3.36", true)] // documents, RFC 9336
    [InlineData("1.3.6.1.5.5.7.3.4", true)] // mail, as many authorities write for persons
    public async Task A_certificate_made_for_something_else_seals_nothing(string purpose, bool passes)
    {
        using var key = TestPki.Issue(Quick with { ExtendedKeyUsage = [purpose] }).Open();
        var signed = HandSigned.Sign(Letter(), cms: digest => HandSigned.Detached(digest, key));

        var seal = Assert.Single(SealedFiles.Judge(signed, SealedFiles.Trusting with { RequireTimestamp = false }).Signatures);

        Assert.Equal(!passes, seal.Reasons.Contains("certificate-not-for-signing"));
        Assert.Equal(passes ? Indication.TotalPassed : Indication.Indeterminate, seal.Indication);
        Assert.Equal(passes ? SubIndication.None : SubIndication.SigConstraintsFailure, seal.SubIndication);
    }

    private static byte[] Letter() => File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf"));

    private static async Task<SignatureReport> JudgeAsync(
        ISealKey key, bool stamped = true, ITimestampAuthority? tsa = null, ValidationOptions? options = null)
    {
        var report = SealedFiles.Judge(await SealedFiles.SealAsync(Letter(), key, tsa: tsa, stamped: stamped), options);
        var seal = Assert.Single(report.Signatures);
        Assert.Equal(report.Verdict, seal.Indication);
        return seal;
    }

    private static void AssertUnsure(SignatureReport seal, SubIndication subIndication, string reason)
    {
        Assert.Equal(Indication.Indeterminate, seal.Indication);
        Assert.Equal(subIndication, seal.SubIndication);
        Assert.Contains(reason, seal.Reasons);
    }

    private static DevelopmentTimestampAuthority AuthorityOf(IssuedCertificate issued, DateTimeOffset? at = null)
    {
        var certificate = X509CertificateLoader.LoadPkcs12(issued.Pkcs12, issued.Password);
        return new DevelopmentTimestampAuthority(certificate, TestPki.Pki.Chain, new ManualClock(at ?? TestPki.Now));
    }

    /// <summary>Stamps another digest than the one it was given.</summary>
    private sealed class MisdirectedAuthority : ITimestampAuthority
    {
        public Task<byte[]> StampAsync(ReadOnlyMemory<byte> messageImprint, HashAlgorithmName algorithm, CancellationToken ct) =>
            TestPki.Pki.TimestampAuthority.StampAsync(SHA256.HashData(messageImprint.Span), HashAlgorithmName.SHA256, ct);
    }
}
