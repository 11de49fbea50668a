using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The time-stamp authority and the revocation services of a run, over one HTTP client.</summary>
internal sealed class Services : IDisposable
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http = new() { Timeout = LongestRequest };

    /// <param name="tsa">Address given on the command line; null for none.</param>
    /// <param name="certificates">Folder with further issuers; null for none.</param>
    /// <param name="downloadsIssuers">Whether issuers that are missing are fetched from where their certificates say.</param>
    /// <exception cref="UsageException">The address or the folder is of no use.</exception>
    public Services(string? tsa, string? certificates, bool downloadsIssuers) => Used = new SealServices
    {
        Timestamps = tsa is null ? null : Authority(tsa),
        Revocation = new HttpRevocationSource(_http),
        Issuers = downloadsIssuers ? new HttpIssuerSource(_http) : null,
        Certificates = certificates is null ? [] : Issuers(certificates),
    };

    public SealServices Used { get; }

    /// <summary>Another authority over the same client.</summary>
    public ITimestampAuthority Authority(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new HttpTimestampAuthority(_http, uri)
            : throw new UsageException(Texts.Say("seal.tsa-address", address));

    public void Dispose() => _http.Dispose();

    private static IReadOnlyList<System.Security.Cryptography.X509Certificates.X509Certificate2> Issuers(string folder)
    {
        try
        {
            return TrustFolder.Read(folder).Anchors;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Texts.Say("seal.certificates-unreadable", folder));
        }
    }
}
