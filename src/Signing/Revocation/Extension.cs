using System.Formats.Asn1;

namespace Market.Signing.Revocation;

/// <summary>One extension as read (RFC 5280, 4.1).</summary>
internal readonly record struct Extension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value)
{
    private const int MostExtensions = 64;

    /// <summary>Reads a SEQUENCE OF Extension; the same extension twice is refused (RFC 5280, 4.2).</summary>
    public static IReadOnlyDictionary<string, Extension> ReadAll(AsnReader parent)
    {
        var extensions = new Dictionary<string, Extension>(StringComparer.Ordinal);
        var list = parent.ReadSequence();
        while (list.HasData)
        {
            var reader = list.ReadSequence();
            var oid = reader.ReadObjectIdentifier();
            var isCritical = reader.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && reader.ReadBoolean();
            var value = reader.ReadOctetString();
            reader.ThrowIfNotEmpty();
            if (extensions.Count == MostExtensions || !extensions.TryAdd(oid, new Extension(oid, isCritical, value)))
            {
                throw new RevocationFormatException("An extension occurs twice, or there are too many.");
            }
        }

        return extensions;
    }

    /// <summary>RFC 5280, 5.2 and RFC 6960, 4.4: whoever does not know a critical extension must not use the structure.</summary>
    public static void RequireKnown(IReadOnlyDictionary<string, Extension> extensions, params ReadOnlySpan<string> known)
    {
        foreach (var extension in extensions.Values)
        {
            if (extension.IsCritical && !known.Contains(extension.Oid))
            {
                throw new RevocationFormatException($"The critical extension {extension.Oid} is not known.");
            }
        }
    }
}
