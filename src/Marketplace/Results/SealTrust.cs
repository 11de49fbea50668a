using System.Security.Cryptography.X509Certificates;

namespace Market.Marketplace.Results;

/// <summary>The roots that seals and time stamps are trusted by; the host names them.</summary>
/// <param name="SealAnchors">Roots of seal certificates.</param>
/// <param name="TimestampAnchors">Roots of time-stamp authorities.</param>
public sealed record SealTrust(IReadOnlyList<X509Certificate2> SealAnchors, IReadOnlyList<X509Certificate2> TimestampAnchors);
