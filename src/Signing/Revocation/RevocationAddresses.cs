using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>Where a certificate says that its state can be asked for (RFC 5280, 4.2.1.13 and 4.2.2.1).</summary>
internal static class RevocationAddresses
{
    private const int MostAddresses = 16;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag UriName = new(TagClass.ContextSpecific, 6);

    /// <summary>Whether there is anyone to ask over HTTP.</summary>
    public static bool AreNamedBy(X509Certificate2 certificate) => RespondersOf(certificate).Count + ListsOf(certificate).Count > 0;

    /// <summary>OCSP responders reachable over HTTP.</summary>
    public static IReadOnlyList<Uri> RespondersOf(X509Certificate2 certificate)
    {
        try
        {
            return Web(certificate.Extensions
                .OfType<X509AuthorityInformationAccessExtension>()
                .SelectMany(extension => extension.EnumerateOcspUris()));
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    /// <summary>Where the issuer's certificate can be downloaded over HTTP (caIssuers).</summary>
    public static IReadOnlyList<Uri> IssuersOf(X509Certificate2 certificate)
    {
        try
        {
            return Web(certificate.Extensions
                .OfType<X509AuthorityInformationAccessExtension>()
                .SelectMany(extension => extension.EnumerateCAIssuersUris()));
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    /// <summary>Revocation lists reachable over HTTP.</summary>
    public static IReadOnlyList<Uri> ListsOf(X509Certificate2 certificate) => Web(DistributionPointsOf(certificate));

    /// <summary>Every address of a distribution point, of whatever scheme.</summary>
    public static IReadOnlyList<string> DistributionPointsOf(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == Oids.CrlDistributionPoints);
        if (extension is null)
        {
            return [];
        }

        try
        {
            var names = new List<string>();
            var points = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (points.HasData)
            {
                var point = points.ReadSequence();
                if (Has(point, Context0))
                {
                    names.AddRange(ReadPointName(point.ReadSequence(Context0)));
                }
            }

            return names;
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    /// <summary>The addresses in a DistributionPointName; names of other kinds are left out.</summary>
    public static IEnumerable<string> ReadPointName(AsnReader name)
    {
        if (!Has(name, Context0))
        {
            yield break;
        }

        var fullName = name.ReadSequence(Context0);
        while (fullName.HasData)
        {
            if (fullName.PeekTag().HasSameClassAndValue(UriName))
            {
                yield return fullName.ReadCharacterString(UniversalTagNumber.IA5String, UriName);
            }
            else
            {
                fullName.ReadEncodedValue();
            }
        }
    }

    // Addresses come from certificates, so from anywhere: nothing but HTTP is ever opened for them.
    private static List<Uri> Web(IEnumerable<string> addresses) =>
    [
        .. addresses
            .Select(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null)
            .OfType<Uri>()
            .Where(uri => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            .Distinct()
            .Take(MostAddresses),
    ];

    private static bool Has(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}
