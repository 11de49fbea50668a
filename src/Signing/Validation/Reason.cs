namespace Market.Signing.Validation;

/// <summary>What a finding does to the verdict.</summary>
internal enum ReasonEffect
{
    /// <summary>Worth saying, changes nothing.</summary>
    Note,

    /// <summary>Keeps the verdict from passing.</summary>
    Unsure,

    /// <summary>Makes it fail.</summary>
    Fails,
}

/// <summary>A finding: its stable code, what it does to the verdict, and the standard's word for it.</summary>
internal sealed record Reason(string Code, ReasonEffect Effect, SubIndication SubIndication);
