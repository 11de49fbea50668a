using System.Formats.Asn1;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>What surrounds the signed part of an OCSP answer (RFC 6960, 4.2.1).</summary>
internal static class OcspEnvelope
{
    private const int MostCertificates = 32;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    /// <summary>Reads an OCSPResponse down to its BasicOCSPResponse; nothing may follow it.</summary>
    public static OcspResponseStatus Read(ReadOnlyMemory<byte> encoded, out ReadOnlyMemory<byte> basic)
    {
        basic = default;
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var status = reader.ReadEnumeratedValue<OcspResponseStatus>();
        if (status != OcspResponseStatus.Successful)
        {
            return status;
        }

        var wrapper = reader.ReadSequence(Context0);
        reader.ThrowIfNotEmpty();
        var bytes = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        if (bytes.ReadObjectIdentifier() != Oids.OcspBasic)
        {
            throw new RevocationFormatException("The OCSP answer is of an unknown kind.");
        }

        basic = bytes.ReadOctetString();
        bytes.ThrowIfNotEmpty();
        return status;
    }

    /// <summary>The DER of each certificate behind the signature.</summary>
    public static List<ReadOnlyMemory<byte>> ReadCertificates(AsnReader basic)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        if (basic.HasData)
        {
            var wrapper = basic.ReadSequence(Context0);
            var list = wrapper.ReadSequence();
            wrapper.ThrowIfNotEmpty();
            while (list.HasData)
            {
                if (certificates.Count == MostCertificates)
                {
                    throw new RevocationFormatException("The OCSP answer carries too many certificates.");
                }

                certificates.Add(list.ReadEncodedValue());
            }
        }

        basic.ThrowIfNotEmpty();
        return certificates;
    }
}
