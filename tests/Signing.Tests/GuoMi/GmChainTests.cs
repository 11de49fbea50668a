using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

public sealed class GmChainTests
{
    private static readonly Sm2PrivateKey RootKey = Sm2PrivateKey.Generate();
    private static readonly Sm2PrivateKey MiddleKey = Sm2PrivateKey.Generate();
    private static readonly Sm2PrivateKey LeafKey = Sm2PrivateKey.Generate();
    private static readonly Sm2Profile Authority = new() { IsAuthority = true, Years = 10 };
    private static readonly GmCertificate Root = Issue("CN=根", RootKey, "CN=根", RootKey, Authority);

    [Fact]
    public void A_path_of_signatures_to_an_anchor_is_trusted()
    {
        var chain = Build(Authority, new());

        Assert.True(chain.IsTrusted);
        Assert.Equal(3, chain.Path.Count);
    }

    [Fact]
    public void Without_the_intermediate_or_the_anchor_there_is_no_path()
    {
        var leaf = Issue("CN=叶", LeafKey, "CN=中", MiddleKey, new());

        Assert.Equal(GmChainProblems.NoAnchor, GmChain.Build(leaf, [], [Root], Sm2Pki.Now).Problems);
        Assert.Equal(GmChainProblems.NoAnchor, GmChain.Build(leaf, [Middle(Authority)], [], Sm2Pki.Now).Problems);
    }

    [Fact]
    public void An_issuer_of_the_same_name_with_another_key_is_no_issuer()
    {
        var impostor = Issue("CN=中", Sm2PrivateKey.Generate(), "CN=根", RootKey, Authority);
        var leaf = Issue("CN=叶", LeafKey, "CN=中", MiddleKey, new());

        Assert.Equal(GmChainProblems.NoAnchor, GmChain.Build(leaf, [impostor], [Root], Sm2Pki.Now).Problems);
        Assert.True(GmChain.Build(leaf, [impostor, Middle(Authority)], [Root], Sm2Pki.Now).IsTrusted);
    }

    [Fact]
    public void An_issuer_that_may_not_issue_breaks_the_chain()
    {
        Assert.Equal(GmChainProblems.RuleBroken, Build(new(), new()).Problems);
        Assert.Equal(GmChainProblems.RuleBroken, Build(Authority with { Usage = X509KeyUsageFlags.DigitalSignature }, new()).Problems);
    }

    [Fact]
    public void A_path_longer_than_the_authority_allows_breaks_the_chain()
    {
        var lowerKey = Sm2PrivateKey.Generate();
        var lower = Issue("CN=下", lowerKey, "CN=中", MiddleKey, Authority);
        var leaf = Issue("CN=叶", LeafKey, "CN=下", lowerKey, new());

        Assert.Equal(
            GmChainProblems.RuleBroken, GmChain.Build(leaf, [lower, Middle(Authority with { PathLength = 0 })], [Root], Sm2Pki.Now).Problems);
        Assert.True(GmChain.Build(leaf, [lower, Middle(Authority with { PathLength = 1 })], [Root], Sm2Pki.Now).IsTrusted);
    }

    [Fact]
    public void Every_certificate_of_the_path_must_be_valid_at_the_time()
    {
        Assert.Equal(GmChainProblems.NotTimely, Build(Authority, new() { NotAfter = Sm2Pki.Now.AddDays(-1) }).Problems);
        Assert.Equal(GmChainProblems.NotTimely, Build(Authority with { NotAfter = Sm2Pki.Now.AddDays(-1) }, new()).Problems);
    }

    [Fact]
    public void Authorities_that_certify_each_other_end_the_search()
    {
        var one = Issue("CN=甲", RootKey, "CN=乙", MiddleKey, Authority);
        var other = Issue("CN=乙", MiddleKey, "CN=甲", RootKey, Authority);
        var leaf = Issue("CN=叶", LeafKey, "CN=甲", RootKey, new());

        Assert.Equal(GmChainProblems.NoAnchor, GmChain.Build(leaf, [one, other], [Root], Sm2Pki.Now).Problems);
    }

    [Fact]
    public void Certificates_that_cannot_be_read_are_none()
    {
        Assert.Null(GmCertificate.TryParse(default));
        Assert.Null(GmCertificate.TryParse(new byte[] { 0x30, 0x03, 0x02, 0x01, 0x01 }));
        Assert.Null(GmCertificate.TryParse(Root.Encoded[..^1]));
    }

    private static GmCertificate Middle(Sm2Profile profile) => Issue("CN=中", MiddleKey, "CN=根", RootKey, profile);

    private static GmChain Build(Sm2Profile middle, Sm2Profile leaf) =>
        GmChain.Build(Issue("CN=叶", LeafKey, "CN=中", MiddleKey, leaf), [Middle(middle)], [Root], Sm2Pki.Now);

    private static GmCertificate Issue(string subject, Sm2PrivateKey key, string issuer, Sm2PrivateKey issuerKey, Sm2Profile profile)
    {
        using var certificate = Sm2Pki.Issue(subject, key.PublicKey, issuer, issuerKey, profile);
        return GmCertificate.Parse(certificate.RawData);
    }
}
