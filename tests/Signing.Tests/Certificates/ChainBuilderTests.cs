using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Certificates;

/// <summary>Paths to the anchors (RFC 5280, 6.1): every rule, and work that stays bounded whatever the certificates are.</summary>
public sealed class ChainBuilderTests
{
    private static readonly DateTimeOffset Now = TestPki.Now;

    [Fact]
    public void A_path_over_two_authorities_is_found_in_any_order()
    {
        var (root, upper, lower, leaf) = (Make("root"), Make("upper"), Make("lower"), Make("leaf"));
        var chain = Build(
            Issue(leaf, lower, isAuthority: false), [Issue(lower, upper), Issue(upper, root)], Issue(root, root));

        Assert.True(chain.IsTrusted);
        Assert.Equal(4, chain.Path.Count);
    }

    [Fact]
    public void A_certificate_that_is_no_authority_issues_nothing() => AssertReachesOnly((lower, root) => Issue(lower, root, isAuthority: false));

    [Fact]
    public void An_authority_that_may_not_sign_certificates_issues_nothing() =>
        AssertReachesOnly((lower, root) => Issue(lower, root, change: request => Usage(request, X509KeyUsageFlags.DigitalSignature)));

    [Fact]
    public void A_critical_extension_nobody_knows_breaks_the_path() => AssertReachesOnly((lower, root) => Issue(
        lower, root, change: request => request.CertificateExtensions.Add(new X509Extension("1.2.3.4.5", [5, 0], critical: true))));

    [Fact]
    public void A_path_longer_than_allowed_breaks()
    {
        var (root, upper, lower, leaf) = (Make("root"), Make("upper"), Make("lower"), Make("leaf"));
        var chain = Build(
            Issue(leaf, lower, isAuthority: false), [Issue(lower, upper), Issue(upper, root, pathLength: 0)], Issue(root, root));

        Assert.False(chain.IsTrusted);
        Assert.True(chain.ReachesAnchor);
    }

    [Fact]
    public void An_expired_issuer_is_told_apart()
    {
        var (root, lower, leaf) = (Make("root"), Make("lower"), Make("leaf"));
        var chain = Build(Issue(leaf, lower, isAuthority: false), [Issue(lower, root, until: Now.AddDays(-1))], Issue(root, root));

        Assert.True(chain.ReachesAnchor);
        Assert.False(chain.IsTimely);
        Assert.False(chain.IsTrusted);
    }

    [Fact]
    public void A_forged_signature_leads_nowhere()
    {
        var (root, impostor, leaf) = (Make("root"), Make("root"), Make("leaf"));

        Assert.False(Build(Issue(leaf, impostor, isAuthority: false), [], Issue(root, root)).ReachesAnchor);
    }

    [Fact]
    public void Cross_certificates_in_a_circle_end()
    {
        var authorities = Enumerable.Range(0, 12).Select(i => Make($"ca{i}")).ToList();
        var crossed = authorities.SelectMany(one => authorities.Where(other => other != one).Select(other => Issue(one, other))).ToList();
        var leaf = Issue(Make("leaf"), authorities[0], isAuthority: false);
        var stranger = Make("root");

        Assert.False(Build(leaf, crossed, Issue(stranger, stranger)).ReachesAnchor);
    }

    [Fact]
    public void An_anchor_need_not_be_a_root()
    {
        var (root, lower, leaf) = (Make("root"), Make("lower"), Make("leaf"));

        Assert.True(Build(Issue(leaf, lower, isAuthority: false), [], Issue(lower, root)).IsTrusted);
    }

    private static void AssertReachesOnly(Func<Holder, Holder, X509Certificate2> issue)
    {
        var (root, lower, leaf) = (Make("root"), Make("lower"), Make("leaf"));
        var chain = Build(Issue(leaf, lower, isAuthority: false), [issue(lower, root)], Issue(root, root));

        Assert.True(chain.ReachesAnchor);
        Assert.False(chain.IsTrusted);
    }

    private static ChainResult Build(X509Certificate2 leaf, IEnumerable<X509Certificate2> helpers, X509Certificate2 anchor) =>
        ChainBuilder.Build(leaf, helpers, [anchor], Now);

    private static Holder Make(string name) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private static void Usage(CertificateRequest request, X509KeyUsageFlags flags) =>
        request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, critical: true));

    private static X509Certificate2 Issue(
        Holder subject, Holder issuer, bool isAuthority = true, int? pathLength = null, DateTimeOffset? until = null, Action<CertificateRequest>? change = null)
    {
        var request = new CertificateRequest($"CN={subject.Name}", subject.Key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, pathLength is not null, pathLength ?? 0, critical: true));
        change?.Invoke(request);
        return request.Create(
            new X500DistinguishedName($"CN={issuer.Name}"),
            X509SignatureGenerator.CreateForECDsa(issuer.Key),
            Now.AddYears(-1),
            until ?? Now.AddYears(1),
            RandomNumberGenerator.GetBytes(8));
    }

    private sealed record Holder(string Name, ECDsa Key);
}
