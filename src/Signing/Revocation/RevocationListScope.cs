using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>Which certificates a revocation list speaks of (RFC 5280, 5.2.4 and 5.2.5).</summary>
internal sealed class RevocationListScope
{
    private static readonly Asn1Tag DistributionPoint = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag OnlyUsers = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag OnlyAuthorities = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag OnlySomeReasons = new(TagClass.ContextSpecific, 3);
    private static readonly Asn1Tag IndirectList = new(TagClass.ContextSpecific, 4);
    private static readonly Asn1Tag OnlyAttributes = new(TagClass.ContextSpecific, 5);

    private bool _isUnusable;
    private bool _onlyUsers;
    private bool _onlyAuthorities;
    private List<string>? _pointNames;

    private RevocationListScope()
    {
    }

    /// <summary>Whether a certificate that is not listed is good: false when the list knows some reasons only.</summary>
    public bool IsComplete { get; private set; } = true;

    public static RevocationListScope Read(IReadOnlyDictionary<string, Extension> extensions)
    {
        Extension.RequireKnown(extensions, Oids.CrlNumber, Oids.AuthorityKeyIdentifier, Oids.DeltaCrlIndicator, Oids.IssuingDistributionPoint);

        // A delta list (5.2.4) says nothing without its base.
        var scope = new RevocationListScope { _isUnusable = extensions.ContainsKey(Oids.DeltaCrlIndicator) };
        if (extensions.TryGetValue(Oids.IssuingDistributionPoint, out var point))
        {
            scope.ReadDistributionPoint(new AsnReader(point.Value, AsnEncodingRules.DER).ReadSequence());
        }

        return scope;
    }

    public bool Covers(X509Certificate2 certificate)
    {
        var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
        return !_isUnusable
            && !(_onlyUsers && isAuthority)
            && !(_onlyAuthorities && !isAuthority)

            // 6.3.3 (b)(2)(i): a part of a list covers only certificates that name this part.
            && (_pointNames is null || RevocationAddresses.DistributionPointsOf(certificate).Any(_pointNames.Contains));
    }

    private void ReadDistributionPoint(AsnReader reader)
    {
        if (Has(reader, DistributionPoint))
        {
            _pointNames = [.. RevocationAddresses.ReadPointName(reader.ReadSequence(DistributionPoint))];
        }

        _onlyUsers = Has(reader, OnlyUsers) && reader.ReadBoolean(OnlyUsers);
        _onlyAuthorities = Has(reader, OnlyAuthorities) && reader.ReadBoolean(OnlyAuthorities);
        if (Has(reader, OnlySomeReasons))
        {
            reader.ReadEncodedValue();
            IsComplete = false;
        }

        _isUnusable |= Has(reader, IndirectList) && reader.ReadBoolean(IndirectList);
        _isUnusable |= Has(reader, OnlyAttributes) && reader.ReadBoolean(OnlyAttributes);
        reader.ThrowIfNotEmpty();
    }

    private static bool Has(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}
