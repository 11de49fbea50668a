using System.Formats.Asn1;
using Market.Signing.Cms;

namespace Market.Signing.Validation;

/// <summary>Finds the OCSP answers and revocation lists that a CMS carries: beside the certificates (RFC 5652, 5.1), in Adobe's
/// attribute (ISO 32000-2, 12.8.3.3.2) and in that of CAdES (EN 319 122-1, A.1.5).</summary>
internal static class CmsRevocationValues
{
    private const int MostValues = 64;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);

    public static List<(RevocationFormat Format, ReadOnlyMemory<byte> Encoded)> Read(CmsSignedData cms)
    {
        var found = cms.RevocationLists.Select(list => (RevocationFormat.RevocationList, list)).ToList();
        foreach (var signer in cms.Signers)
        {
            foreach (var value in signer.SignedAttributes.All(Oids.AdobeRevocationInfo))
            {
                Collect(found, value, areBasic: false);
            }

            foreach (var value in signer.UnsignedAttributes.All(Oids.RevocationValues))
            {
                Collect(found, value, areBasic: true);
            }
        }

        return found;
    }

    // Both have lists under [0] and answers under [1]; Adobe's answers are whole, those of CAdES the inner part only.
    private static void Collect(List<(RevocationFormat Format, ReadOnlyMemory<byte> Encoded)> found, ReadOnlyMemory<byte> value, bool areBasic)
    {
        try
        {
            var reader = new AsnReader(value, AsnEncodingRules.BER).ReadSequence();
            while (reader.HasData)
            {
                var tag = reader.PeekTag();
                if (!tag.HasSameClassAndValue(Context0) && !tag.HasSameClassAndValue(Context1))
                {
                    return;
                }

                var isList = tag.HasSameClassAndValue(Context0);
                var items = reader.ReadSequence(tag).ReadSequence();
                while (items.HasData && found.Count < MostValues)
                {
                    var item = items.ReadEncodedValue();
                    found.Add(isList ? (RevocationFormat.RevocationList, item) : (RevocationFormat.Ocsp, areBasic ? Wrap(item) : item));
                }
            }
        }
        catch (AsnContentException)
        {
            // What cannot be read proves nothing.
        }
    }

    // RFC 6960, 4.2.1: OCSPResponse { successful, [0] { id-pkix-ocsp-basic, OCTET STRING } }
    private static byte[] Wrap(ReadOnlyMemory<byte> basic)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue([0x0A, 0x01, 0x00]);
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.OcspBasic);
                writer.WriteOctetString(basic.Span);
            }
        }

        return writer.Encode();
    }
}
