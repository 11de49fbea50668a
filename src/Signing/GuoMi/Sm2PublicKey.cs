using System.Formats.Asn1;
using System.Text;
using Market.Signing.Cms;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Market.Signing.GuoMi;

/// <summary>An SM2 public key (GB/T 32918) on the recommended curve.</summary>
internal sealed class Sm2PublicKey
{
    /// <summary>The signer's distinguishing identifier that GM/T 0009, 10 fixes for all uses.</summary>
    public const string DefaultId = "1234567812345678";

    private readonly ECPublicKeyParameters _key;
    private readonly byte[] _za;

    public Sm2PublicKey(ECPublicKeyParameters key)
    {
        _key = key;
        Point = key.Q.GetEncoded(compressed: false);
        _za = ComputeZa(Point);
    }

    /// <summary>The uncompressed point: 04, x, y.</summary>
    public byte[] Point { get; }

    /// <summary>Reads a SubjectPublicKeyInfo; null unless it names exactly this algorithm and this curve.</summary>
    public static Sm2PublicKey? TryRead(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        try
        {
            var outer = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER);
            var info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var algorithm = info.ReadSequence();
            if (algorithm.ReadObjectIdentifier() != Oids.EcPublicKey
                || !algorithm.HasData
                || !algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
                || algorithm.ReadObjectIdentifier() != GuoMiOids.Sm2Curve
                || algorithm.HasData)
            {
                return null;
            }

            var point = info.ReadBitString(out var unusedBits);
            return unusedBits == 0 && !info.HasData && Sm2Curve.TryReadPoint(point) is { } key ? new Sm2PublicKey(key) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>e = SM3(ZA || message), the number that is signed.</summary>
    public byte[] Digest(ReadOnlySpan<byte> message)
    {
        var digest = new Sm3();
        digest.Append(_za);
        digest.Append(message);
        return digest.Finish();
    }

    /// <summary>Whether the value signs this message.</summary>
    public bool Verify(ReadOnlySpan<byte> message, Sm2SignatureValue value) => VerifyDigest(Digest(message), value);

    /// <summary>Whether the value signs this e, however that was made.</summary>
    public bool VerifyDigest(byte[] e, Sm2SignatureValue value)
    {
        var verifier = new SM2Signer(PlainDsaEncoding.Instance, new PresetDigest(e));
        verifier.Init(false, _key);
        return verifier.VerifySignature(value.Plain);
    }

    /// <summary>The DER of the SubjectPublicKeyInfo.</summary>
    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.EcPublicKey);
                writer.WriteObjectIdentifier(GuoMiOids.Sm2Curve);
            }

            writer.WriteBitString(Point);
        }

        return writer.Encode();
    }

    // GB/T 32918.2, 5.5: ZA = SM3(ENTL || ID || a || b || xG || yG || xA || yA), ENTL the length of ID in bits.
    private static byte[] ComputeZa(byte[] point)
    {
        var id = Encoding.ASCII.GetBytes(DefaultId);
        var bits = id.Length * 8;
        var curve = Sm2Curve.Domain.Curve;
        var digest = new Sm3();
        digest.Append([(byte)(bits >> 8), (byte)bits]);
        digest.Append(id);
        digest.Append(curve.A.GetEncoded());
        digest.Append(curve.B.GetEncoded());
        digest.Append(Sm2Curve.Domain.G.GetEncoded(compressed: false).AsSpan(1));
        digest.Append(point.AsSpan(1));
        return digest.Finish();
    }
}
