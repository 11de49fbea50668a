using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;
using Market.Signing.GuoMi;

namespace Market.Development;

/// <summary>The revocation lists of the SM2 authorities (演示国密吊销列表), signed with SM2 and SM3 (GB/T 20518).</summary>
/// <remarks>What was revoked is forgotten when the process ends.</remarks>
public sealed class DevelopmentSm2Revocation : IRevocationSource
{
    /// <summary>Below the address of the PKI: the issuing authority's list.</summary>
    public const string IssuingListPath = Prefix + "issuing.crl";

    /// <summary>Below the address of the PKI: the root's list.</summary>
    public const string RootListPath = Prefix + "root.crl";

    /// <summary>Below the address of the PKI: the issuing authority's certificate.</summary>
    public const string IssuingCertificatePath = Prefix + "issuing.cer";

    /// <summary>Below the address of the PKI: the root's certificate.</summary>
    public const string RootCertificatePath = Prefix + "root.cer";

    /// <summary>What all of them begin with.</summary>
    internal const string Prefix = "sm2-";

    private static readonly TimeSpan Validity = TimeSpan.FromDays(1);
    private readonly (X509Certificate2 Certificate, Sm2PrivateKey Key) _root;
    private readonly (X509Certificate2 Certificate, Sm2PrivateKey Key) _issuing;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _revoked = new(StringComparer.Ordinal);
    private long _number;

    internal DevelopmentSm2Revocation(
        (X509Certificate2 Certificate, Sm2PrivateKey Key) root, (X509Certificate2 Certificate, Sm2PrivateKey Key) issuing, TimeProvider clock) =>
        (_root, _issuing, _clock) = (root, issuing, clock);

    /// <summary>Revokes a certificate (吊销), from now or from an earlier moment.</summary>
    public void Revoke(X509Certificate2 certificate, DateTimeOffset? since = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        _revoked[certificate.SerialNumber] = since ?? _clock.GetUtcNow();
    }

    /// <inheritdoc/>
    public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        ct.ThrowIfCancellationRequested();
        var authority = Is(issuer, _issuing.Certificate) ? _issuing
            : Is(issuer, _root.Certificate) ? _root
            : throw new RevocationException(RevocationException.NotOffered, $"The development PKI did not issue '{certificate.Subject}'.")
            {
                Certificate = certificate.Subject,
            };
        return Task.FromResult(new RevocationEvidence(RevocationFormat.RevocationList, List(authority)));
    }

    /// <summary>Answers a request over HTTP by its path below the PKI's address; null for any other path.</summary>
    internal byte[]? Answer(string path) => path switch
    {
        IssuingListPath => List(_issuing),
        RootListPath => List(_root),
        IssuingCertificatePath => _issuing.Certificate.RawData,
        RootCertificatePath => _root.Certificate.RawData,
        _ => null,
    };

    private static bool Is(X509Certificate2 one, X509Certificate2 other) => one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    private byte[] List((X509Certificate2 Certificate, Sm2PrivateKey Key) authority)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var (serialNumber, since) in _revoked)
        {
            builder.AddEntry(Convert.FromHexString(serialNumber), since);
        }

        var now = _clock.GetUtcNow();
        return builder.Build(
            authority.Certificate.SubjectName, new Sm2CertificateGenerator(authority.Key), Interlocked.Increment(ref _number), now + Validity, Sm3.Name,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority.Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false), now);
    }
}
