using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Revocation;

namespace Market.Development;

/// <summary>Says inside the process which development certificates are revoked (演示吊销服务): an OCSP responder with a
/// certificate of its own for what the issuing authority issued, and revocation lists of both authorities and of the SM2 half's.</summary>
/// <remarks>What was revoked is forgotten when the process ends.</remarks>
public sealed class DevelopmentRevocation : IRevocationSource, IDisposable
{
    /// <summary>Below the address of the PKI: where the responder answers.</summary>
    public const string OcspPath = "ocsp";

    /// <summary>Below the address of the PKI: the issuing authority's list.</summary>
    public const string IssuingListPath = "issuing.crl";

    /// <summary>Below the address of the PKI: the root's list.</summary>
    public const string RootListPath = "root.crl";

    /// <summary>Below the address of the PKI: the issuing authority's certificate.</summary>
    public const string IssuingCertificatePath = "issuing.cer";

    /// <summary>Below the address of the PKI: the root's certificate.</summary>
    public const string RootCertificatePath = "root.cer";

    private static readonly TimeSpan ResponderValidity = TimeSpan.FromDays(30);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _issuer;
    private readonly Lazy<DevelopmentSm2Pki> _sm2;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, CertificateStanding> _standings = new(StringComparer.Ordinal);
    private readonly Lock _responderLock = new();
    private X509Certificate2? _responder;
    private long _listNumber;

    internal DevelopmentRevocation(X509Certificate2 root, X509Certificate2 issuer, Lazy<DevelopmentSm2Pki> sm2, TimeProvider clock)
    {
        (_root, _issuer, _sm2, _clock) = (root, issuer, sm2, clock);
    }

    /// <summary>How long answers and lists are current.</summary>
    public TimeSpan Validity { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Revokes a certificate (吊销), from now or from an earlier moment.</summary>
    public void Revoke(X509Certificate2 certificate, DateTimeOffset? since = null, X509RevocationReason reason = X509RevocationReason.Unspecified) =>
        _standings[certificate.SerialNumber] = Standing(CertificateState.Revoked) with
        {
            RevokedAt = since ?? _clock.GetUtcNow(),
            Reason = (int)reason,
        };

    /// <summary>Answers from now on that the certificate is not known.</summary>
    public void Disown(X509Certificate2 certificate) => _standings[certificate.SerialNumber] = Standing(CertificateState.Unknown);

    /// <summary>Takes back <see cref="Revoke"/> or <see cref="Disown"/>.</summary>
    public void Reinstate(X509Certificate2 certificate) => _standings.TryRemove(certificate.SerialNumber, out _);

    /// <inheritdoc/>
    public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (Sm2Certificates.IsSm2(issuer))
        {
            return _sm2.Value.Revocation.GetAsync(certificate, issuer, at, ct);
        }

        if (Is(issuer, _issuer))
        {
            return Task.FromResult(new RevocationEvidence(RevocationFormat.Ocsp, RespondToOcsp(OcspRequest.For(certificate, issuer).Encoded)));
        }

        return Is(issuer, _root)
            ? Task.FromResult(new RevocationEvidence(RevocationFormat.RevocationList, RootList()))
            : throw new RevocationException(RevocationException.NotOffered, $"The development PKI did not issue '{certificate.Subject}'.")
            {
                Certificate = certificate.Subject,
            };
    }

    /// <summary>Answers a request over HTTP by its path below the PKI's address; null for any other path.</summary>
    public byte[]? Answer(string path, ReadOnlyMemory<byte> body) => path.Trim('/') switch
    {
        OcspPath => RespondToOcsp(body),
        IssuingListPath => IssuingList(),
        RootListPath => RootList(),
        IssuingCertificatePath => _issuer.RawData,
        RootCertificatePath => _root.RawData,
        var other => other.StartsWith(DevelopmentSm2Revocation.Prefix, StringComparison.Ordinal) ? _sm2.Value.Revocation.Answer(other) : null,
    };

    /// <summary>Answers a DER OCSPRequest with a DER OCSPResponse.</summary>
    public byte[] RespondToOcsp(ReadOnlyMemory<byte> request)
    {
        if (OcspQuery.TryRead(request) is not { } query)
        {
            return OcspWriter.Failure(OcspResponseStatus.MalformedRequest);
        }

        if (!query.Certificates.All(certificate => DigestAlgorithm.TryFromOid(certificate.DigestOid, out var digest)
            && certificate.IssuerKeyDigest.Span.SequenceEqual(DigestAlgorithm.Compute(digest, _issuer.PublicKey.EncodedKeyValue.RawData))))
        {
            return OcspWriter.Failure(OcspResponseStatus.Unauthorized);
        }

        var responder = Responder();
        return OcspWriter.Write(
            responder,
            [responder],
            query.Certificates.Select(certificate => new OcspAnswer(certificate, StandingOf(certificate.SerialNumber))),
            _clock.GetUtcNow(),
            query.Nonce);
    }

    /// <summary>The issuing authority's revocation list, made now.</summary>
    public byte[] IssuingList() => List(_issuer);

    /// <summary>The root's revocation list, made now.</summary>
    public byte[] RootList() => List(_root);

    public void Dispose()
    {
        _responder?.Dispose();
        _root.Dispose();
    }

    private static bool Is(X509Certificate2 one, X509Certificate2 other) => one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    private CertificateStanding StandingOf(ReadOnlyMemory<byte> serialNumber)
    {
        var now = Standing(CertificateState.Good);
        return _standings.TryGetValue(Convert.ToHexString(serialNumber.Span), out var kept)
            ? now with { State = kept.State, RevokedAt = kept.RevokedAt, Reason = kept.Reason }
            : now;
    }

    private CertificateStanding Standing(CertificateState state)
    {
        var now = _clock.GetUtcNow();
        return new CertificateStanding(state, now, now + Validity, now);
    }

    private byte[] List(X509Certificate2 authority)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var (serialNumber, standing) in _standings.Where(entry => entry.Value.State == CertificateState.Revoked))
        {
            builder.AddEntry(Convert.FromHexString(serialNumber), standing.RevokedAt, (X509RevocationReason?)standing.Reason);
        }

        var now = _clock.GetUtcNow();
        return builder.Build(
            authority, Interlocked.Increment(ref _listNumber), now + Validity, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, now);
    }

    /// <summary>A short-lived certificate for answering, made when it is needed: its key is never written down.</summary>
    private X509Certificate2 Responder()
    {
        lock (_responderLock)
        {
            var now = _clock.GetUtcNow();
            if (_responder is null || now < _responder.NotBefore || now > _responder.NotAfter - TimeSpan.FromDays(1))
            {
                using var pair = KeyPair.Generate(SealKeyKind.EcdsaP256);
                var request = pair.Request(CertificateProfile.Authority("Market 演示 OCSP"));
                CertificateProfile.AddResponderExtensions(request);
                using var certificate = Authority.Sign(request, _issuer, now.AddHours(-1), now + ResponderValidity);
                _responder = pair.Attach(certificate);
            }

            return _responder;
        }
    }
}
