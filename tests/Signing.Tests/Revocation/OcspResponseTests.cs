using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Cms;
using Market.Signing.Revocation;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Revocation;

public sealed class OcspResponseTests
{
    private static readonly X509Certificate2 Authority = TestPki.Pki.Chain[0];

    [Fact]
    public void The_authoritys_responder_says_that_a_certificate_is_good()
    {
        var certificate = TestPki.Unit().Certificate;

        using var answer = OcspResponse.Parse(TestPki.Pki.Revocation.RespondToOcsp(OcspRequest.For(certificate, Authority).Encoded));
        var standing = answer.ProvenStandingOf(certificate, Authority)!;

        Assert.Equal(CertificateState.Good, standing.State);
        Assert.Equal(TestPki.Now, standing.ThisUpdate);
        Assert.Equal(TestPki.Now.AddDays(1), standing.NextUpdate);
        Assert.Equal(TestPki.Now, standing.ProducedAt);
        Assert.Equal(HashAlgorithmName.SHA256, answer.Digest);
        var signer = answer.IssuerOf(Authority)!;
        Assert.True(signer.IsDelegated && signer.NeedsNoCheck);
    }

    [Fact]
    public void A_revoked_certificate_is_named_with_moment_and_reason()
    {
        var issued = TestPki.Issue();
        var since = TestPki.Now.AddHours(-3);
        TestPki.Pki.Revocation.Revoke(issued.Certificate, since, X509RevocationReason.KeyCompromise);

        using var answer = Ask(issued.Certificate);
        var standing = answer.ProvenStandingOf(issued.Certificate, Authority)!;

        Assert.Equal((CertificateState.Revoked, since, 1), (standing.State, standing.RevokedAt, standing.Reason));
        Assert.True(standing.IsCompromise);
        Assert.True(standing.WasRevokedAt(TestPki.Now));
        Assert.False(standing.WasRevokedAt(since.AddSeconds(-1)));

        TestPki.Pki.Revocation.Reinstate(issued.Certificate);
        using var later = Ask(issued.Certificate);
        Assert.Equal(CertificateState.Good, later.ProvenStandingOf(issued.Certificate, Authority)!.State);
    }

    [Fact]
    public void An_answer_about_another_certificate_says_nothing()
    {
        using var answer = Ask(TestPki.Unit().Certificate);

        var other = TestPki.Issue();

        Assert.Null(answer.StandingOf(other.Certificate, Authority));
        Assert.Null(answer.ProvenStandingOf(other.Certificate, Authority));
    }

    [Fact]
    public void A_changed_answer_is_not_believed()
    {
        var certificate = TestPki.Unit().Certificate;
        var bytes = TestPki.Pki.Revocation.RespondToOcsp(OcspRequest.For(certificate, Authority).Encoded);
        using var original = OcspResponse.Parse(bytes);

        // The tag of "good" [0] becomes that of "unknown" [2]: still an answer, but not the one that was signed.
        var at = bytes.AsSpan().IndexOf(certificate.SerialNumberBytes.Span) + certificate.SerialNumberBytes.Length;
        Assert.Equal(0x80, bytes[at]);
        bytes[at] = 0x82;
        using var changed = OcspResponse.Parse(bytes);

        Assert.Equal(CertificateState.Unknown, changed.StandingOf(certificate, Authority)!.State);
        Assert.Null(changed.IssuerOf(Authority));
        Assert.Null(changed.ProvenStandingOf(certificate, Authority));
    }

    [Fact]
    public void A_certificate_does_not_vouch_for_itself()
    {
        // Even one that the authority entitled to answer.
        var issued = TestPki.Issue(new IssueOptions { ExtendedKeyUsage = [Oids.OcspSigning] });
        using var own = issued.OpenWithKey();

        using var answer = OcspResponse.Parse(Write(own, [own], issued.Certificate));

        Assert.NotNull(answer.IssuerOf(Authority));
        Assert.Null(answer.ProvenStandingOf(issued.Certificate, Authority));
    }

