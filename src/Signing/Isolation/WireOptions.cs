using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Isolation;

/// <summary>Validation options on their way to a worker and back.</summary>
internal static class WireOptions
{
    public static WireValidation ToWire(ValidationOptions options) => new(
        [.. options.TrustAnchors.Select(anchor => anchor.RawData)], [.. options.TimestampAnchors.Select(anchor => anchor.RawData)],
        options.AsOf, options.Profile, options.Password, options.Revocation is not null, options.RequireTimestamp);

    /// <param name="wire">As it arrived.</param>
    /// <param name="revocation">Asks the owner.</param>
    public static ValidationOptions FromWire(WireValidation wire, IRevocationSource? revocation) => new()
    {
        TrustAnchors = Certificates(wire.TrustAnchors),
        TimestampAnchors = Certificates(wire.TimestampAnchors),
        AsOf = wire.AsOf,
        Profile = wire.Profile,
        Password = wire.Password,
        Revocation = wire.AsksRevocation ? revocation : null,
        RequireTimestamp = wire.RequireTimestamp,
    };

    private static List<X509Certificate2> Certificates(IReadOnlyList<byte[]> encoded)
    {
        var certificates = new List<X509Certificate2>(encoded.Count);
        foreach (var der in encoded)
        {
            try
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(der));
            }
            catch (CryptographicException)
            {
                // An anchor that this process cannot read is trusted in nothing.
            }
        }

        return certificates;
    }
}
