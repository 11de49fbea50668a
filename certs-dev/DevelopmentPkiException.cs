namespace Market.Development;

/// <summary>The directory of the development PKI cannot be used; the message says what to do with it.</summary>
public sealed class DevelopmentPkiException : Exception
{
    public DevelopmentPkiException(string message)
        : base(message)
    {
    }

    public DevelopmentPkiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