    [Fact]
    public void A_responder_without_the_purpose_speaks_for_nobody()
    {
        var issued = TestPki.Issue();
        using var own = issued.OpenWithKey();

        using var answer = OcspResponse.Parse(Write(own, [own], TestPki.Unit().Certificate));

        Assert.NotNull(answer.StandingOf(TestPki.Unit().Certificate, Authority));
        Assert.Null(answer.IssuerOf(Authority));
    }

    [Fact]
    public void A_self_issued_responder_speaks_for_nobody()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=Market OCSP", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.OcspSigning)], critical: true));
        using var own = request.CreateSelfSigned(TestPki.Now.AddDays(-1), TestPki.Now.AddDays(1));

        using var answer = OcspResponse.Parse(Write(own, [own], TestPki.Unit().Certificate));

        Assert.Null(answer.IssuerOf(Authority));
    }

    [Fact]
    public void An_expired_responder_speaks_for_nobody()
    {
        var issued = TestPki.Issue(new IssueOptions
        {
            ExtendedKeyUsage = [Oids.OcspSigning],
            NotBefore = TestPki.Now.AddDays(-20),
            NotAfter = TestPki.Now.AddDays(-10),
        });
        using var own = issued.OpenWithKey();

        using var answer = OcspResponse.Parse(Write(own, [own], TestPki.Unit().Certificate));

        Assert.Null(answer.IssuerOf(Authority));
    }

    [Fact]
    public void An_answer_grows_old()
    {
        var standing = new CertificateStanding(CertificateState.Good, TestPki.Now, TestPki.Now.AddDays(1), TestPki.Now);

        Assert.True(standing.IsFreshAt(TestPki.Now));
        Assert.True(standing.IsFreshAt(TestPki.Now.AddDays(1)));
        Assert.False(standing.IsFreshAt(TestPki.Now.AddDays(1).AddMinutes(6)));
        Assert.False(standing.IsFreshAt(TestPki.Now.AddMinutes(-6)));
        Assert.False((standing with { NextUpdate = null }).IsFreshAt(TestPki.Now.AddHours(25)));
    }

    [Fact]
    public void Refusals_and_damaged_answers_are_recognised()
    {
        var good = TestPki.Pki.Revocation.RespondToOcsp(OcspRequest.For(TestPki.Unit().Certificate, Authority).Encoded);

        Refuses(OcspWriter.Failure(OcspResponseStatus.TryLater));
        Refuses([]);
        Refuses([.. good, 0]);
        for (var length = 0; length < good.Length; length += 7)
        {
            Refuses(good[..length]);
        }

        static void Refuses(byte[] bytes) => Assert.Throws<RevocationFormatException>(() => OcspResponse.Parse(bytes));
    }

    [Fact]
    public void No_changed_bit_is_ever_believed()
    {
        var certificate = TestPki.Unit().Certificate;
        var good = TestPki.Pki.Revocation.RespondToOcsp(OcspRequest.For(certificate, Authority).Encoded);
        using var genuine = OcspResponse.Parse(good);
        var expected = genuine.ProvenStandingOf(certificate, Authority);

        for (var at = 0; at < good.Length; at++)
        {
            var changed = (byte[])good.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            try
            {
                using var answer = OcspResponse.Parse(changed);
                var standing = answer.ProvenStandingOf(certificate, Authority);

                // A bit of the responder's certificate that nothing depends on may differ; what is said may not.
                Assert.True(standing is null || standing == expected, $"Byte {at} was changed and believed.");
            }
            catch (RevocationFormatException)
            {
                // Refused, as it should be.
            }
        }
    }

    private static OcspResponse Ask(X509Certificate2 certificate) =>
        OcspResponse.Parse(TestPki.Pki.Revocation.RespondToOcsp(OcspRequest.For(certificate, Authority).Encoded));

    private static byte[] Write(X509Certificate2 responder, X509Certificate2[] embedded, X509Certificate2 about) => OcspWriter.Write(
        responder,
        embedded,
        [
            new OcspAnswer(
                CertificateId.Of(about, Authority, HashAlgorithmName.SHA256),
                new CertificateStanding(CertificateState.Good, TestPki.Now, TestPki.Now.AddDays(1), TestPki.Now)),
        ],
        TestPki.Now,
        nonce: null);
}
