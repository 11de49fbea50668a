using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using Market.Development;

namespace Market.Signing.Tests.Testing;

/// <summary>One development PKI for the whole run: making keys is the slow part of these tests.</summary>
public static class TestPki
{
    public const string AgencyName = "云谷规划设计咨询有限公司";
    public const string AgencyCode = "91430100MA4L1AB12X";
    public static readonly DateTimeOffset Now = new(2026, 3, 16, 2, 30, 0, TimeSpan.Zero);

    [SuppressMessage("Reliability", "CA2000", Justification = "Lives as long as the run.")]
    private static readonly Lazy<DevelopmentPki> Shared = new(() =>
    {
        var directory = Directory.CreateTempSubdirectory("market-pki-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        return DevelopmentPki.OpenOrCreate(directory, new ManualClock(Now));
    });

    private static readonly ConcurrentDictionary<SealKeyKind, Lazy<IssuedCertificate>> Units = new();

    public static DevelopmentPki Pki => Shared.Value;

    /// <summary>The agency's seal certificate with this kind of key; made once.</summary>
    public static IssuedCertificate Unit(SealKeyKind kind = SealKeyKind.Rsa2048) => Units.GetOrAdd(
        kind,
        wanted => new Lazy<IssuedCertificate>(() => Pki.IssueUnitSeal(AgencyName, AgencyCode, new IssueOptions { Key = wanted }))).Value;

    public static Pkcs12SealKey UnitKey(SignatureScheme? scheme = null, SealKeyKind kind = SealKeyKind.Rsa2048)
    {
        var issued = Unit(kind);
        return Pkcs12SealKey.Open(issued.Pkcs12, issued.Password, scheme);
    }

    /// <summary>A further seal certificate of the agency, of the quickest kind, for tests that need one of their own.</summary>
    public static IssuedCertificate Issue(IssueOptions? options = null) =>
        Pki.IssueUnitSeal(AgencyName, AgencyCode, (options ?? new IssueOptions()) with { Key = SealKeyKind.EcdsaP256 });

    public static X509Certificate2 OpenWithKey(this IssuedCertificate issued) =>
        X509CertificateLoader.LoadPkcs12(issued.Pkcs12, issued.Password, X509KeyStorageFlags.EphemeralKeySet);

    public static Pkcs12SealKey Open(this IssuedCertificate issued) => Pkcs12SealKey.Open(issued.Pkcs12, issued.Password);
}
