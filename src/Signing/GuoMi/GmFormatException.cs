namespace Market.Signing.GuoMi;

/// <summary>Bytes that are not the Chinese structure they should be; the code is a reason code of the catalogue.</summary>
internal sealed class GmFormatException : Exception
{
    public GmFormatException(string code, string message)
        : base(message) => Code = code;

    public GmFormatException(string code, string message, Exception innerException)
        : base(message, innerException) => Code = code;

    public string Code { get; }
}
