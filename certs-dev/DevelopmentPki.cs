using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Development;

/// <summary>The throw-away public-key infrastructure of a development machine (演示证书体系).</summary>
/// <remarks>Keys are made at the first start and kept in one directory. Every subject says 演示: nothing sealed with
/// these certificates means anything outside a demonstration, and Production refuses to trust them.</remarks>
public sealed class DevelopmentPki : IDisposable
{
    private const int SerialNumberBytes = 16;
    private const int PasswordBytes = 24;
    private readonly X509Certificate2 _issuer;
    private readonly TimeProvider _clock;
    private readonly Uri? _revocationAddress;
    private readonly Lazy<DevelopmentSm2Pki> _sm2;

    private DevelopmentPki(string directory, DevelopmentPkiDirectory.Contents contents, TimeProvider clock, Uri? revocationAddress)
    {
        _sm2 = new Lazy<DevelopmentSm2Pki>(() => DevelopmentSm2Pki.OpenOrCreate(Path.Combine(directory, "sm2"), clock, revocationAddress));
        _issuer = contents.Issuer;
        _clock = clock;
        _revocationAddress = revocationAddress;
        Root = X509CertificateLoader.LoadCertificate(contents.Root.RawData);
        Revocation = new DevelopmentRevocation(contents.Root, _issuer, _sm2, clock);
        Chain = [X509CertificateLoader.LoadCertificate(_issuer.RawData), Root];
        TimestampAuthority = new DevelopmentTimestampAuthority(contents.Timestamp, Chain, clock);
    }

    /// <summary>The trust anchor, without its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The issuers of every seal certificate, nearest first: the issuing authority, then the root.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>The embedded time-stamp authority (演示时间戳).</summary>
    public DevelopmentTimestampAuthority TimestampAuthority { get; }

    /// <summary>The embedded OCSP responder and revocation lists (演示吊销服务).</summary>
    public DevelopmentRevocation Revocation { get; }

    /// <summary>The SM2 half (演示国密证书体系), kept in a directory within; made when it is first asked for.</summary>
    public DevelopmentSm2Pki Sm2 => _sm2.Value;

    /// <summary>Opens the PKI kept in a directory, or makes it there when the directory is absent or empty.</summary>
    /// <param name="directory">Where the keys are kept.</param>
    /// <param name="clock">Tells when certificates, stamps and answers are made.</param>
    /// <param name="revocationAddress">Where <see cref="DevelopmentRevocation.Answer"/> is served over HTTP, to be named in
    /// the certificates made from now on; null names nothing.</param>
    /// <exception cref="DevelopmentPkiException">The directory holds something else, or is damaged.</exception>
    public static DevelopmentPki OpenOrCreate(string directory, TimeProvider clock, Uri? revocationAddress = null) =>
        new(directory, DevelopmentPkiDirectory.OpenOrCreate(directory, clock, revocationAddress), clock, revocationAddress);

    /// <summary>Issues the certificate of a unit's seal (单位公章).</summary>
    /// <param name="name">The unit's full name.</param>
    /// <param name="creditCode">Its 统一社会信用代码.</param>
    /// <param name="options">Departures from the usual certificate.</param>
    public IssuedCertificate IssueUnitSeal(string name, string creditCode, IssueOptions? options = null) =>
        Issue(CertificateProfile.Unit(name, creditCode), options ?? new IssueOptions());

    /// <summary>Issues the certificate of a practitioner's registration seal (执业印章).</summary>
    public IssuedCertificate IssuePractitionerSeal(
        string name, string title, string registrationNo, string organisationName, string creditCode, IssueOptions? options = null) =>
        Issue(
            CertificateProfile.Practitioner(name, title, registrationNo, organisationName, creditCode),
            options ?? new IssueOptions());

    /// <summary>Issues a further time-stamp certificate, for tests of bad ones; the embedded authority has its own.</summary>
    public IssuedCertificate IssueTimestamping(string name, IssueOptions? options = null)
    {
        options ??= new IssueOptions();
        return Issue(
            CertificateProfile.Authority(name),
            options with
            {
                KeyUsage = options.KeyUsage ?? X509KeyUsageFlags.DigitalSignature,
                ExtendedKeyUsage = options.ExtendedKeyUsage ?? [CertificateProfile.TimeStamping],
            });
    }

    public void Dispose()
    {
        if (_sm2.IsValueCreated)
        {
            _sm2.Value.Dispose();
        }

        TimestampAuthority.Dispose();
        Revocation.Dispose();
        _issuer.Dispose();
        foreach (var certificate in Chain)
        {
            certificate.Dispose();
        }
    }

    internal static byte[] NewSerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialNumberBytes);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    internal static string NewPassword() => Convert.ToHexString(RandomNumberGenerator.GetBytes(PasswordBytes));

    private IssuedCertificate Issue(X500DistinguishedName subject, IssueOptions options)
    {
        var now = _clock.GetUtcNow();
        using var pair = KeyPair.Generate(options.Key);
        var request = pair.Request(subject);
        CertificateProfile.AddSignerExtensions(request, options.At(_revocationAddress));
        using var certificate = Authority.Sign(
            request, _issuer, options.NotBefore ?? now.AddDays(-1), options.NotAfter ?? now.AddYears(3));
        using var withKey = pair.Attach(certificate);

        var password = NewPassword();
        var collection = new X509Certificate2Collection((X509Certificate2[])[withKey, .. Chain]);
        var pkcs12 = collection.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);
        return new IssuedCertificate(pkcs12, password, X509CertificateLoader.LoadCertificate(certificate.RawData));
    }
}
