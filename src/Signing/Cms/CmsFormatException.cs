namespace Market.Signing.Cms;

/// <summary>Bytes that are not the CMS structure they should be; the code is a reason code of the catalogue.</summary>
internal sealed class CmsFormatException : Exception
{
    public CmsFormatException(string code, string message)
        : base(message) => Code = code;

    public CmsFormatException(string code, string message, Exception innerException)
        : base(message, innerException) => Code = code;

    public string Code { get; }
}
