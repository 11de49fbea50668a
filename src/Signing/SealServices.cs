using System.Security.Cryptography.X509Certificates;

namespace Market.Signing;

/// <summary>Who is asked while a document is sealed or extended.</summary>
public sealed record SealServices
{
    /// <summary>Nobody: seals at level B-B.</summary>
    public static SealServices None { get; } = new();

    /// <summary>Stamps signatures and documents; needed from B-T on.</summary>
    public ITimestampAuthority? Timestamps { get; init; }

    /// <summary>Tells whether certificates are revoked; needed from B-LT on.</summary>
    public IRevocationSource? Revocation { get; init; }

    /// <summary>Further certificates, such as issuers that the key's chain or the time stamp leaves out.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>Downloads issuers that are missing all the same, for B-LT and B-LTA; null stays away from the network.</summary>
    public IIssuerSource? Issuers { get; init; }

    /// <exception cref="InvalidOperationException">The level needs someone who is not there.</exception>
    internal void RequireFor(PadesLevel level)
    {
        if (level >= PadesLevel.BT && Timestamps is null)
        {
            throw new InvalidOperationException($"{nameof(SealServices)}.{nameof(Timestamps)} is needed from B-T on.");
        }

        if (level >= PadesLevel.BLT && Revocation is null)
        {
            throw new InvalidOperationException($"{nameof(SealServices)}.{nameof(Revocation)} is needed from B-LT on.");
        }
    }
}
