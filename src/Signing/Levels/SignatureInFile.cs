using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.GuoMi.Seals;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Timestamps;

namespace Market.Signing.Levels;

/// <summary>A signature or document time stamp of a file, as far as keeping it checkable is concerned.</summary>
/// <param name="FieldName">Fully qualified name of its field.</param>
/// <param name="Cms">Its structure; null when it is of a kind not read here.</param>
/// <param name="Timestamp">The token over the signature value, or the document time stamp itself; null without one.</param>
/// <param name="IsDocumentTimestamp">Whether it stamps the document instead of sealing it.</param>
/// <param name="End">Offset behind the last byte it covers; 0 when it does not say.</param>
internal sealed record SignatureInFile(string FieldName, CmsSignedData? Cms, CmsSignedData? Timestamp, bool IsDocumentTimestamp, long End)
{
    /// <summary>The structure of a signature made with a Chinese electronic seal, which is no CMS.</summary>
    public ElectronicSealSignature? ElectronicSeal { get; private init; }

    /// <summary>The token over the electronic seal itself (GM/T 0031-2025); null without one that can be read.</summary>
    public CmsSignedData? SealTimestamp => ElectronicSeal?.Seal.Timestamp is { } token ? TryParse(token) : null;

    /// <summary>Every signature of the file's last revision, in the order of the form.</summary>
    public static List<SignatureInFile> ReadAll(PdfFile file)
    {
        var revision = file.Current;
        var found = new List<SignatureInFile>();
        foreach (var field in SignatureFields.Read(file, revision).Where(field => field.IsSigned))
        {
            if (revision.Dictionary(field.Value) is { } dictionary)
            {
                found.Add(Read(revision, field.Name, dictionary));
            }
        }

        return found;
    }

    /// <summary>How far the last document time stamp reaches; 0 without one.</summary>
    public static long LastStampEnd(IEnumerable<SignatureInFile> signatures) =>
        signatures.Where(signature => signature.IsDocumentTimestamp).Select(signature => signature.End).DefaultIfEmpty(0).Max();

    /// <summary>The moment its time stamp states; null without one that can be read.</summary>
    public DateTimeOffset? StampedAt()
    {
        try
        {
            return Timestamp is null ? null : TimestampInfo.Read(Timestamp).At;
        }
        catch (CmsFormatException)
        {
            return null;
        }
    }

    /// <summary>The token over a signature's value (RFC 3161, appendix A); null when there is none that can be read.</summary>
    public static CmsSignedData? TimestampOf(CmsSignedData cms)
    {
        if (cms.Signers is not [var signer] || signer.UnsignedAttributes.Single(Oids.SignatureTimeStamp) is not { } token)
        {
            return null;
        }

        try
        {
            return CmsSignedData.Parse(token);
        }
        catch (CmsFormatException)
        {
            return null;
        }
    }

    private static SignatureInFile Read(PdfRevision revision, string name, PdfDictionary dictionary)
    {
        var isDocumentTimestamp = dictionary.HasName("SubFilter", "ETSI.RFC3161");
        var end = ByteRange.TryRead(revision.Resolve(dictionary["ByteRange"]))?.End ?? 0;
        var contents = (revision.Resolve(dictionary["Contents"]) as PdfString)?.Bytes ?? default;
        if (!isDocumentTimestamp && GuoMiForms.Recognise(contents) == GuoMiForm.ElectronicSeal)
        {
            var seal = TryReadSeal(contents);
            return new SignatureInFile(name, null, seal?.Timestamp is { } token ? TryParse(token) : null, IsDocumentTimestamp: false, end) { ElectronicSeal = seal };
        }

        var cms = TryParse(contents);
        return new SignatureInFile(name, cms, isDocumentTimestamp || cms is null ? cms : TimestampOf(cms), isDocumentTimestamp, end);
    }

    private static ElectronicSealSignature? TryReadSeal(ReadOnlyMemory<byte> contents)
    {
        try
        {
            return SesReader.ReadSignature(contents);
        }
        catch (GmFormatException)
        {
            return null;
        }
    }

    private static CmsSignedData? TryParse(ReadOnlyMemory<byte> contents)
    {
        try
        {
            return CmsSignedData.ParseGuoMi(contents);
        }
        catch (CmsFormatException)
        {
            return null;
        }
    }
}
