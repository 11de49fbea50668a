using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;
using Market.Signing.Revocation;

namespace Market.Signing.Tests.GuoMi;

/// <summary>OCSP answers signed with SM2: believed when the authority, or a responder it entitled, signed them, and never otherwise.</summary>
public sealed class Sm2OcspTests
{
    private static readonly DateTimeOffset Now = TestSeals.Now;
    private static readonly X509Certificate2 Unit = Sm2Pki.Unit.Certificate;

    [Theory]
    [InlineData("SM3")]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    public async Task The_authoritys_word_that_it_is_good_lets_a_seal_pass(string idDigest)
    {
        var signature = await JudgeAsync(Sm2Pki.OcspAnswer(Unit, Now.AddMinutes(30), idDigest: Digest(idDigest)));

        Assert.True(signature.Indication == Indication.TotalPassed, string.Join(' ', signature.Reasons));
        Assert.Contains("revocation-good", signature.Reasons);
    }

    [Fact]
    public async Task A_responder_that_the_authority_entitled_is_believed_and_another_is_not()
    {
        var entitled = await JudgeAsync(Sm2Pki.OcspAnswer(Unit, Now.AddMinutes(30), responder: Sm2Pki.Responder()));
        var bare = await JudgeAsync(Sm2Pki.OcspAnswer(Unit, Now.AddMinutes(30), responder: Sm2Pki.Responder(isEntitled: false)));

        Assert.Contains("revocation-good", entitled.Reasons);
        Assert.Equal(Indication.TotalPassed, entitled.Indication);
        Assert.Contains("revocation-unproven", bare.Reasons);
        Assert.Equal(Indication.Indeterminate, bare.Indication);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_it_calls_revoked_before_the_seal_fails_the_seal(bool isDelegated)
    {
        var signature = await JudgeAsync(Sm2Pki.OcspAnswer(Unit, Now.AddMinutes(30), Now.AddDays(-2), isDelegated ? Sm2Pki.Responder() : null));

        Assert.Equal((Indication.TotalFailed, SubIndication.Revoked), (signature.Indication, signature.SubIndication));
        Assert.Contains("certificate-revoked", signature.Reasons);
    }

    [Fact]
    public async Task A_changed_answer_proves_nothing()
    {
        var answer = Sm2Pki.OcspAnswer(Unit, Now.AddMinutes(30));
        answer[^12] ^= 1;

        var signature = await JudgeAsync(answer);

        Assert.NotEqual(Indication.TotalPassed, signature.Indication);
        Assert.Contains("revocation-unproven", signature.Reasons);
    }

    [Fact]
    public async Task A_list_that_a_stranger_signed_proves_nothing()
    {
        var stranger = Sm2PrivateKey.Generate();
        var list = new CertificateRevocationListBuilder().Build(
            Sm2Pki.Issuing.SubjectName, new Sm2CertificateGenerator(stranger), 1, Now.AddDays(7), Sm3.Name,
            X509AuthorityKeyIdentifierExtension.CreateFromIssuerNameAndSerialNumber(Sm2Pki.Root.SubjectName, Sm2Pki.Issuing.SerialNumberBytes.Span), Now);

        var signature = await JudgeAsync(list, RevocationFormat.RevocationList);

        Assert.NotEqual(Indication.TotalPassed, signature.Indication);
        Assert.Contains("revocation-unproven", signature.Reasons);
    }

    [Fact]
    public void No_changed_bit_is_ever_believed()
    {
        var good = Sm2Pki.OcspAnswer(Unit, Now, responder: Sm2Pki.Responder());
        using var genuine = OcspResponse.Parse(good);
        var expected = genuine.ProvenStandingOf(Unit, Sm2Pki.Issuing);
        Assert.NotNull(expected);

        for (var at = 0; at < good.Length; at += 3)
        {
            var changed = (byte[])good.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            try
            {
                using var answer = OcspResponse.Parse(changed);
                var standing = answer.ProvenStandingOf(Unit, Sm2Pki.Issuing);
                Assert.True(standing is null || standing == expected, $"Byte {at} was changed and believed.");
            }
            catch (RevocationFormatException)
            {
                // Refused, as it should be.
            }
        }
    }

    private static HashAlgorithmName Digest(string name) => name == "SM3" ? Sm3.Name : new HashAlgorithmName(name);

    private static async Task<SignatureReport> JudgeAsync(byte[] encoded, RevocationFormat format = RevocationFormat.Ocsp)
    {
        var bytes = await GuoMiFiles.SealAsync(new SealOptions { ClaimedAt = Now });
        var options = GuoMiFiles.Trusting with { Revocation = new Source(new RevocationEvidence(format, encoded)) };
        return GuoMiFiles.Judge(bytes, options).Signatures.Single();
    }

    // About the unit only: nobody says anything about the time-stamp authority or the issuing one.
    private sealed class Source(RevocationEvidence evidence) : IRevocationSource
    {
        public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct) =>
            certificate.RawDataMemory.Span.SequenceEqual(Unit.RawDataMemory.Span)
                ? Task.FromResult(evidence)
                : throw new RevocationException(RevocationException.Unreachable, "Nobody answers.", isTransient: true);
    }
}
