using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Encryption;

/// <summary>The opened encryption of a document: decrypts what is read and encrypts what is added, under the standard
/// security handler (ISO 32000-2, 7.6).</summary>
internal sealed class DocumentEncryption
{
    private const int BlockBytes = 16;

    private readonly EncryptionDictionary _dictionary;
    private readonly byte[] _key;

    private DocumentEncryption(EncryptionDictionary dictionary, byte[] key, bool isOwner)
    {
        (_dictionary, _key) = (dictionary, key);
        Permissions = new DocumentPermissions(dictionary.Permissions, dictionary.Revision, isOwner);
    }

    public DocumentPermissions Permissions { get; }

    /// <summary>Opens the encryption with a password, which may be the owner's, or with the empty user password.</summary>
    /// <param name="dictionary">The encryption dictionary, as it stands.</param>
    /// <param name="fileId">The first part of the file identifier; empty where there is none.</param>
    /// <param name="password">Null: the empty user password.</param>
    /// <exception cref="PdfFormatException">The handler is another one, a password is needed, or it is wrong.</exception>
    public static DocumentEncryption Open(PdfDictionary dictionary, ReadOnlyMemory<byte> fileId, string? password)
    {
        var read = EncryptionDictionary.Read(dictionary);
        foreach (var bytes in Encodings(read, password ?? ""))
        {
            if (TryOpen(read, fileId, bytes) is { } opened)
            {
                return opened;
            }
        }

        // A password handed in for many files must not shut out those that need none.
        if (!string.IsNullOrEmpty(password) && TryOpen(read, fileId, []) is { } open)
        {
            return open;
        }

        throw string.IsNullOrEmpty(password)
            ? new PdfFormatException(PdfFormatException.Encrypted, "The document is encrypted and needs a password to be opened.")
            : new PdfFormatException(PdfFormatException.WrongPassword, "The password does not open the encrypted document.");
    }

    /// <summary>The object with its strings decrypted.</summary>
    /// <param name="owner">The indirect object the value is, or is part of.</param>
    public PdfObject Decrypt(PdfObject value, PdfReference owner) =>
        _dictionary.StringMethod == CryptMethod.None ? value : MapStrings(value, text => Undo(_dictionary.StringMethod, owner, text.Bytes.Span));

    /// <summary>The object with its strings encrypted.</summary>
    /// <inheritdoc cref="Decrypt" path="/param"/>
    public PdfObject Encrypt(PdfObject value, PdfReference owner) =>
        _dictionary.StringMethod == CryptMethod.None ? value : MapStrings(value, text => Apply(_dictionary.StringMethod, owner, text.Bytes.Span));

    /// <summary>The content of a stream, decrypted and still in its filters.</summary>
    public byte[] DecryptContent(PdfDictionary stream, PdfReference owner, byte[] content) =>
        MethodOf(stream) is var method && method == CryptMethod.None ? content : Undo(method, owner, content);

    /// <summary>The encoded content of a stream, encrypted.</summary>
    public byte[] EncryptContent(PdfDictionary stream, PdfReference owner, ReadOnlySpan<byte> content) => Apply(MethodOf(stream), owner, content);

    /// <summary>Cross-reference streams are never encrypted, and their strings are none of the document (7.5.8.2).</summary>
    private static bool IsPlain(PdfDictionary dictionary) => dictionary.HasName("Type", "XRef");

    private static DocumentEncryption? TryOpen(EncryptionDictionary dictionary, ReadOnlyMemory<byte> fileId, byte[] password)
    {
        // Nobody proves to be the owner by saying nothing.
        var mayBeOwner = password.Length > 0;
        if (dictionary.Revision < 5)
        {
            var legacy = new LegacyPassword(dictionary, fileId);
            return mayBeOwner && legacy.TryOwner(password) is { } owner ? new DocumentEncryption(dictionary, owner, isOwner: true)
                : legacy.TryUser(password) is { } user ? new DocumentEncryption(dictionary, user, isOwner: false)
                : null;
        }

        var modern = new ModernPassword(dictionary);
        var asOwner = mayBeOwner ? modern.TryOwner(password) : null;
        if ((asOwner ?? modern.TryUser(password)) is not { } key)
        {
            return null;
        }

        return modern.AgreesOnPermissions(key)
            ? new DocumentEncryption(dictionary, key, asOwner is not null)
            : throw new PdfFormatException(PdfFormatException.Damaged, "The permissions of the encrypted document were changed without its key.");
    }

