using System.Security.Cryptography;

namespace Market.Signing;

/// <summary>How far a sealed document is to be extended.</summary>
public sealed record ExtendOptions
{
    /// <summary>The level to reach: B-T, B-LT or B-LTA. On a document that is at B-LTA already, B-LTA renews it.</summary>
    public required PadesLevel Level { get; init; }

    /// <summary>The moment of extending; the proofs collected must be the current ones then.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Opens an encrypted document. Null tries the empty user password.</summary>
    public string? Password { get; init; }

    /// <summary>The digest of document time stamps.</summary>
    public HashAlgorithmName Digest { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Bytes reserved for the token of a document time stamp.</summary>
    public int TimestampContainerBytes { get; init; } = SealOptions.UsualTimestampContainer;
}
