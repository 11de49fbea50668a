using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Certificates;

/// <summary>The frame that certificates, revocation lists and OCSP answers share: what was signed, how, and the value
/// (RFC 5280, 4.1 and 5.1; RFC 6960, 4.2.1).</summary>
/// <param name="Content">The bytes that were signed, as they stand.</param>
/// <param name="Algorithm">The algorithm that made the value.</param>
/// <param name="Value">The signature value.</param>
internal sealed record SignedStructure(ReadOnlyMemory<byte> Content, AlgorithmIdentifier Algorithm, ReadOnlyMemory<byte> Value)
{
    /// <summary>The digest the signature relies on; null when the algorithm is not known here.</summary>
    public HashAlgorithmName? Digest =>
        GuoMiOids.IsSm2WithSm3(Algorithm.Oid) ? Sm3.Name : SignatureMath.Read(Algorithm, default)?.Digest;

    /// <summary>Reads the three parts; what may follow them is left to the caller.</summary>
    public static SignedStructure Read(AsnReader reader)
    {
        var content = reader.ReadEncodedValue();
        var algorithm = AlgorithmIdentifier.Read(reader);
        return reader.ReadBitString(out var unused) is var value && unused == 0
            ? new SignedStructure(content, algorithm, value)
            : throw new AsnContentException("A signature value is whole octets.");
    }

    /// <summary>Whether the key of this certificate made the value. Nothing is said about whether it was entitled to.</summary>
    public bool IsSignedBy(X509Certificate2 signer)
    {
        if (GuoMiOids.IsSm2WithSm3(Algorithm.Oid))
        {
            return Sm2Certificates.TryPublicKeyOf(signer) is { } key
                && Sm2SignatureValue.TryRead(Value.Span) is { } pair
                && key.Verify(Content.Span, pair);
        }

        // An identifier that leaves the digest open is of no use here: nothing else names one.
        return SignatureMath.Read(Algorithm, default) is { Digest.Name: not null } math
            && math.Verify(signer, DigestAlgorithm.Compute(math.Digest, Content.Span), Value.Span) is true;
    }

    private bool IsSignedByAnchor(X509Certificate2 anchor) =>
        SignatureMath.Read(Algorithm, default) is { Family: SignatureFamily.RsaPkcs1, Digest: { Name: not null } digest }
            ? AnchorKeys.Verify(anchor, digest, DigestAlgorithm.Compute(digest, Content.Span), Value.Span) is true
            : IsSignedBy(anchor);

    // RFC 5280, 4.1.1.2: a certificate names its algorithm inside as well, so that it cannot be exchanged.
    private static bool NamesAlgorithm(SignedStructure certificate)
    {
        var reader = new AsnReader(certificate.Content, AsnEncodingRules.BER).ReadSequence();
        if (reader.PeekTag().TagClass == TagClass.ContextSpecific)
        {
            reader.ReadEncodedValue();
        }

        reader.ReadEncodedValue();
        return AlgorithmIdentifier.Read(reader).IsSameAs(certificate.Algorithm);
    }

    /// <summary>Whether one certificate was issued by the holder of another: the names meet and the signature holds
    /// (RFC 5280, 6.1.3). Validity and usage are not looked at.</summary>
    /// <param name="certificate">The certificate in question.</param>
    /// <param name="issuer">The supposed issuer.</param>
    /// <param name="isAnchor">Whether the issuer is a trust anchor, so that its key is worth keeping.</param>
    public static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 issuer, bool isAnchor = false)
    {
        if (!certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData))
        {
            return false;
        }

        try
        {
            var outer = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.BER);
            var signed = Read(outer.ReadSequence());
            return NamesAlgorithm(signed) && (isAnchor ? signed.IsSignedByAnchor(issuer) : signed.IsSignedBy(issuer));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
