namespace Market.Marketplace.Contracts;

/// <summary>Which side of a contract.</summary>
public enum ContractParty
{
    /// <summary>甲方: the project owner.</summary>
    Owner,

    /// <summary>乙方: the agency.</summary>
    Agency,
}

/// <summary>One side: who agreed to the text, and whose seal stands for it.</summary>
/// <param name="CreditCode">The code that the certificate of its seal must carry.</param>
/// <param name="AgreedById">Who agreed to the text (用印申请): another person than the one who seals.</param>
/// <param name="IsOwnSeal">Whether it was sealed elsewhere, with a seal that is not kept here.</param>
public sealed record ContractSide(
    ContractParty Party, Guid OrganisationId, string Name, string CreditCode, Guid? AgreedById = null, string? AgreedBy = null,
    DateTimeOffset? AgreedAt = null, Guid? SealId = null, string? SealText = null, string? CertificateSha256 = null, string? SealedBy = null,
    DateTimeOffset? SealedAt = null, bool IsOwnSeal = false)
{
    /// <summary>Whether its seal is on the contract.</summary>
    public bool IsSealed => SealedAt is not null;
}
