using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Cms;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Revocation;
using Market.Signing.Validation;

namespace Market.Signing.Levels;

/// <summary>Gathers what is needed to check signatures later: their certificates up to a root, and for each an authority's word
/// that it was not revoked (EN 319 142-1, 6.3, B-LT). What a file holds already is used again where it is new enough.</summary>
internal sealed class MaterialCollector : IDisposable
{
    private const int LongestChain = 10;

    private readonly IRevocationSource _revocation;
    private readonly DateTimeOffset _at;
    private readonly CertificatePool _pool;
    private readonly IReadOnlyList<X509Certificate2> _further;
    private readonly IIssuerSource? _issuers;
    private readonly List<RevocationData> _present = [];
    private readonly ByteSet _certificates;
    private readonly ByteSet _answers;
    private readonly ByteSet _lists;

    /// <param name="services">Who is asked, and further certificates.</param>
    /// <param name="present">What the file holds already.</param>
    /// <param name="at">The moment of collecting.</param>
    public MaterialCollector(SealServices services, ValidationData present, DateTimeOffset at)
    {
        services.RequireFor(PadesLevel.BLT);
        _revocation = services.Revocation!;
        (_at, _further, _issuers) = (at, services.Certificates, services.Issuers);
        _pool = new CertificatePool(present.Certificates);
        (_certificates, _answers, _lists) = (new ByteSet(present.Certificates), new ByteSet(present.OcspResponses), new ByteSet(present.RevocationLists));
        Remember(RevocationFormat.Ocsp, present.OcspResponses);
        Remember(RevocationFormat.RevocationList, present.RevocationLists);
    }

    /// <summary>What was gathered and is not in the file yet.</summary>
    public ValidationData Added => new(_certificates.Added, _answers.Added, _lists.Added);

    /// <summary>Makes the certificates that a signature or token brings known, so that any other may need them.</summary>
    public void Offer(CmsSignedData cms)
    {
        foreach (var encoded in cms.Certificates)
        {
            _pool.Add(encoded.Span);
        }
    }

    /// <summary>Gathers what one signature or time stamp needs; it was offered before.</summary>
    /// <param name="cms">The signature or the token.</param>
    /// <param name="since">When it existed: the authority's word must not be older.</param>
    /// <param name="isArchived">Whether a document time stamp covers it together with what was collected for it then. What
    /// is not covered yet is asked for again when it is no longer current.</param>
    /// <exception cref="RevocationException">A certificate is missing, is revoked, or nothing proves that it is not.</exception>
    public Task AddAsync(CmsSignedData cms, DateTimeOffset since, bool isArchived, CancellationToken ct) =>
        AddAsync(cms, since, isArchived, null, ct);

    /// <summary>Makes the certificates that an electronic seal brings known.</summary>
    public void Offer(ElectronicSealSignature seal)
    {
        _pool.Add(seal.SignerCertificate.Span);
        _pool.Add(seal.Seal.MakerCertificate.Span);
    }

    /// <summary>Gathers what an electronic seal and its stamps need. Chinese authorities often say nowhere how to ask for a
    /// certificate's state: what there is goes into the file, and the rest is named.</summary>
    /// <returns>What was not to be had.</returns>
    /// <exception cref="RevocationException">A certificate was revoked when it was used.</exception>
    public async Task<IReadOnlyList<RevocationException>> AddAsync(SignatureInFile signature, DateTimeOffset since, bool isArchived, CancellationToken ct)
    {
        var missing = new List<RevocationException>();
        var seal = signature.ElectronicSeal!;

        // GM/T 0031-2025: of the maker counts the moment of making; before, that of the seal's use.
        var made = seal.Seal.Version == ElectronicSealVersion.Gmt0031Of2025 ? seal.Seal.CreatedAt : since;
        await AddAsync(seal.SignerCertificate, since, isArchived, missing, ct).ConfigureAwait(false);
        await AddAsync(seal.Seal.MakerCertificate, made, isArchived, missing, ct).ConfigureAwait(false);
        foreach (var token in new[] { signature.Timestamp, signature.SealTimestamp }.OfType<CmsSignedData>())
        {
            await AddAsync(token, since, isArchived, missing, ct).ConfigureAwait(false);
        }

        return [.. missing.DistinctBy(gap => gap.Message)];
    }

    private Task AddAsync(ReadOnlyMemory<byte> certificate, DateTimeOffset since, bool isArchived, List<RevocationException> missing, CancellationToken ct)
    {
        if (_pool.Certificates.FirstOrDefault(known => known.RawDataMemory.Span.SequenceEqual(certificate.Span)) is { } leaf)
        {
            return AddChainAsync(leaf, since, isArchived, 0, missing, ct);
        }

        missing.Add(new RevocationException(RevocationException.IssuerMissing, "A certificate of the electronic seal cannot be read."));
        return Task.CompletedTask;
    }

    private async Task AddAsync(CmsSignedData cms, DateTimeOffset since, bool isArchived, List<RevocationException>? missing, CancellationToken ct)
    {
        if (cms.Signers is [var signer] && _pool.Find(signer) is { } leaf)
        {
            await AddChainAsync(leaf, since, isArchived, 0, missing, ct).ConfigureAwait(false);
            return;
        }

        throw new RevocationException(RevocationException.IssuerMissing, "The certificate of a signature or time stamp is not in the file.");
    }

