using System.Security.Cryptography.X509Certificates;

namespace Market.Development;

/// <summary>How a development certificate differs from the usual one; tests make expired or misused certificates with it.</summary>
public sealed record IssueOptions
{
    public SealKeyKind Key { get; init; } = SealKeyKind.Rsa2048;

    /// <summary>Start of validity; without it, the day before issue.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>End of validity; without it, three years after issue.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Without it, digital signature and non-repudiation.</summary>
    public X509KeyUsageFlags? KeyUsage { get; init; }

    /// <summary>Object identifiers of the extended key usage; empty leaves the extension out.</summary>
    public IReadOnlyList<string>? ExtendedKeyUsage { get; init; }

    /// <summary>An address of revocation lists to name in the certificate; without it that of the PKI, if it has one.</summary>
    public string? CrlAddress { get; init; }

    /// <summary>An address of an OCSP responder to name in the certificate; without it that of the PKI, if it has one.</summary>
    public string? OcspAddress { get; init; }

    /// <summary>An address of the issuer's certificate to name in the certificate.</summary>
    public string? IssuerAddress { get; init; }

    /// <summary>The same, naming where the PKI is served, for whatever was not named.</summary>
    internal IssueOptions At(Uri? revocationAddress) => revocationAddress is null ? this : this with
    {
        CrlAddress = CrlAddress ?? new Uri(revocationAddress, DevelopmentRevocation.IssuingListPath).ToString(),
        OcspAddress = OcspAddress ?? new Uri(revocationAddress, DevelopmentRevocation.OcspPath).ToString(),
        IssuerAddress = IssuerAddress ?? new Uri(revocationAddress, DevelopmentRevocation.IssuingCertificatePath).ToString(),
    };

    /// <summary>The same for an SM2 certificate: its authority publishes lists, and answers no OCSP.</summary>
    internal IssueOptions AtSm2(Uri? revocationAddress) => revocationAddress is null ? this : this with
    {
        CrlAddress = CrlAddress ?? new Uri(revocationAddress, DevelopmentSm2Revocation.IssuingListPath).ToString(),
        IssuerAddress = IssuerAddress ?? new Uri(revocationAddress, DevelopmentSm2Revocation.IssuingCertificatePath).ToString(),
    };
}
