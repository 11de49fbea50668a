using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Revocation;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Revocation;

public sealed class RevocationListTests
{
    private static readonly X509Certificate2 Authority = TestPki.Pki.Chain[0];
    private static readonly X509Certificate2 Root = TestPki.Pki.Root;

    [Fact]
    public void A_list_tells_the_revoked_from_the_good()
    {
        var revoked = TestPki.Issue();
        var since = TestPki.Now.AddDays(-2);
        TestPki.Pki.Revocation.Revoke(revoked.Certificate, since, X509RevocationReason.CessationOfOperation);

        using var list = RevocationList.Parse(TestPki.Pki.Revocation.IssuingList());
        var bad = list.ProvenStandingOf(revoked.Certificate, Authority)!;
        var good = list.ProvenStandingOf(TestPki.Unit().Certificate, Authority)!;

        Assert.Equal((CertificateState.Revoked, since, 5), (bad.State, bad.RevokedAt, bad.Reason));
        Assert.False(bad.IsCompromise);
        Assert.Equal(CertificateState.Good, good.State);
        Assert.Equal((TestPki.Now, TestPki.Now.AddDays(1)), (list.ThisUpdate, list.NextUpdate));
        Assert.NotNull(list.Number);
    }

    [Fact]
    public void A_list_speaks_only_for_its_issuers_certificates()
    {
        using var list = RevocationList.Parse(TestPki.Pki.Revocation.RootList());

        Assert.Equal(CertificateState.Good, list.ProvenStandingOf(Authority, Root)!.State);
        Assert.Null(list.ProvenStandingOf(TestPki.Unit().Certificate, Authority));
        Assert.Null(list.IssuerOf(Authority));
    }

    [Fact]
    public void A_list_signed_by_a_namesake_is_not_believed()
    {
        using var forged = RevocationList.Parse(Build(_ => { }, asAuthority: Namesake()));

        Assert.Equal(CertificateState.Good, forged.StandingOf(TestPki.Unit().Certificate, Authority)!.State);
        Assert.Null(forged.ProvenStandingOf(TestPki.Unit().Certificate, Authority));
    }

    [Fact]
    public void An_authority_that_may_not_sign_lists_is_not_believed()
    {
        using var namesake = Namesake(X509KeyUsageFlags.KeyCertSign);
        using var list = RevocationList.Parse(Build(_ => { }, namesake));

        Assert.Null(list.IssuerOf(namesake));
    }

    [Theory]
    [InlineData("2.5.29.27", "020101")] // deltaCRLIndicator
    [InlineData("2.5.29.28", "30038401FF")] // indirect
    [InlineData("2.5.29.28", "30038501FF")] // only attribute certificates
    [InlineData("2.5.29.28", "30038201FF")] // only authorities
    [InlineData("2.5.29.28", "3004830201FE")] // only some reasons
    [InlineData("2.5.29.28", "300FA00DA00B8609687474703A2F2F782F")] // the part at http://x/
    public void A_partial_list_does_not_make_a_certificate_good(string oid, string value)
    {
        using var list = RevocationList.Parse(Handmade(oid, value));

        Assert.Null(list.StandingOf(TestPki.Unit().Certificate, Authority));
    }

    [Fact]
    public void The_part_of_a_list_that_the_certificate_names_counts()
    {
        var issued = TestPki.Issue(new IssueOptions { CrlAddress = "http://x/" });
        using var list = RevocationList.Parse(Handmade("2.5.29.28", "300FA00DA00B8609687474703A2F2F782F"));

        Assert.Equal(CertificateState.Good, list.StandingOf(issued.Certificate, Authority)!.State);
    }

    [Fact]
    public void Unknown_critical_extensions_and_damage_are_refused()
    {
        var good = TestPki.Pki.Revocation.IssuingList();

        Refuses(Handmade("1.2.3.4", "0500"));
        Refuses([.. good, 0]);
        for (var length = 0; length < good.Length; length += 7)
        {
            Refuses(good[..length]);
        }

        static void Refuses(byte[] bytes) => Assert.Throws<RevocationFormatException>(() => RevocationList.Parse(bytes));
    }

    [Fact]
    public void No_changed_bit_is_ever_believed()
    {
        var certificate = TestPki.Unit().Certificate;
        var good = TestPki.Pki.Revocation.RootList();
        using var genuine = RevocationList.Parse(good);
        Assert.NotNull(genuine.ProvenStandingOf(Authority, Root));

        for (var at = 0; at < good.Length; at++)
        {
            var changed = (byte[])good.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            try
            {
                using var list = RevocationList.Parse(changed);
                Assert.True(list.ProvenStandingOf(Authority, Root) is null, $"Byte {at} was changed and believed.");
            }
            catch (RevocationFormatException)
            {
                // Refused, as it should be.
            }
        }
    }

    private static X509Certificate2 Namesake(X509KeyUsageFlags usage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest(Authority.SubjectName, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(TestPki.Now.AddYears(-1), TestPki.Now.AddYears(1));
    }

    private static byte[] Build(Action<CertificateRevocationListBuilder> add, X509Certificate2 asAuthority)
    {
        var builder = new CertificateRevocationListBuilder();
        add(builder);

        // .NET's builder insists on the usage, so the list is signed with the bare key.
        using var key = asAuthority.GetRSAPrivateKey()!;
        return builder.Build(
            asAuthority.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), 1, TestPki.Now.AddDays(1),
            HashAlgorithmName.SHA256, X509AuthorityKeyIdentifierExtension.CreateFromCertificate(asAuthority, true, false), TestPki.Now);
    }

    /// <summary>An empty list of the issuing authority with one critical extension; its signature is worthless.</summary>
    private static byte[] Handmade(string oid, string value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                WriteAlgorithm(writer);
                writer.WriteEncodedValue(Authority.SubjectName.RawData);
                writer.WriteUtcTime(TestPki.Now);
                writer.WriteUtcTime(TestPki.Now.AddDays(1));
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteBoolean(true);
                    writer.WriteOctetString(Convert.FromHexString(value));
                }
            }

            WriteAlgorithm(writer);
            writer.WriteBitString(new byte[256]);
        }

        return writer.Encode();

        static void WriteAlgorithm(AsnWriter writer)
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.11");
                writer.WriteNull();
            }
        }
    }
}