    public void Dispose()
    {
        _pool.Dispose();
        _present.ForEach(data => data.Dispose());
    }

    /// <param name="missing">Receives what was not to be had; null gives up at the first.</param>
    private async Task AddChainAsync(
        X509Certificate2 leaf, DateTimeOffset since, bool isArchived, int depth, List<RevocationException>? missing, CancellationToken ct)
    {
        for (var current = leaf; ; depth++)
        {
            _certificates.Add(current.RawDataMemory);
            if (SignedStructure.IsIssuedBy(current, current))
            {
                return;
            }

            var issuer = IssuerOf(current) ?? await DownloadIssuerAsync(current, ct).ConfigureAwait(false);
            if (issuer is null || depth == LongestChain)
            {
                var gap = new RevocationException(
                    RevocationException.IssuerMissing,
                    $"The certificate of '{current.Issuer}', which issued '{current.Subject}', is neither in the file nor given, and was not to be had from the address it names.")
                { Certificate = current.Subject };
                (missing ?? throw gap).Add(gap);
                return;
            }

            try
            {
                await AddStandingAsync(current, issuer, since, isArchived, depth, ct).ConfigureAwait(false);
            }
            catch (RevocationException gap) when (missing is not null && gap.Code != RevocationException.Revoked)
            {
                missing.Add(gap);
            }

            current = issuer;
        }
    }

    private X509Certificate2? IssuerOf(X509Certificate2 certificate) =>
        _pool.Certificates.Concat(_further).FirstOrDefault(candidate => SignedStructure.IsIssuedBy(certificate, candidate));

    // Whoever handed it out, only the signature that it verifies makes it the issuer.
    private async Task<X509Certificate2?> DownloadIssuerAsync(X509Certificate2 certificate, CancellationToken ct)
    {
        foreach (var found in _issuers is null ? [] : await _issuers.GetAsync(certificate, ct).ConfigureAwait(false))
        {
            using (found)
            {
                _pool.Add(found.RawDataMemory.Span);
            }
        }

        return IssuerOf(certificate);
    }

    private async Task AddStandingAsync(
        X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset since, bool isArchived, int depth, CancellationToken ct)
    {
        // An authority's word from before the signature says nothing about the time of the signature.
        var known = _present.Find(data =>
            data.ProvenStandingOf(certificate, issuer) is { State: not CertificateState.Unknown } standing
            && standing.ThisUpdate >= since - CertificateStanding.ClockTolerance
            && (isArchived || standing.IsFreshAt(_at)));
        var data = known ?? await AskAsync(certificate, issuer, ct).ConfigureAwait(false);
        var found = data.ProvenStandingOf(certificate, issuer)!;
        if (found.WasRevokedAt(since))
        {
            throw new RevocationException(RevocationException.Revoked, $"The certificate '{certificate.Subject}' was revoked on {found.RevokedAt:yyyy-MM-dd HH:mm} UTC.")
            {
                Certificate = certificate.Subject,
            };
        }

        (data.Format == RevocationFormat.Ocsp ? _answers : _lists).Add(data.Encoded);
        if (data.IssuerOf(issuer) is { IsDelegated: true } responder)
        {
            _certificates.Add(responder.Certificate.RawDataMemory);

            // RFC 6960, 4.2.2.2.1: without nocheck the responder's own certificate is looked up where its authority says how.
            if (!responder.NeedsNoCheck && depth < LongestChain && RevocationAddresses.AreNamedBy(responder.Certificate))
            {
                await AddStandingAsync(responder.Certificate, issuer, since, isArchived, depth + 1, ct).ConfigureAwait(false);
            }
        }
    }

    private async Task<RevocationData> AskAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken ct)
    {
        var evidence = await _revocation.GetAsync(certificate, issuer, _at, ct).ConfigureAwait(false);
        RevocationData data;
        try
        {
            data = RevocationData.Parse(evidence.Format, evidence.Encoded);
        }
        catch (RevocationFormatException exception)
        {
            throw Unproven(certificate, evidence, "cannot be read", exception);
        }

        // Whoever fetched it, only the authority's signature counts.
        _present.Add(data);
        return data.ProvenStandingOf(certificate, issuer) is not { State: not CertificateState.Unknown } standing
                || data.Digest is not { } digest || !AlgorithmPolicy.IsGood(digest, _at) ? throw Unproven(certificate, evidence, "proves nothing about it")
            : !standing.IsFreshAt(_at) ? throw Unproven(certificate, evidence, "is not the current one")
            : data;
    }

    private static RevocationException Unproven(X509Certificate2 certificate, RevocationEvidence evidence, string why, Exception? inner = null) =>
        new(
            RevocationException.Unproven,
            $"Whether the certificate '{certificate.Subject}' is revoked could not be proven: the answer{(evidence.Source is null ? "" : $" of {evidence.Source}")} {why}.",
            inner!)
        {
            Certificate = certificate.Subject,
            Addresses = evidence.Source is null ? [] : [evidence.Source],
        };

    private void Remember(RevocationFormat format, IReadOnlyList<ReadOnlyMemory<byte>> encoded)
    {
        foreach (var item in encoded)
        {
            try
            {
                _present.Add(RevocationData.Parse(format, item));
            }
            catch (RevocationFormatException)
            {
                // Of no use to us; it stays in the file.
            }
        }
    }
}
