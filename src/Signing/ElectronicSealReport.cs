using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>The steps in which a seal or a seal signature is verified (GM/T 0031-2025, GB/T 38540-2020, GM/T 0031-2014).</summary>
public enum ElectronicSealStep
{
    /// <summary>格式: the structures can be read and their versions agree.</summary>
    Format,

    /// <summary>签名值: the signer's value over the data to be signed.</summary>
    SignatureValue,

    /// <summary>签章者证书与印章匹配: the seal lists the signer's certificate.</summary>
    SignerInSeal,

    /// <summary>印章签名: the maker's value over the seal.</summary>
    SealValue,

    /// <summary>制章者证书: its path, its use and its validity.</summary>
    MakerCertificate,

    /// <summary>印章有效期.</summary>
    SealPeriod,

    /// <summary>印章时间戳: the stamp on the seal itself (GM/T 0031-2025 only).</summary>
    SealTimestamp,

    /// <summary>签章者证书: its path and its use.</summary>
    SignerCertificate,

    /// <summary>签章时间: against the signer's certificate.</summary>
    SigningTime,

    /// <summary>签章时间戳.</summary>
    SignatureTimestamp,

    /// <summary>原文摘要: the digest of the protected content.</summary>
    ContentDigest,
}

/// <summary>How one step ended.</summary>
/// <param name="Step">The step.</param>
/// <param name="Outcome">Passed, unsure or failed.</param>
/// <param name="Reasons">Codes of <see cref="ReasonCatalogue"/>, notes included.</param>
public sealed record ElectronicSealCheck(ElectronicSealStep Step, Indication Outcome, IReadOnlyList<string> Reasons);

/// <summary>The verdict on an electronic seal or on a signature made with it; bad content is a verdict, never an exception.</summary>
public sealed record ElectronicSealReport
{
    public required Indication Indication { get; init; }

    public required SubIndication SubIndication { get; init; }

    /// <summary>The steps in the order in which they were taken; steps that could not be reached are missing.</summary>
    public required IReadOnlyList<ElectronicSealCheck> Checks { get; init; }

    /// <summary>The seal; null when it cannot be read.</summary>
    public ElectronicSeal? Seal { get; init; }

    /// <summary>The signature; null when a seal alone was verified, or it cannot be read.</summary>
    public ElectronicSealSignature? Signature { get; init; }

    /// <summary>Name in the signer's certificate.</summary>
    public string? SignerName { get; init; }

    public string? SignerOrganisation { get; init; }

    /// <summary>统一社会信用代码 in the signer's certificate.</summary>
    public string? SignerOrganisationCode { get; init; }

    /// <summary>The moment a trusted time stamp proves; UTC.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>The time stamp on the signature, if there is one.</summary>
    public TimestampReport? Timestamp { get; init; }

    /// <summary>All reason codes, each once.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    internal Findings AllFindings { get; init; } = new();

    /// <summary>The outcome of a step; null when it was not taken.</summary>
    public Indication? OutcomeOf(ElectronicSealStep step) => Checks.FirstOrDefault(check => check.Step == step)?.Outcome;
}
