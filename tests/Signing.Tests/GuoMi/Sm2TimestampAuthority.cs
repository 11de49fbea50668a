using System.Formats.Asn1;
using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

/// <summary>A time-stamp authority with SM2 and SM3 (GB/T 20520).</summary>
internal sealed class Sm2TimestampAuthority(DateTimeOffset at, Sm2SealKey? key = null) : ITimestampAuthority
{
    private readonly Sm2SealKey _key = key ?? Sm2Pki.TimestampAuthority;

    /// <summary>Changes what is stamped, for tokens that belong to something else.</summary>
    public bool StampsSomethingElse { get; init; }

    public async Task<byte[]> StampAsync(ReadOnlyMemory<byte> messageImprint, HashAlgorithmName algorithm, CancellationToken ct)
    {
        var imprint = StampsSomethingElse ? Sm3.HashData(messageImprint.Span) : messageImprint.ToArray();
        var prepared = PreparedSignedData.Enveloping(
            Oids.TstInfo, WriteInfo(imprint, algorithm), _key.Certificate, _key.Chain, _key.Scheme, embedsCertificates: true);
        return prepared.Complete(await _key.SignDigestAsync(prepared.DigestToSign, ct));
    }

    private byte[] WriteInfo(byte[] imprint, HashAlgorithmName algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier("1.2.156.99999.1");
            using (writer.PushSequence())
            {
                DigestAlgorithm.Write(writer, algorithm);
                writer.WriteOctetString(imprint);
            }

            writer.WriteInteger(42);
            writer.WriteGeneralizedTime(at, omitFractionalSeconds: true);
        }

        return writer.Encode();
    }
}
