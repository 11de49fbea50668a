namespace Market.Signing;

/// <summary>A time-stamp authority gave no usable time stamp. The same request may succeed later when <see cref="IsTransient"/>.</summary>
public sealed class TimestampException : Exception
{
    public TimestampException(string code, string message, bool isTransient = false)
        : base(message)
    {
        Code = code;
        IsTransient = isTransient;
    }

    public TimestampException(string code, string message, Exception innerException, bool isTransient = false)
        : base(message, innerException)
    {
        Code = code;
        IsTransient = isTransient;
    }

    /// <summary>Stable: <c>timestamp-unreachable</c>, <c>timestamp-timed-out</c>, <c>timestamp-refused</c>,
    /// <c>timestamp-too-large</c>, <c>timestamp-malformed</c>, <c>timestamp-wrong-imprint</c>, <c>timestamp-wrong-nonce</c>.</summary>
    public string Code { get; }

    /// <summary>True when the network or the server failed, rather than the content of the answer.</summary>
    public bool IsTransient { get; }
}
