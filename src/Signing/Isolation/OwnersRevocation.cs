using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Isolation;

/// <summary>Asks through the owner of this process, which itself has no network.</summary>
internal sealed class OwnersRevocation(Stream input, Stream output) : IRevocationSource
{
    public async Task<RevocationEvidence> GetAsync(
        X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
    {
        var question = new WireAnswer { Question = new WireQuestion(certificate.RawData, issuer.RawData, at) };
        await Wire.WriteAsync(output, question, WireJson.Default.WireAnswer, ct).ConfigureAwait(false);
        return await Wire.ReadAsync(input, WireJson.Default.WireReply, ct).ConfigureAwait(false) switch
        {
            { Evidence: { } evidence } => evidence,
            { Code: { } code } reply => throw new RevocationException(code, reply.Message ?? code, reply.IsTransient),
            _ => throw new RevocationException(RevocationException.Unreachable, "Nobody answers.", isTransient: true),
        };
    }
}
