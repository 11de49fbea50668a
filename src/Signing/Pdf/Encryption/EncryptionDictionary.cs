using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Encryption;

/// <summary>The encryption dictionary of the standard security handler: ISO 32000-2, 7.6.2, 7.6.4.2 and 7.6.6.</summary>
internal sealed record EncryptionDictionary
{
    private const int PasswordHashBytes = 32;
    private const int LongPasswordHashBytes = 48;

    private readonly Dictionary<string, CryptMethod> _filters = new(StringComparer.Ordinal) { ["Identity"] = CryptMethod.None };

    private EncryptionDictionary(PdfDictionary dictionary)
    {
        Version = Integer(dictionary, "V", 0);
        Revision = Integer(dictionary, "R", 0);
        if (!dictionary.HasName("Filter", "Standard"))
        {
            throw Unsupported("The document is encrypted for certificates or by another handler than a password's.");
        }

        if ((Version, Revision) is not ((1, 2 or 3) or (2, 2 or 3) or (4, 4) or (5, 5 or 6)))
        {
            throw Unsupported("The document is encrypted in a way that this library does not know.");
        }

        var hash = Revision >= 5 ? LongPasswordHashBytes : PasswordHashBytes;
        OwnerHash = Bytes(dictionary, "O", hash);
        UserHash = Bytes(dictionary, "U", hash);
        if (Revision >= 5)
        {
            OwnerKey = Bytes(dictionary, "OE", PasswordHashBytes);
            UserKey = Bytes(dictionary, "UE", PasswordHashBytes);
            PermissionsProof = Bytes(dictionary, "Perms", 16);
        }

        // Some producers write the 32 flags as an unsigned number.
        Permissions = dictionary["P"] is PdfInteger { Value: >= int.MinValue and <= uint.MaxValue } flags
            ? unchecked((int)flags.Value)
            : throw Damaged();
        EncryptMetadata = Version < 4 || dictionary["EncryptMetadata"] is not PdfBoolean { Value: false };
        KeyBytes = KeyBytesOf(dictionary);
        (StringMethod, StreamMethod, EmbeddedFileMethod) = ReadFilters(dictionary);
    }

    /// <summary>/V: the family of algorithms.</summary>
    public int Version { get; }

    /// <summary>/R: the revision of the handler.</summary>
    public int Revision { get; }

    public ReadOnlyMemory<byte> OwnerHash { get; }

    public ReadOnlyMemory<byte> UserHash { get; }

    /// <summary>The file's key, encrypted with the owner password; from revision 5.</summary>
    public ReadOnlyMemory<byte> OwnerKey { get; }

    /// <summary>The file's key, encrypted with the user password; from revision 5.</summary>
    public ReadOnlyMemory<byte> UserKey { get; }

    /// <summary>/P once more, encrypted with the file's key; from revision 5.</summary>
    public ReadOnlyMemory<byte> PermissionsProof { get; }

    /// <summary>/P as it stands.</summary>
    public int Permissions { get; }

    public bool EncryptMetadata { get; }

    public int KeyBytes { get; }

    public CryptMethod StringMethod { get; }

    public CryptMethod StreamMethod { get; }

    public CryptMethod EmbeddedFileMethod { get; }

    /// <exception cref="PdfFormatException">The dictionary is malformed, or another handler's.</exception>
    public static EncryptionDictionary Read(PdfDictionary dictionary) => new(dictionary);

    /// <summary>The method of a crypt filter that a stream names itself (7.4.10).</summary>
    public CryptMethod MethodOf(string filter) =>
        _filters.TryGetValue(filter, out var method) ? method : throw Unsupported("A stream is encrypted in a way that the document does not describe.");

    // Table 20: 40 bits, or what /Length says in steps of 8 from 40 to 128; fixed from version 4 on.
    private int KeyBytesOf(PdfDictionary dictionary) => Version switch
    {
        1 => 5,
        2 => Integer(dictionary, "Length", 40) is >= 40 and <= 128 and var bits && bits % 8 == 0 ? bits / 8 : throw Damaged(),
        4 => 16,
        _ => 32,
    };

    private (CryptMethod Strings, CryptMethod Streams, CryptMethod EmbeddedFiles) ReadFilters(PdfDictionary dictionary)
    {
        if (Version < 4)
        {
            return (CryptMethod.Rc4, CryptMethod.Rc4, CryptMethod.Rc4);
        }

        foreach (var (name, value) in (dictionary["CF"] as PdfDictionary ?? PdfDictionary.Empty).Entries)
        {
            if (value is PdfDictionary filter && name != "Identity")
            {
                _filters[name] = MethodNamed(filter["CFM"]);
            }
        }

        var streams = Named(dictionary, "StmF") ?? CryptMethod.None;
        return (Named(dictionary, "StrF") ?? CryptMethod.None, streams, Named(dictionary, "EFF") ?? streams);
    }

    private CryptMethod? Named(PdfDictionary dictionary, string key) => dictionary[key] switch
    {
        PdfNull => null,
        PdfName name => MethodOf(name.Value),
        _ => throw Damaged(),
    };

    private CryptMethod MethodNamed(PdfObject method) => (method, Version) switch
    {
        (PdfNull or PdfName { Value: "None" }, _) => CryptMethod.None,
        (PdfName { Value: "V2" }, 4) => CryptMethod.Rc4,
        (PdfName { Value: "AESV2" }, 4) => CryptMethod.Aes128,
        (PdfName { Value: "AESV3" }, 5) => CryptMethod.Aes256,
        _ => throw Unsupported("The document is encrypted in a way that this library does not know."),
    };

    private static int Integer(PdfDictionary dictionary, string key, int otherwise) => dictionary[key] switch
    {
        PdfNull => otherwise,
        PdfInteger { Value: >= 0 and <= 1024 } number => (int)number.Value,
        _ => throw Damaged(),
    };

    // Producers fill the strings up with zeros, and readers look at the beginning only.
    private static ReadOnlyMemory<byte> Bytes(PdfDictionary dictionary, string key, int length) =>
        dictionary[key] is PdfString text && text.Bytes.Length >= length ? text.Bytes[..length] : throw Damaged();

    private static PdfFormatException Damaged() => new(PdfFormatException.Damaged, "The description of the document's encryption is malformed.");

    private static PdfFormatException Unsupported(string sentence) => new(PdfFormatException.EncryptionUnsupported, sentence);
}
