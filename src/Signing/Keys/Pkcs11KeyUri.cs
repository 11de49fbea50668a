using System.Text;

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

    /// <summary>An attribute of the path, decoded; null where the address does not name it.</summary>
    public byte[]? Attribute(string name) => ValueIn(_path[Scheme.Length..].Split(';'), name);

    /// <summary>The PIN within the address.</summary>
    public string? Pin => ValueIn(_query.Split('&', ';'), "pin-value") is { } pin ? Encoding.UTF8.GetString(pin) : null;

    /// <summary>Whether the address says where the PIN is kept, which the engine reads.</summary>
    public bool NamesPinSource => ValueIn(_query.Split('&', ';'), "pin-source") is not null;

    /// <summary>The text for the engine, with the file that holds the PIN it logs in with.</summary>
    public string WithPinFrom(string? file)
    {
        // RFC 7512 puts the PIN into the query; the engine of OpenSSL reads it as an attribute of the path.
        var query = _query.Length == 0 ? "" : ";" + _query.Replace('&', ';');
        return file is null ? _path + query : $"{_path}{query};pin-source=file:{file}";
    }

    // RFC 7512, 2.3: octets that are no plain characters stand as %XX.
    private static byte[]? ValueIn(string[] attributes, string name)
    {
        var attribute = Array.Find(attributes, attribute => attribute.StartsWith(name + "=", StringComparison.Ordinal));
        if (attribute is null)
        {
            return null;
        }

        var decoded = new List<byte>();
        var rest = attribute.AsSpan(name.Length + 1);
        while (!rest.IsEmpty)
        {
            var isOctet = rest is ['%', var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low);
            var next = rest[1..].IndexOf('%');
            var length = isOctet ? 3 : next < 0 ? rest.Length : next + 1;
            decoded.AddRange(isOctet ? Convert.FromHexString(rest[1..3]) : Encoding.UTF8.GetBytes(rest[..length].ToString()));
            rest = rest[length..];
        }

        return [.. decoded];
    }
}
