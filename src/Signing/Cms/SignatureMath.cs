using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Cms;

/// <summary>How a signature value is to be checked.</summary>
/// <param name="Family">RSA PKCS#1, PSS, ECDSA or EdDSA.</param>
/// <param name="Digest">The digest that was signed; for EdDSA that of the content, for it signs messages as they are.</param>
/// <param name="IsPlain">ECDSA with r and s side by side instead of their DER.</param>
/// <param name="Curve">The curve of EdDSA; null otherwise.</param>
/// <param name="SaltLength">The length of the salt of PSS; null otherwise.</param>
internal readonly record struct SignatureMath(
    SignatureFamily Family, HashAlgorithmName Digest, bool IsPlain = false, string? Curve = null, int? SaltLength = null)
{
    private const byte ObjectIdentifierTag = 0x06;
    private const int LargestRsaKey = 16384;
    private const int LongestSalt = LargestRsaKey / 8;

    /// <summary>Reads the algorithm of a SignerInfo; null when it is not supported.</summary>
    /// <param name="algorithm">The signatureAlgorithm field.</param>
    /// <param name="declared">The SignerInfo's digest algorithm, used where the signature algorithm does not name one.</param>
    public static SignatureMath? Read(AlgorithmIdentifier algorithm, HashAlgorithmName declared) => algorithm.Oid switch
    {
        Oids.RsaEncryption => new(SignatureFamily.RsaPkcs1, declared),
        Oids.Md5WithRsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.MD5),
        Oids.Sha1WithRsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA1),
        Oids.Sha256WithRsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA256),
        Oids.Sha384WithRsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA384),
        Oids.Sha512WithRsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA512),
        Oids.RsaPss => ReadPss(algorithm.Parameters),
        // Some signers put the key's identifier where the signature algorithm belongs.
        Oids.EcPublicKey => new(SignatureFamily.Ecdsa, declared),
        Oids.EcdsaWithSha1 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA1),
        Oids.EcdsaWithSha256 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA256),
        Oids.EcdsaWithSha384 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA384),
        Oids.EcdsaWithSha512 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA512),
        Oids.PlainEcdsaWithSha256 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA256, IsPlain: true),
        Oids.PlainEcdsaWithSha384 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA384, IsPlain: true),
        Oids.PlainEcdsaWithSha512 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA512, IsPlain: true),
        Oids.Sha3With256AndRsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA3_256),
        Oids.Sha3With384AndRsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA3_384),
        Oids.Sha3With512AndRsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA3_512),
        Oids.EcdsaWithSha3With256 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA3_256),
        Oids.EcdsaWithSha3With384 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA3_384),
        Oids.EcdsaWithSha3With512 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA3_512),

        // RFC 8419, 3: no parameters, and one digest beside each curve.
        Oids.Ed25519 or Oids.Ed448 when algorithm.Parameters is null && declared == EdDsa.DigestOf(algorithm.Oid) =>
            new(SignatureFamily.EdDsa, declared, Curve: algorithm.Oid),
        _ => null,
    };

    /// <summary>What the value signs of a message: its digest, or for EdDSA the message itself.</summary>
    public byte[] ToSign(ReadOnlySpan<byte> message) =>
        Family == SignatureFamily.EdDsa ? message.ToArray() : DigestAlgorithm.Compute(Digest, message);

    /// <summary>Whether the certificate's key made this value over this digest; null when the key is of another kind.</summary>
    public bool? Verify(X509Certificate2 certificate, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        try
        {
            if (Family == SignatureFamily.EdDsa)
            {
                return EdDsa.Verify(Curve!, certificate, digest, signature);
            }

            if (Family == SignatureFamily.Ecdsa)
            {
                // A curve is one by name; parameters of one's own making have fooled verifiers before (CVE-2020-0601).
                if (certificate.PublicKey.EncodedParameters?.RawData is not [ObjectIdentifierTag, ..])
                {
                    return null;
                }

                using var ecdsa = certificate.GetECDsaPublicKey();
                var format = IsPlain ? DSASignatureFormat.IeeeP1363FixedFieldConcatenation : DSASignatureFormat.Rfc3279DerSequence;
                return ecdsa?.VerifyHash(digest, signature, format);
            }

            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is null || rsa.KeySize > LargestRsaKey)
            {
                return null;
            }

            if (SaltLength is { } salt && salt != DigestAlgorithm.SizeOf(Digest))
            {
                return PssEncoding.Verify(rsa, Digest, salt, digest, signature);
            }

            var padding = Family == SignatureFamily.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
            return rsa.VerifyHash(digest, signature, Digest, padding);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // RFC 4055, 3.1. The mask's digest must be the message's, the salt has 20 bytes unless it says otherwise, and the trailer
    // is the only one there is.
    private static SignatureMath? ReadPss(ReadOnlyMemory<byte>? parameters)
    {
        var digest = HashAlgorithmName.SHA1;
        var mask = HashAlgorithmName.SHA1;
        var salt = SHA1.HashSizeInBytes;
        if (parameters is { } encoded)
        {
            try
            {
                var reader = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
                if (TryContext(reader, 0) is { } hash && !DigestAlgorithm.TryFromOid(AlgorithmIdentifier.Read(hash).Oid, out digest))
                {
                    return null;
                }

                if (TryContext(reader, 1) is { } generator)
                {
                    var algorithm = AlgorithmIdentifier.Read(generator);
                    if (algorithm.Oid != Oids.Mgf1
                        || algorithm.Parameters is not { } inner
                        || !DigestAlgorithm.TryFromOid(AlgorithmIdentifier.Read(new AsnReader(inner, AsnEncodingRules.DER)).Oid, out mask))
                    {
                        return null;
                    }
                }

                if ((TryContext(reader, 2) is { } length && !length.TryReadInt32(out salt))
                    || salt is < 0 or > LongestSalt
                    || (TryContext(reader, 3) is { } trailer && trailer.ReadInteger() != 1))
                {
                    return null;
                }

                reader.ThrowIfNotEmpty();
            }
            catch (AsnContentException)
            {
                return null;
            }
        }

        return digest == mask ? new SignatureMath(SignatureFamily.RsaPss, digest, SaltLength: salt) : null;
    }

    private static AsnReader? TryContext(AsnReader reader, int number)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, number);
        return reader.HasData && reader.PeekTag().HasSameClassAndValue(tag) ? reader.ReadSequence(tag) : null;
    }
}
