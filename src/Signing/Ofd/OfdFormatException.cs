using Market.Signing.Validation;

namespace Market.Signing.Ofd;

/// <summary>A package that cannot be read, or not in one way only.</summary>
internal sealed class OfdFormatException : Exception
{
    public OfdFormatException(Reason reason, string message)
        : base(message) => Reason = reason;

    public OfdFormatException(Reason reason, string message, Exception innerException)
        : base(message, innerException) => Reason = reason;

    /// <summary>What the report says.</summary>
    public Reason Reason { get; }
}
