using System.Formats.Asn1;
using Market.Signing.Cms;
using Market.Signing.Revocation;

namespace Market.Development;

/// <summary>What a client asks an OCSP responder (RFC 6960, 4.1.1).</summary>
/// <param name="Certificates">The certificates in question.</param>
/// <param name="Nonce">To be repeated in the answer; null when there is none.</param>
internal sealed record OcspQuery(IReadOnlyList<CertificateId> Certificates, ReadOnlyMemory<byte>? Nonce)
{
    private const int MostCertificates = 100;
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag RequestorName = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag RequestExtensions = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag SingleExtensions = new(TagClass.ContextSpecific, 0);

    /// <summary>Reads a request; null when it is malformed.</summary>
    public static OcspQuery? TryRead(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Read(new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence().ReadSequence());
        }
        catch (Exception exception) when (exception is AsnContentException or RevocationFormatException)
        {
            return null;
        }
    }

    private static OcspQuery Read(AsnReader reader)
    {
        foreach (var tag in (ReadOnlySpan<Asn1Tag>)[Version, RequestorName])
        {
            if (Has(reader, tag))
            {
                reader.ReadEncodedValue();
            }
        }

        var certificates = new List<CertificateId>();
        var list = reader.ReadSequence();
        while (list.HasData && certificates.Count < MostCertificates)
        {
            var request = list.ReadSequence();
            certificates.Add(CertificateId.Read(request));
            if (Has(request, SingleExtensions))
            {
                Extension.RequireKnown(Extension.ReadAll(request.ReadSequence(SingleExtensions)));
            }
        }

        ReadOnlyMemory<byte>? nonce = null;
        if (Has(reader, RequestExtensions))
        {
            var extensions = Extension.ReadAll(reader.ReadSequence(RequestExtensions));
            Extension.RequireKnown(extensions, Oids.OcspNonce);
            nonce = extensions.TryGetValue(Oids.OcspNonce, out var found) ? CmsValues.ReadOctets(found.Value) : null;
        }

        return new OcspQuery(certificates, nonce);
    }

    private static bool Has(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}
