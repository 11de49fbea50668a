using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Market.Signing.Cms;

namespace Market.Signing.Timestamps;

/// <summary>Reads a TimeStampResp (RFC 3161, 2.4.2) and checks that it answers our request.</summary>
internal static class TimestampResponse
{
    /// <summary>The DER of the token.</summary>
    /// <exception cref="TimestampException">Refused, unreadable, or an answer to another question.</exception>
    public static byte[] ReadToken(
        ReadOnlyMemory<byte> response, ReadOnlySpan<byte> messageImprint, HashAlgorithmName algorithm, BigInteger nonce)
    {
        var token = Unwrap(response);
        TimestampInfo info;
        try
        {
            info = TimestampInfo.Read(CmsSignedData.Parse(token));
        }
        catch (CmsFormatException exception)
        {
            throw new TimestampException("timestamp-malformed", "The time-stamp authority sent an unreadable token.", exception);
        }

        if (!info.Matches(algorithm, messageImprint))
        {
            throw new TimestampException("timestamp-wrong-imprint", "The time-stamp authority stamped something else.");
        }

        if (info.Nonce != nonce)
        {
            throw new TimestampException("timestamp-wrong-nonce", "The time stamp answers another request.");
        }

        return token;
    }

    private static byte[] Unwrap(ReadOnlyMemory<byte> response)
    {
        try
        {
            var outer = new AsnReader(response, AsnEncodingRules.BER);
            var reader = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var status = reader.ReadSequence();
            // 0 granted, 1 granted with modifications; the rest are refusals.
            var code = status.ReadInteger();
            if (code > BigInteger.One || code < BigInteger.Zero)
            {
                throw new TimestampException("timestamp-refused", $"The time-stamp authority refused (status {code}{Explanation(status)}).");
            }

            return reader.HasData
                ? reader.ReadEncodedValue().ToArray()
                : throw new TimestampException("timestamp-malformed", "The time-stamp authority granted, but sent no token.");
        }
        catch (AsnContentException exception)
        {
            throw new TimestampException("timestamp-malformed", "The time-stamp authority sent an unreadable answer.", exception);
        }
    }

    private static string Explanation(AsnReader status)
    {
        if (!status.HasData || !status.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            return "";
        }

        var text = status.ReadSequence();
        return text.HasData ? ": " + text.ReadCharacterString(UniversalTagNumber.UTF8String) : "";
    }
}
