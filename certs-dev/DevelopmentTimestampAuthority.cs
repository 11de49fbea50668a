using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Development;

/// <summary>A time-stamp authority inside the process (演示时间戳): answers RFC 3161 requests with a development certificate.</summary>
public sealed class DevelopmentTimestampAuthority : ITimestampAuthority, IDisposable
{
    /// <summary>The policy under which stamps are made: an identifier of our own under the UUID arc.</summary>
    public const string Policy = "2.25.97717904802565130085728155512291278889";

    private readonly X509Certificate2 _certificate;
    private readonly IReadOnlyList<X509Certificate2> _chain;
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;
    private readonly ISealKey? _key;
    private readonly TimeProvider _clock;

    /// <summary>An authority with its own certificate and key; both are disposed with it, the chain is not.</summary>
    public DevelopmentTimestampAuthority(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, TimeProvider clock)
    {
        _certificate = certificate;
        _chain = chain;
        _clock = clock;
        _rsa = certificate.GetRSAPrivateKey();
        _ecdsa = certificate.GetECDsaPrivateKey();
        if (_rsa is null && _ecdsa is null)
        {
            throw new ArgumentException("The authority's key is not at hand.", nameof(certificate));
        }
    }

    /// <summary>An authority with a key of any kind; the key stays the caller's.</summary>
    public DevelopmentTimestampAuthority(ISealKey key, TimeProvider clock)
    {
        (_certificate, _chain, _key, _clock) = (key.Certificate, key.Chain, key, clock);
    }

    public X509Certificate2 Certificate => _certificate;

    public Task<byte[]> StampAsync(ReadOnlyMemory<byte> messageImprint, HashAlgorithmName algorithm, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var query = TimestampQuery.For(messageImprint, algorithm);
        return Task.FromResult(Token(query));
    }

    /// <summary>Answers a DER TimeStampReq with a DER TimeStampResp: a token, or a refusal that says why.</summary>
    public byte[] Respond(ReadOnlyMemory<byte> request)
    {
        var failure = TimestampQuery.TryRead(request, Policy, out var query);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (failure is { } reason)
            {
                WriteRejection(writer, reason);
            }
            else
            {
                using (writer.PushSequence())
                {
                    writer.WriteInteger(0);
                }

                writer.WriteEncodedValue(Token(query!));
            }
        }

        return writer.Encode();
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
        if (_key is null)
        {
            _certificate.Dispose();
        }
    }

    // RFC 3161, 2.4.2: status 2 is rejection.
    private static void WriteRejection(AsnWriter writer, TimestampFailure failure)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(2);
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, failure.ToString());
            }

            var bits = new System.Collections.BitArray((int)failure + 1);
            bits[(int)failure] = true;
            writer.WriteNamedBitList(bits);
        }
    }

    private byte[] Token(TimestampQuery query)
    {
        var scheme = SchemeFor(query.Algorithm);
        var prepared = PreparedSignedData.Enveloping(
            Oids.TstInfo, TimestampContent(query), _certificate, _chain, scheme, query.WantsCertificate);
        return prepared.Complete(Sign(prepared.DigestToSign, scheme));
    }

    private byte[] Sign(ReadOnlyMemory<byte> digest, SignatureScheme scheme) =>
        _rsa is not null ? _rsa.SignHash(digest.Span, scheme.Digest, RSASignaturePadding.Pkcs1)
        : _ecdsa is not null ? _ecdsa.SignHash(digest.Span, DSASignatureFormat.Rfc3279DerSequence)
        : _key!.SignDigestAsync(digest, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private byte[] TimestampContent(TimestampQuery query)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(Policy);
            using (writer.PushSequence())
            {
                DigestAlgorithm.Write(writer, query.Algorithm);
                writer.WriteOctetString(query.Imprint.Span);
            }

            writer.WriteIntegerUnsigned(DevelopmentPki.NewSerialNumber());
            writer.WriteGeneralizedTime(_clock.GetUtcNow(), omitFractionalSeconds: true);
            using (writer.PushSequence())
            {
                // Whole seconds are written, so the stamp is accurate to one.
                writer.WriteInteger(1);
            }

            if (query.Nonce is { } nonce)
            {
                writer.WriteInteger(nonce);
            }
        }

        return writer.Encode();
    }

    // An SM3 imprint is stamped with SHA-256: the key signs with none but its own.
    private SignatureScheme SchemeFor(HashAlgorithmName imprint) => _key?.Scheme ?? SignatureScheme.All.Single(scheme =>
        scheme.Digest == (imprint == Sm3.Name ? HashAlgorithmName.SHA256 : imprint) && scheme.Family == (_rsa is null ? SignatureFamily.Ecdsa : SignatureFamily.RsaPkcs1));
}