    // 7.6.4.3.2: PDFDocEncoding up to revision 4, prepared UTF-8 from revision 5 on; producers differ, so both are tried.
    private static IEnumerable<byte[]> Encodings(EncryptionDictionary dictionary, string password)
    {
        var utf8 = Encoding.UTF8.GetBytes(password);
        if (dictionary.Revision >= 5)
        {
            yield return Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        }
        else if (password.All(character => character <= 0xFF))
        {
            yield return Encoding.Latin1.GetBytes(password);
        }

        if (!Ascii.IsValid(password) || password.Length == 0)
        {
            yield return utf8;
        }
    }

    private CryptMethod MethodOf(PdfDictionary stream)
    {
        if (IsPlain(stream))
        {
            return CryptMethod.None;
        }

        // 7.4.10: a stream may name its own crypt filter, which stands first.
        var first = stream["Filter"] is PdfArray { Count: > 0 } filters ? filters[0] : stream["Filter"];
        if (first is PdfName { Value: "Crypt" })
        {
            var parameters = stream["DecodeParms"] is PdfArray { Count: > 0 } all ? all[0] : stream["DecodeParms"];
            return _dictionary.MethodOf(parameters is PdfDictionary named && named["Name"] is PdfName name ? name.Value : "Identity");
        }

        return stream["Type"] switch
        {
            PdfName { Value: "Metadata" } when !_dictionary.EncryptMetadata => CryptMethod.None,
            PdfName { Value: "EmbeddedFile" } => _dictionary.EmbeddedFileMethod,
            _ => _dictionary.StreamMethod,
        };
    }

    private static PdfObject MapStrings(PdfObject value, Func<PdfString, byte[]> map)
    {
        switch (value)
        {
            case PdfString text:
                return text with { Bytes = map(text) };
            case PdfArray array:
                return new PdfArray([.. array.Select(item => MapStrings(item, map))]);
            case PdfStream stream:
                return stream with { Dictionary = (PdfDictionary)MapStrings(stream.Dictionary, map) };
            case PdfDictionary dictionary when !IsPlain(dictionary):
                // 7.6.2: the signature value itself is never encrypted, or nobody could find the bytes it covers.
                var isSignature = dictionary.ContainsKey("ByteRange");
                var entries = new OrderedDictionary<string, PdfObject>(dictionary.Count, StringComparer.Ordinal);
                foreach (var (key, item) in dictionary.Entries)
                {
                    entries[key] = isSignature && key == "Contents" ? item : MapStrings(item, map);
                }

                return new PdfDictionary(entries);
            default:
                return value;
        }
    }

    private byte[] Apply(CryptMethod method, PdfReference owner, ReadOnlySpan<byte> data)
    {
        switch (method)
        {
            case CryptMethod.None:
                return data.ToArray();
            case CryptMethod.Rc4:
                return Rc4.Transform(KeyFor(method, owner), data);
            default:
                using (var aes = Aes.Create())
                {
                    aes.Key = KeyFor(method, owner);
                    var vector = RandomNumberGenerator.GetBytes(BlockBytes);
                    return [.. vector, .. aes.EncryptCbc(data, vector)];
                }
        }
    }

    private byte[] Undo(CryptMethod method, PdfReference owner, ReadOnlySpan<byte> data)
    {
        if (method == CryptMethod.Rc4)
        {
            return Rc4.Transform(KeyFor(method, owner), data);
        }

        // 7.6.3.1: an initialization vector, then whole blocks. Some producers leave what is empty unencrypted.
        if (method == CryptMethod.None || data.IsEmpty)
        {
            return data.ToArray();
        }

        try
        {
            using var aes = Aes.Create();
            aes.Key = KeyFor(method, owner);
            return data.Length >= BlockBytes ? aes.DecryptCbc(data[BlockBytes..], data[..BlockBytes]) : throw new CryptographicException();
        }
        catch (CryptographicException exception)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "A part of the encrypted document cannot be decrypted.", innerException: exception);
        }
    }

    // Algorithm 1: the file's key with the object's number and generation; algorithm 1.A: the file's key as it is.
    private byte[] KeyFor(CryptMethod method, PdfReference owner)
    {
        if (method == CryptMethod.Aes256)
        {
            return _key;
        }

        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(number, owner.Number);
        BinaryPrimitives.WriteInt32LittleEndian(number[4..], owner.Generation);
        ReadOnlySpan<byte> salt = method == CryptMethod.Aes128 ? "sAlT"u8 : [];
#pragma warning disable CA5351 // The standard prescribes MD5; nothing is trusted because of it.
        var digest = MD5.HashData([.. _key, .. number[..3], .. number[4..6], .. salt]);
#pragma warning restore CA5351
        return digest[..Math.Min(_key.Length + 5, digest.Length)];
    }
}
