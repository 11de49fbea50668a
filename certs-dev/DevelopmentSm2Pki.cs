using System.Security.Cryptography.X509Certificates;
using Market.Signing;
using Market.Signing.GuoMi;

namespace Market.Development;

/// <summary>The Chinese half of the development PKI (演示国密证书体系): SM2 authorities, a seal maker (制章者) and a time-stamp authority.
/// It makes electronic seals and the certificates that use them; like everything here they say 演示.</summary>
public sealed class DevelopmentSm2Pki : IDisposable
{
    private readonly Sm2PrivateKey _issuerKey;
    private readonly Sm2SealKey _maker;
    private readonly Sm2SealKey _timestamp;
    private readonly TimeProvider _clock;

    private readonly Uri? _revocationAddress;

    private DevelopmentSm2Pki(DevelopmentSm2Directory.Contents contents, TimeProvider clock, Uri? revocationAddress)
    {
        _revocationAddress = revocationAddress;
        Revocation = new DevelopmentSm2Revocation((contents.Root, contents.RootKey), (contents.Issuer, contents.IssuerKey), clock);
        (_issuerKey, _maker, _timestamp, _clock) = (contents.IssuerKey, contents.Maker, contents.Timestamp, clock);
        Chain = [contents.Issuer, contents.Root];
        TimestampAuthority = new DevelopmentTimestampAuthority(_timestamp, clock);
    }

    /// <summary>The trust anchor, without its key.</summary>
    public X509Certificate2 Root => Chain[1];

    /// <summary>The issuers of every certificate, nearest first: the issuing authority, then the root. A verifier needs both: an
    /// electronic seal carries its maker's and its signer's certificate, but no issuer.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>The seal maker's certificate (制章者证书).</summary>
    public X509Certificate2 Maker => _maker.Certificate;

    /// <summary>The embedded time-stamp authority with SM2 and SM3 (GB/T 20520).</summary>
    public DevelopmentTimestampAuthority TimestampAuthority { get; }

    /// <summary>The revocation lists of both authorities.</summary>
    public DevelopmentSm2Revocation Revocation { get; }

    /// <summary>Opens what is kept in a directory, or makes it there when the directory is absent or empty.</summary>
    /// <exception cref="DevelopmentPkiException">The directory holds something else, or is damaged.</exception>
    public static DevelopmentSm2Pki OpenOrCreate(string directory, TimeProvider clock, Uri? revocationAddress = null) =>
        new(DevelopmentSm2Directory.OpenOrCreate(directory, clock, revocationAddress), clock, revocationAddress);

    /// <summary>Issues the SM2 certificate of a unit's seal (单位公章).</summary>
    /// <param name="name">The unit's full name.</param>
    /// <param name="creditCode">Its 统一社会信用代码.</param>
    public IssuedCertificate IssueUnitSeal(string name, string creditCode) => Issue(CertificateProfile.Unit(name, creditCode));

    /// <summary>Issues the SM2 certificate of a practitioner's registration seal (执业印章).</summary>
    public IssuedCertificate IssuePractitionerSeal(
        string name, string title, string registrationNo, string organisationName, string creditCode) =>
        Issue(CertificateProfile.Practitioner(name, title, registrationNo, organisationName, creditCode));

    /// <summary>Has the seal maker make an electronic seal, stamped where its version allows it.</summary>
    /// <param name="content">What the seal says; its name should say 演示.</param>
    public Task<ElectronicSeal> MakeSealAsync(ElectronicSealContent content, CancellationToken ct) => ElectronicSeal.IssueAsync(
        content, _maker, content.Version == ElectronicSealVersion.Gmt0031Of2025 ? TimestampAuthority : null, ct);

    public void Dispose()
    {
        _maker.Dispose();
        _timestamp.Dispose();
        foreach (var certificate in Chain)
        {
            certificate.Dispose();
        }
    }

    private IssuedCertificate Issue(X500DistinguishedName subject)
    {
        var now = _clock.GetUtcNow();
        var key = Sm2PrivateKey.Generate();
        using var certificate = Sm2Authority.Issue(
            subject, key.PublicKey, Chain[0], _issuerKey, new IssueOptions().AtSm2(_revocationAddress), now.AddDays(-1), now.AddYears(3));
        var password = DevelopmentPki.NewPassword();
        var pkcs12 = Sm2Pkcs12.Write(key, [certificate.RawData, .. Chain.Select(issuer => issuer.RawData)], password);
        return new IssuedCertificate(pkcs12, password, X509CertificateLoader.LoadCertificate(certificate.RawData));
    }
}
