using System.Formats.Asn1;

namespace Market.Signing.Cms;

/// <summary>A set of attributes as read, each value with its original bytes.</summary>
internal sealed class CmsAttributes
{
    private const int MostAttributes = 64;

    private static readonly string[] Deciding =
        [Oids.ContentType, Oids.MessageDigest, Oids.SigningCertificate, Oids.SigningCertificateV2];

    private readonly List<(string Oid, List<ReadOnlyMemory<byte>> Values)> _attributes = [];

    public static CmsAttributes Empty { get; } = new();

    /// <summary>True when an attribute that decides the validation occurs twice or has several values (RFC 5652, 11).</summary>
    public bool IsAmbiguous => Deciding.Any(oid => _attributes.Exists(attribute => attribute.Oid == oid) && Single(oid) is null);

    public static CmsAttributes Read(AsnReader set)
    {
        var result = new CmsAttributes();
        while (set.HasData)
        {
            if (result._attributes.Count == MostAttributes)
            {
                throw new CmsFormatException("cms-unreadable", "The CMS has too many attributes.");
            }

            var attribute = set.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            var values = attribute.ReadSetOf(skipSortOrderValidation: true);
            attribute.ThrowIfNotEmpty();
            var list = new List<ReadOnlyMemory<byte>>();
            while (values.HasData)
            {
                list.Add(values.ReadEncodedValue());
            }

            result._attributes.Add((oid, list));
        }

        return result;
    }

    public bool Contains(string oid) => _attributes.Exists(attribute => attribute.Oid == oid);

    /// <summary>The only value of the only attribute of this type; null when there is none, or more than one.</summary>
    public ReadOnlyMemory<byte>? Single(string oid)
    {
        var values = All(oid);

        // Not "values[0] : null": the compiler would take null for an empty memory.
        return values.Count == 1 ? values[0] : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>Every value of every attribute of this type.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> All(string oid) =>
        [.. _attributes.Where(attribute => attribute.Oid == oid).SelectMany(attribute => attribute.Values)];
}
