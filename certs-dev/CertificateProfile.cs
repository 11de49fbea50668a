using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Development;

/// <summary>What goes into each kind of certificate (RFC 5280).</summary>
internal static class CertificateProfile
{
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    public const string NotLegallyValid = "演示证书 无法律效力";
    private const string Title = "2.5.4.12";
    private const string SerialNumber = "2.5.4.5";
    private const string OrganizationIdentifier = "2.5.4.97";
    private const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";

    public static X500DistinguishedName Authority(string commonName)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCountryOrRegion("CN");
        name.AddOrganizationName("Market 演示");
        name.AddOrganizationalUnitName(NotLegallyValid);
        name.AddCommonName(commonName);
        return name.Build();
    }

    /// <summary>The unit's 统一社会信用代码 is the plain eighteen characters of organizationIdentifier.</summary>
    public static X500DistinguishedName Unit(string name, string creditCode)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCountryOrRegion("CN");
        subject.AddOrganizationName(name);
        subject.Add(OrganizationIdentifier, creditCode);
        subject.AddOrganizationalUnitName(NotLegallyValid);
        subject.AddCommonName(name + "（演示）");
        return subject.Build();
    }

    /// <summary>The registration number is the subject's serialNumber; the unit is where the practitioner is registered.</summary>
    public static X500DistinguishedName Practitioner(
        string name, string title, string registrationNo, string organisationName, string creditCode)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCountryOrRegion("CN");
        subject.AddOrganizationName(organisationName);
        subject.Add(OrganizationIdentifier, creditCode);
        subject.AddOrganizationalUnitName(NotLegallyValid);
        subject.Add(Title, title);
        subject.Add(SerialNumber, registrationNo);
        subject.AddCommonName(name + "（演示）");
        return subject.Build();
    }

    /// <param name="request">Receives them.</param>
    /// <param name="isRoot">Whether it is its own issuer.</param>
    /// <param name="above">Of an issuing authority: addresses of the root's list and certificate.</param>
    public static void AddAuthorityExtensions(CertificateRequest request, bool isRoot, (Uri List, Uri Certificate)? above = null)
    {
        request.CertificateExtensions.Add(isRoot
            ? X509BasicConstraintsExtension.CreateForCertificateAuthority()
            : X509BasicConstraintsExtension.CreateForCertificateAuthority(0));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (above is { } root)
        {
            AddListAddress(request, root.List.ToString());
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [root.Certificate.ToString()]));
        }
    }

    /// <summary>RFC 6960, 4.2.2.2: for answering only, and without a revocation check of its own.</summary>
    public static void AddResponderExtensions(CertificateRequest request)
    {
        AddSignerExtensions(request, new IssueOptions { KeyUsage = X509KeyUsageFlags.DigitalSignature, ExtendedKeyUsage = [OcspSigning] });
        request.CertificateExtensions.Add(new X509Extension(OcspNoCheck, [0x05, 0x00], critical: false));
    }

    public static void AddSignerExtensions(CertificateRequest request, IssueOptions options)
    {
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            options.KeyUsage ?? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (options.ExtendedKeyUsage is { Count: > 0 } usages)
        {
            var oids = new OidCollection();
            foreach (var usage in usages)
            {
                oids.Add(new Oid(usage));
            }

            // RFC 3161, 2.3: a time-stamp certificate's extended key usage is critical and names nothing else.
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: true));
        }

        if (options.CrlAddress is { } address)
        {
            AddListAddress(request, address);
        }

        if (options.OcspAddress is not null || options.IssuerAddress is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(
                options.OcspAddress is { } responder ? [responder] : null, options.IssuerAddress is { } issuer ? [issuer] : null));
        }
    }

    private static void AddListAddress(CertificateRequest request, string address) =>
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([address]));
}
