namespace Market.Signing.Revocation;

/// <summary>Bytes that are not the OCSP answer or the revocation list they should be.</summary>
internal sealed class RevocationFormatException : Exception
{
    public RevocationFormatException(string message)
        : base(message)
    {
    }

    public RevocationFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
