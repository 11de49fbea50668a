namespace Market.Signing;

/// <summary>A seal was not made because a rule forbids it; the file and the key are unchanged.</summary>
/// <remarks>The code is stable and explained in the reason catalogue, for example <c>certificate-expired</c>.</remarks>
public sealed class SealRefusedException : Exception
{
    public SealRefusedException(string code, string message)
        : base(message) => Code = code;

    public SealRefusedException(string code, string message, Exception innerException)
        : base(message, innerException) => Code = code;

    /// <summary>Stable, lower-case, hyphenated: <c>key-too-weak</c>, <c>locked-by-certification</c> and so on.</summary>
    public string Code { get; }
}
