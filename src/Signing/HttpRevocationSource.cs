using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Revocation;
using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>Asks the OCSP responders that a certificate names, then fetches the revocation lists it names (RFC 6960, RFC
/// 5280). Addresses come from certificates, so only <c>http</c> and <c>https</c> are opened, and answers are believed by
/// their signature alone.</summary>
/// <param name="http">Sends the requests; its own time-out should be longer than <see cref="Timeout"/>.</param>
public sealed class HttpRevocationSource(HttpClient http) : IRevocationSource
{
    private const string RequestType = "application/ocsp-request";
    private const string ResponseType = "application/ocsp-response";

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a transient failure of one address is tried again.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>The pause before the first retry; it doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest OCSP answer read, in bytes.</summary>
    public int LargestAnswer { get; init; } = 64 * 1024;

    /// <summary>The longest revocation list read, in bytes.</summary>
    public int LargestList { get; init; } = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public async Task<RevocationEvidence> GetAsync(
        X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
    {
        var requests = RevocationAddresses.RespondersOf(certificate).Select(address => (Address: address, Format: RevocationFormat.Ocsp))
            .Concat(RevocationAddresses.ListsOf(certificate).Select(address => (Address: address, Format: RevocationFormat.RevocationList)))
            .ToList();
        var failures = new List<AddressFailure>();
        foreach (var (address, format) in requests)
        {
            try
            {
                return await AskAsync(address, format, certificate, issuer, at, ct).ConfigureAwait(false);
            }
            catch (AddressFailure failure)
            {
                failures.Add(failure);
            }
        }

        throw Refusal(certificate, [.. requests.Select(request => request.Address)], failures);
    }

    private async Task<RevocationEvidence> AskAsync(
        Uri address, RevocationFormat format, X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return format == RevocationFormat.Ocsp
                    ? await AskResponderAsync(address, certificate, issuer, at, ct).ConfigureAwait(false)
                    : await FetchListAsync(address, certificate, issuer, at, ct).ConfigureAwait(false);
            }
            catch (AddressFailure failure) when (failure.IsTransient && attempt < Retries)
            {
                await Task.Delay(RetryDelay * (1 << Math.Min(attempt, 6)), ct).ConfigureAwait(false);
            }
        }
    }

    private async Task<RevocationEvidence> AskResponderAsync(
        Uri address, X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
    {
        var question = OcspRequest.For(certificate, issuer);
        var bytes = await WebRequest(LargestAnswer).SendAsync(
            address,
            to =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(question.Encoded) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(RequestType);
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ResponseType));
                return request;
            },
            ct).ConfigureAwait(false);
        using var answer = Read(address, bytes, OcspResponse.Parse);

        // RFC 9654, 2.1: a responder may leave the nonce out, but another one answers another question.
        if (answer.Nonce is { } nonce && !nonce.Span.SequenceEqual(question.Nonce.Span))
        {
            throw new AddressFailure(address, "answered another request");
        }

        return Accept(address, answer, certificate, issuer, at);
    }

    private async Task<RevocationEvidence> FetchListAsync(
        Uri address, X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
    {
        var bytes = await WebRequest(LargestList).SendAsync(address, to => new HttpRequestMessage(HttpMethod.Get, to), ct).ConfigureAwait(false);
        using var list = Read(address, bytes, RevocationList.Parse);
        return Accept(address, list, certificate, issuer, at);
    }

    private BoundedRequest WebRequest(int largest) => new(http, Timeout, largest);

    private static T Read<T>(Uri address, ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, T> parse)
    {
        try
        {
            return parse(bytes);
        }
        catch (RevocationFormatException exception)
        {
            throw new AddressFailure(address, "sent something unusable", exception);
        }
    }

    private static RevocationEvidence Accept(
        Uri address, RevocationData data, X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at)
    {
        if (data.StandingOf(certificate, issuer) is null)
        {
            throw new AddressFailure(address, "says nothing about this certificate");
        }

        if (data.ProvenStandingOf(certificate, issuer) is not { } standing
            || data.Digest is not { } digest
            || !AlgorithmPolicy.IsGood(digest, at))
        {
            throw new AddressFailure(address, "sent an answer that is not signed by one who may");
        }

        return standing.State == CertificateState.Unknown ? throw new AddressFailure(address, "does not know this certificate")
            : !standing.IsFreshAt(at) ? throw new AddressFailure(address, "sent an answer that is not the current one")
            : new RevocationEvidence(data.Format, data.Encoded, address);
    }

    private static RevocationException Refusal(X509Certificate2 certificate, IReadOnlyList<Uri> addresses, List<AddressFailure> failures)
    {
        if (failures.Count == 0)
        {
            return new RevocationException(
                RevocationException.NotOffered, $"The certificate '{certificate.Subject}' does not say where its revocation can be asked for over HTTP.")
            { Certificate = certificate.Subject };
        }

        var isUnreachable = failures.TrueForAll(failure => failure.IsUnreachable);
        return new RevocationException(
            isUnreachable ? RevocationException.Unreachable : RevocationException.Unproven,
            $"Whether the certificate '{certificate.Subject}' is revoked could not be proven: {string.Join("; ", failures.Select(failure => failure.Message))}.",
            failures[^1],
            failures.Exists(failure => failure.IsTransient))
        {
            Certificate = certificate.Subject,
            Addresses = addresses,
        };
    }
}
