using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.GuoMi;

/// <summary>Lets .NET's certificate requests be signed with SM2.</summary>
internal sealed class Sm2CertificateGenerator(Sm2PrivateKey key) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(GuoMiOids.Sm2WithSm3);
        }

        return writer.Encode();
    }

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.Sign(data).ToDer();

    protected override PublicKey BuildPublicKey() => PublicKeyOf(key.PublicKey);

    /// <summary>The key in the form certificate requests take.</summary>
    public static PublicKey PublicKeyOf(Sm2PublicKey key) => PublicKey.CreateFromSubjectPublicKeyInfo(key.Encode(), out _);
}
