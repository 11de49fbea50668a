using System.Formats.Asn1;
using Market.Signing.Certificates;
using Market.Signing.Validation;

namespace Market.Signing.GuoMi.Seals;

/// <summary>Signs with an electronic seal (GB/T 38540-2020, 7.2; GM/T 0031-2025).</summary>
internal static class SealSigner
{
    public static async Task<byte[]> SignAsync(
        ElectronicSeal seal,
        ReadOnlyMemory<byte> contentDigest,
        string propertyInfo,
        ISealKey key,
        DateTimeOffset at,
        ITimestampAuthority? tsa,
        CancellationToken ct)
    {
        if (contentDigest.Length != Sm3.HashSizeInBytes)
        {
            throw new ArgumentException("An SM3 digest of the content is needed.", nameof(contentDigest));
        }

        if (!System.Text.Ascii.IsValid(propertyInfo))
        {
            throw new ArgumentException("What is protected is written in ASCII.", nameof(propertyInfo));
        }

        RequireSeal(seal, key, at);
        SealCertificateRules.RequireUsable(key, at);
        var toSign = WriteToSign(seal, contentDigest.Span, propertyInfo, at);
        var value = await key.SignDigestAsync(Sm2Certificates.PublicKeyOf(key.Certificate).Digest(toSign), ct).ConfigureAwait(false);
        var token = tsa is null ? null : await tsa.StampAsync(Sm3.HashData(value), Sm3.Name, ct).ConfigureAwait(false);

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(toSign);
            SealMaker.WriteSignature(writer, key.Certificate, value, token);
        }

        return writer.Encode();
    }

    // GM/T 0031, 6.2.2: the seal is verified before it is used. Whether its maker is trusted is for the verifier to say.
    private static void RequireSeal(ElectronicSeal seal, ISealKey key, DateTimeOffset at)
    {
        if (seal.Version == ElectronicSealVersion.Gmt0031Of2014)
        {
            throw new SealRefusedException("seal-version-not-made", "Seals of GM/T 0031-2014 no longer make signatures.");
        }

        if (!seal.Permits(key.Certificate.RawDataMemory))
        {
            throw new SealRefusedException(
                SealReasons.SignerNotInSeal.Code, "The seal does not list the key's certificate; a renewed certificate needs a new seal.");
        }

        if (at < seal.ValidFrom || at > seal.ValidTo)
        {
            var reason = at < seal.ValidFrom ? SealReasons.SealNotYetValid : SealReasons.SealExpired;
            throw new SealRefusedException(reason.Code, "The seal is not valid at this moment.");
        }

        if (GmCertificate.TryParse(seal.MakerCertificate) is not { } maker
            || !Sm2Check.Check(
                seal.SignatureAlgorithm, seal.SignatureValue.Span, seal.SignedBytes.Span, maker, SealReasons.SealValueInvalid, new Findings()))
        {
            throw new SealRefusedException(SealReasons.SealValueInvalid.Code, "The maker's signature on the seal does not hold.");
        }
    }

    private static byte[] WriteToSign(ElectronicSeal seal, ReadOnlySpan<byte> contentDigest, string propertyInfo, DateTimeOffset at)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger((int)seal.Version);
            writer.WriteEncodedValue(seal.Encoded.Span);
            writer.WriteGeneralizedTime(at, omitFractionalSeconds: true);
            writer.WriteBitString(contentDigest);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, propertyInfo);
        }

        return writer.Encode();
    }
}
