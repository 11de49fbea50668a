using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;

namespace Market.Signing.GuoMi.Seals;

/// <summary>Makes electronic seals (GB/T 38540-2020, 6.2; GM/T 0031-2025).</summary>
internal static class SealMaker
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    public static async Task<byte[]> MakeAsync(ElectronicSealContent content, ISealKey maker, ITimestampAuthority? tsa, CancellationToken ct)
    {
        if (content.Version is not (ElectronicSealVersion.Gbt38540Of2020 or ElectronicSealVersion.Gmt0031Of2025))
        {
            throw new SealRefusedException("seal-version-not-made", "Seals of GM/T 0031-2014 are read, but no longer made.");
        }

        if (content.SignerCertificates.Count == 0 || content.ValidTo < content.ValidFrom)
        {
            throw new SealRefusedException("seal-content-invalid", "A seal needs a signer's certificate and a validity that ends after it begins.");
        }

        if (tsa is not null && content.Version != ElectronicSealVersion.Gmt0031Of2025)
        {
            throw new SealRefusedException("seal-content-invalid", "Only seals of GM/T 0031-2025 carry a time stamp.");
        }

        SealCertificateRules.RequireUsable(maker, content.CreatedAt);
        var info = WriteInfo(content);
        var value = await maker.SignDigestAsync(Sm2Certificates.PublicKeyOf(maker.Certificate).Digest(info), ct).ConfigureAwait(false);
        var token = tsa is null ? null : await tsa.StampAsync(Sm3.HashData(value), Sm3.Name, ct).ConfigureAwait(false);

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(info);
            WriteSignature(writer, maker.Certificate, value, token);
        }

        return writer.Encode();
    }

    /// <summary>Certificate, algorithm, value and time stamp, the common tail of SESeal and SES_Signature.</summary>
    public static void WriteSignature(AsnWriter writer, X509Certificate2 certificate, byte[] value, byte[]? token)
    {
        writer.WriteOctetString(certificate.RawDataMemory.Span);
        writer.WriteObjectIdentifier(GuoMiOids.Sm2WithSm3);
        writer.WriteBitString(value);
        if (token is not null)
        {
            using (writer.PushSequence(Context0))
            {
                writer.WriteBitString(token);
            }
        }
    }

    private static byte[] WriteInfo(ElectronicSealContent content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                WriteAscii(writer, "ES");
                writer.WriteInteger((int)content.Version);
                WriteAscii(writer, content.VendorId);
            }

            WriteAscii(writer, content.Id);
            using (writer.PushSequence())
            {
                WriteProperty(writer, content);
            }

            using (writer.PushSequence())
            {
                WriteAscii(writer, content.Picture.Format);
                writer.WriteOctetString(content.Picture.Bytes.Span);
                writer.WriteInteger(content.Picture.WidthMillimetres);
                writer.WriteInteger(content.Picture.HeightMillimetres);
            }
        }

        return writer.Encode();
    }

    private static void WriteProperty(AsnWriter writer, ElectronicSealContent content)
    {
        writer.WriteInteger(content.Type);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, content.Name);
        writer.WriteInteger(content.ListsDigests ? 2 : 1);
        using (writer.PushSequence())
        {
            foreach (var certificate in content.SignerCertificates)
            {
                WriteSigner(writer, certificate, content.ListsDigests);
            }
        }

        foreach (var at in (ReadOnlySpan<DateTimeOffset>)[content.CreatedAt, content.ValidFrom, content.ValidTo])
        {
            writer.WriteGeneralizedTime(at, omitFractionalSeconds: true);
        }
    }

    private static void WriteSigner(AsnWriter writer, X509Certificate2 certificate, bool asDigest)
    {
        if (!asDigest)
        {
            writer.WriteOctetString(certificate.RawDataMemory.Span);
            return;
        }

        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.PrintableString, "SM3");
            writer.WriteOctetString(Sm3.HashData(certificate.RawDataMemory.Span));
        }
    }

    private static void WriteAscii(AsnWriter writer, string text)
    {
        if (!System.Text.Ascii.IsValid(text))
        {
            throw new SealRefusedException("seal-content-invalid", "Number, vendor and picture format of a seal are written in ASCII.");
        }

        writer.WriteCharacterString(UniversalTagNumber.IA5String, text);
    }
}
