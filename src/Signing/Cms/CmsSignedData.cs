using System.Formats.Asn1;
using Market.Signing.GuoMi;

namespace Market.Signing.Cms;

/// <summary>A CMS SignedData as read (RFC 5652, 5.1); its structure is checked by us, because System's SignedCms does not.</summary>
internal sealed class CmsSignedData
{
    private const int MostCertificates = 200;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);

    private CmsSignedData()
    {
    }

    /// <summary>The identifier of the structure itself: that of CMS, or that of GB/T 35275.</summary>
    public string StructureType { get; private init; } = "";

    public string ContentType { get; private init; } = "";

    /// <summary>The content carried inside; null for a detached signature.</summary>
    public ReadOnlyMemory<byte>? Content { get; private init; }

    /// <summary>The DER of each X.509 certificate; other kinds are skipped.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; private init; } = [];

    /// <summary>The DER of each certificate revocation list; other revocation formats are skipped.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> RevocationLists { get; private init; } = [];

    public IReadOnlyList<CmsSignerInfo> Signers { get; private init; } = [];

    /// <summary>Bytes the structure takes up.</summary>
    public int EncodedLength { get; private init; }

    /// <summary>False when only the looser BER rules read it.</summary>
    public bool IsDer { get; private init; }

    /// <summary>Reads a signature that stands alone, such as a time-stamp token: nothing may follow it.</summary>
    public static CmsSignedData Parse(ReadOnlyMemory<byte> bytes) => Parse(bytes, mayBePadded: false, mayBeGuoMi: false);

    /// <summary>Reads the value of /Contents: zero bytes may follow, nothing else.</summary>
    /// <exception cref="CmsFormatException">Not a SignedData, or something is hidden behind it.</exception>
    public static CmsSignedData ParsePadded(ReadOnlyMemory<byte> bytes) => Parse(bytes, mayBePadded: true, mayBeGuoMi: false);

    /// <summary>As <see cref="ParsePadded"/>, and the same structure under the identifier of GB/T 35275 as well.</summary>
    public static CmsSignedData ParseGuoMi(ReadOnlyMemory<byte> bytes) => Parse(bytes, mayBePadded: true, mayBeGuoMi: true);

    private static CmsSignedData Parse(ReadOnlyMemory<byte> bytes, bool mayBePadded, bool mayBeGuoMi)
    {
        CmsSignedData result;
        try
        {
            result = Read(bytes, AsnEncodingRules.DER, mayBeGuoMi);
        }
        catch (AsnContentException)
        {
            result = ReadBer(bytes, mayBeGuoMi);
        }

        var rest = bytes.Span[result.EncodedLength..];
        if (mayBePadded ? rest.ContainsAnyExcept((byte)0) : !rest.IsEmpty)
        {
            throw new CmsFormatException("cms-trailing-data", "Bytes follow the end of the signature structure.");
        }

        return result;
    }

    private static CmsSignedData ReadBer(ReadOnlyMemory<byte> bytes, bool mayBeGuoMi)
    {
        try
        {
            return Read(bytes, AsnEncodingRules.BER, mayBeGuoMi);
        }
        catch (AsnContentException exception)
        {
            throw new CmsFormatException("cms-unreadable", "The signature structure cannot be read.", exception);
        }
    }

    private static CmsSignedData Read(ReadOnlyMemory<byte> bytes, AsnEncodingRules rules, bool mayBeGuoMi)
    {
        var outer = new AsnReader(bytes, rules, new AsnReaderOptions { SkipSetSortOrderVerification = true });
        var length = outer.PeekEncodedValue().Length;
        var contentInfo = outer.ReadSequence();
        var structureType = contentInfo.ReadObjectIdentifier();
        if (structureType != Oids.SignedData && !(mayBeGuoMi && structureType == GuoMiOids.SignedData))
        {
            throw new CmsFormatException("cms-not-signed-data", "The structure is not a CMS SignedData.");
        }

        var content = contentInfo.ReadSequence(Context0);
        contentInfo.ThrowIfNotEmpty();
        var signedData = content.ReadSequence();
        content.ThrowIfNotEmpty();

        signedData.ReadInteger();
        signedData.ReadSetOf();
        var (contentType, encapsulated) = ReadEncapsulatedContent(signedData.ReadSequence());
        var certificates = ReadOptionalSet(signedData, Context0);
        var revocationLists = ReadOptionalSet(signedData, Context1);
        var signers = new List<CmsSignerInfo>();
        var signerSet = signedData.ReadSetOf();
        while (signerSet.HasData)
        {
            signers.Add(CmsSignerInfo.Read(signerSet));
        }

        signedData.ThrowIfNotEmpty();
        return new CmsSignedData
        {
            StructureType = structureType,
            ContentType = contentType,
            Content = encapsulated,
            Certificates = certificates,
            RevocationLists = revocationLists,
            Signers = signers,
            EncodedLength = length,
            IsDer = rules == AsnEncodingRules.DER,
        };
    }

    private static (string ContentType, ReadOnlyMemory<byte>? Content) ReadEncapsulatedContent(AsnReader reader)
    {
        var contentType = reader.ReadObjectIdentifier();
        ReadOnlyMemory<byte>? content = null;
        if (reader.HasData)
        {
            var wrapper = reader.ReadSequence(Context0);
            // PKCS #7 allowed any type here; CMS an OCTET STRING. Either way it is there, and that is what matters.
            content = wrapper.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString)
                ? wrapper.ReadOctetString()
                : wrapper.ReadEncodedValue();
            wrapper.ThrowIfNotEmpty();
        }

        reader.ThrowIfNotEmpty();
        return (contentType, content);
    }

    private static List<ReadOnlyMemory<byte>> ReadOptionalSet(AsnReader reader, Asn1Tag tag)
    {
        var values = new List<ReadOnlyMemory<byte>>();
        if (!reader.HasData || !reader.PeekTag().HasSameClassAndValue(tag))
        {
            return values;
        }

        var set = reader.ReadSetOf(tag);
        while (set.HasData)
        {
            if (values.Count == MostCertificates)
            {
                throw new CmsFormatException("cms-unreadable", "The CMS carries too many certificates.");
            }

            var isPlain = set.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence);
            var value = set.ReadEncodedValue();
            if (isPlain)
            {
                values.Add(value);
            }
        }

        return values;
    }
}
