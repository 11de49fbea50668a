namespace Market.Signing;

/// <summary>What may follow a seal without breaking it.</summary>
public enum ValidationProfile
{
    /// <summary>A sealed result (成果): only further signatures, document time stamps and validation data.</summary>
    SealedResult,

    /// <summary>A form: fields may be filled in as well, as far as certification and field locks permit (ISO 32000-2,
    /// 12.8.2.2 and 12.8.2.4).</summary>
    FormFilling,
}
