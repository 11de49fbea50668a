using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Revocation;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.GuoMi;

/// <summary>A small SM2 hierarchy for the whole run: root, issuing authority, and certificates below it.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Lives as long as the run.")]
internal static class Sm2Pki
{
    public const string MakerName = "演示印章制作中心";

    public static readonly DateTimeOffset Now = TestPki.Now;
    private static readonly Sm2PrivateKey RootKey = Sm2PrivateKey.Generate();
    private static readonly Sm2PrivateKey IssuingKey = Sm2PrivateKey.Generate();

    public static X509Certificate2 Root { get; } = Issue(
        "CN=演示国密根,O=演示", RootKey.PublicKey, "CN=演示国密根,O=演示", RootKey, new() { IsAuthority = true, Years = 20 });

    public static X509Certificate2 Issuing { get; } = Issue(
        "CN=演示国密签发,O=演示", IssuingKey.PublicKey, "CN=演示国密根,O=演示", RootKey, new() { IsAuthority = true, PathLength = 0, Years = 10 });

    public static Sm2SealKey Maker { get; } = NewKey($"CN={MakerName}");

    public static Sm2SealKey Unit { get; } = NewKey(
        $"CN={TestPki.AgencyName},O={TestPki.AgencyName},OID.{Oids.OrganizationIdentifier}={TestPki.AgencyCode}");

    public static Sm2SealKey TimestampAuthority { get; } = NewKey("CN=演示国密时间戳", new() { IsTimestampAuthority = true });

    public static Sm2SealKey NewKey(string subject, Sm2Profile? profile = null)
    {
        var key = Sm2PrivateKey.Generate();
        var certificate = IssueBelow(subject, key.PublicKey, profile ?? new());
        return Sm2SealKey.Create(key, certificate.RawData, [Issuing.RawData, Root.RawData]);
    }

    /// <summary>A key whose certificate brings no issuer along, and whose issuer nobody knows.</summary>
    public static Sm2SealKey Self(string subject, Sm2Profile profile)
    {
        var key = Sm2PrivateKey.Generate();
        using var certificate = Issue(subject, key.PublicKey, "CN=未知的签发机构", Sm2PrivateKey.Generate(), profile);
        return Sm2SealKey.Create(key, certificate.RawData, []);
    }

    /// <summary>A revocation list of the issuing authority.</summary>
    public static byte[] RevocationList(DateTimeOffset at, params (X509Certificate2 Certificate, DateTimeOffset At)[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var (certificate, since) in revoked)
        {
            list.AddEntry(certificate.SerialNumberBytes.Span, since);
        }

        return list.Build(
            Issuing.SubjectName, new Sm2CertificateGenerator(IssuingKey), 1, at.AddDays(7), Sm3.Name,
            X509AuthorityKeyIdentifierExtension.CreateFromIssuerNameAndSerialNumber(Root.SubjectName, Issuing.SerialNumberBytes.Span), at);
    }

    /// <summary>What an OCSP responder says about a certificate of the issuing authority: the authority itself, or one it entitled.</summary>
    /// <param name="responder">Null for the authority itself.</param>
    /// <param name="idDigest">By which digest the certificate is named; SM3 as domestic authorities do.</param>
    public static byte[] OcspAnswer(
        X509Certificate2 certificate, DateTimeOffset at, DateTimeOffset? revokedAt = null, (Sm2PrivateKey Key, X509Certificate2 Certificate)? responder = null,
        HashAlgorithmName? idDigest = null)
    {
        var standing = new CertificateStanding(
            revokedAt is null ? CertificateState.Good : CertificateState.Revoked, at, at.AddDays(1), at, revokedAt, revokedAt is null ? null : 1);
        return OcspWriter.Write(
            new Sm2CertificateGenerator(responder?.Key ?? IssuingKey), Sm3.Name, responder?.Certificate ?? Issuing, responder is { } other ? [other.Certificate] : [],
            [new OcspAnswer(CertificateId.Of(certificate, Issuing, idDigest ?? Sm3.Name), standing)], at, nonce: null);
    }

    /// <summary>A responder with a certificate of its own.</summary>
    public static (Sm2PrivateKey Key, X509Certificate2 Certificate) Responder(bool isEntitled = true)
    {
        var key = Sm2PrivateKey.Generate();
        return (key, IssueBelow("CN=演示国密状态查询", key.PublicKey, new() { ExtendedKeyUsage = isEntitled ? Oids.OcspSigning : null }));
    }

    /// <summary>A certificate of the issuing authority.</summary>
    public static X509Certificate2 IssueBelow(string subject, Sm2PublicKey key, Sm2Profile profile) =>
        Issue(subject, key, Issuing.Subject, IssuingKey, profile);

    public static X509Certificate2 Issue(string subject, Sm2PublicKey key, string issuer, Sm2PrivateKey issuerKey, Sm2Profile profile)
    {
        var request = new CertificateRequest(
            new X500DistinguishedName(subject), Sm2CertificateGenerator.PublicKeyOf(key), Sm3.Name);
        if (profile.IsAuthority)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, profile.PathLength is not null, profile.PathLength ?? 0, true));
        }

        var usage = profile.Usage
            ?? (profile.IsAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        if (profile.IsTimestampAuthority)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.TimeStamping)], critical: true));
        }

        if (profile.ExtendedKeyUsage is { } purpose)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        return request.Create(
            new X500DistinguishedName(issuer),
            new Sm2CertificateGenerator(issuerKey),
            profile.NotBefore ?? Now.AddYears(-1),
            profile.NotAfter ?? Now.AddYears(profile.Years),
            RandomNumberGenerator.GetBytes(8));
    }
}

/// <summary>What a test certificate is to be.</summary>
internal sealed record Sm2Profile
{
    public bool IsAuthority { get; init; }

    public int? PathLength { get; init; }

    public bool IsTimestampAuthority { get; init; }

    /// <summary>A purpose of its own; null for none.</summary>
    public string? ExtendedKeyUsage { get; init; }

    public X509KeyUsageFlags? Usage { get; init; }

    public int Years { get; init; } = 2;

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }
}
