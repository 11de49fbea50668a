namespace Market.Signing.Revocation;

/// <summary>Why one address was of no use; collected, and told together.</summary>
internal sealed class AddressFailure(Uri address, string what, Exception? innerException = null) : Exception($"{address} {what}", innerException)
{
    /// <summary>No answer came at all.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Trying again may help.</summary>
    public bool IsTransient { get; init; }
}
