using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace Market.Signing.GuoMi;

/// <summary>The one curve SM2 is used with here: the recommended one of GB/T 32918.5, named by its identifier.</summary>
internal static class Sm2Curve
{
    public const int FieldBytes = 32;
    private const byte Uncompressed = 0x04;
    private const int PointBytes = 1 + (2 * FieldBytes);

    public static ECDomainParameters Domain { get; } = Load();

    /// <summary>Reads an uncompressed point; null unless it lies on the curve.</summary>
    /// <remarks>Length and form are checked before the arithmetic library sees a byte.</remarks>
    public static ECPublicKeyParameters? TryReadPoint(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointBytes || point[0] != Uncompressed)
        {
            return null;
        }

        try
        {
            // The constructor refuses infinity and every point outside the curve.
            return new ECPublicKeyParameters(Domain.Curve.DecodePoint(point.ToArray()), Domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>True for 1 to n - 2, the private keys of GB/T 32918.2, 5.1.</summary>
    public static bool IsPrivateScalar(BigInteger scalar) =>
        scalar.SignValue > 0 && scalar.CompareTo(Domain.N.Subtract(BigInteger.Two)) <= 0;

    public static byte[] Pad(BigInteger value)
    {
        var bytes = value.ToByteArrayUnsigned();
        var padded = new byte[FieldBytes];
        bytes.CopyTo(padded, FieldBytes - bytes.Length);
        return padded;
    }

    private static ECDomainParameters Load()
    {
        var curve = GMNamedCurves.GetByOid(new DerObjectIdentifier(GuoMiOids.Sm2Curve));
        return new ECDomainParameters(curve.Curve, curve.G, curve.N, curve.H);
    }
}
