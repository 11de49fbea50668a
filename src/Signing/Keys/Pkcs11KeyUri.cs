namespace Market.Signing.Keys;

/// <summary>The address of a private key on a token (RFC 7512).</summary>
internal sealed class Pkcs11KeyUri
{
    private const string Scheme = "pkcs11:";
    private readonly string _path;
    private readonly string _query;

    private Pkcs11KeyUri(string path, string query) => (_path, _query) = (path, query);

    /// <exception cref="SealRefusedException"><c>key-unreachable</c>: not such an address, or one of something else.</exception>
    public static Pkcs11KeyUri Parse(string uri)
    {
        var isOne = uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && !uri.AsSpan().ContainsAny(" \r\n\0");
        var parts = uri.Split('?', 2);
        var attributes = isOne ? parts[0][Scheme.Length..].Split(';') : [];
        var type = attributes.FirstOrDefault(attribute => attribute.StartsWith("type=", StringComparison.Ordinal));
        if (!isOne
            || type is not (null or "type=private")
            || !attributes.Any(attribute => attribute.StartsWith("object=", StringComparison.Ordinal) || attribute.StartsWith("id=", StringComparison.Ordinal)))
        {
            throw new SealRefusedException(
                "key-unreachable", "A key on a token is addressed as pkcs11:token=...;object=...;type=private.");
        }

        return new Pkcs11KeyUri(type is null ? parts[0] + ";type=private" : parts[0], parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>The text for the engine, with the file that holds the PIN it logs in with.</summary>
    public string WithPinFrom(string? file)
    {
        // RFC 7512 puts the PIN into the query; the engine of OpenSSL reads it as an attribute of the path.
        var query = _query.Length == 0 ? "" : ";" + _query.Replace('&', ';');
        return file is null ? _path + query : $"{_path}{query};pin-source=file:{file}";
    }
}
