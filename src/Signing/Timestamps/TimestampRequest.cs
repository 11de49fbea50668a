using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Market.Signing.Cms;

namespace Market.Signing.Timestamps;

/// <summary>A TimeStampReq (RFC 3161, 2.4.1) that asks for the authority's certificate and carries a fresh nonce.</summary>
internal sealed class TimestampRequest
{
    private const int NonceBytes = 8;

    private TimestampRequest(byte[] encoded, BigInteger nonce)
    {
        Encoded = encoded;
        Nonce = nonce;
    }

    public byte[] Encoded { get; }

    public BigInteger Nonce { get; }

    public static TimestampRequest For(ReadOnlySpan<byte> messageImprint, HashAlgorithmName algorithm)
    {
        var nonce = new BigInteger(RandomNumberGenerator.GetBytes(NonceBytes), isUnsigned: true);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                DigestAlgorithm.Write(writer, algorithm);
                writer.WriteOctetString(messageImprint);
            }

            writer.WriteInteger(nonce);
            writer.WriteBoolean(true);
        }

        return new TimestampRequest(writer.Encode(), nonce);
    }
}
