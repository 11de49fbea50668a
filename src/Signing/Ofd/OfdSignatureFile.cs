using System.Security.Cryptography;
using System.Xml.Linq;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Ofd;

/// <summary>A file a signature protects.</summary>
/// <param name="Location">As the signature names it.</param>
/// <param name="File">Its path; null when it is not there.</param>
/// <param name="Digest">What its digest was; null when that cannot be read.</param>
internal sealed record OfdReference(string Location, string? File, byte[]? Digest);

/// <summary>The content of a Signature.xml (GB/T 33190, 18.2).</summary>
internal sealed class OfdSignatureFile
{
    private const int MostReferences = 20_000;

    private OfdSignatureFile()
    {
    }

    /// <summary>Path of the file itself; its bytes are what the value signs.</summary>
    public required string File { get; init; }

    /// <summary>Path of SignedValue.dat; null when there is none.</summary>
    public string? Value { get; private init; }

    /// <summary>Path of the seal that readers show; null for signatures without one.</summary>
    public string? Seal { get; private init; }

    /// <summary>The digest of the references; null when it is unknown here.</summary>
    public HashAlgorithmName? CheckMethod { get; private init; }

    public IReadOnlyList<OfdReference> References { get; private init; } = [];

    /// <summary>Identifiers of the pages on which the seal shows.</summary>
    public IReadOnlyList<string> PageReferences { get; private init; } = [];

    /// <exception cref="OfdFormatException">Not a signature file.</exception>
    public static OfdSignatureFile Read(ZipPackage files, string name)
    {
        var root = OfdXml.Read(files, name, "Signature");
        var info = OfdXml.One(root, "SignedInfo");
        var references = OfdXml.One(info, "References");
        var listed = OfdXml.All(references, "Reference").Take(MostReferences + 1).ToList();
        if (listed.Count > MostReferences)
        {
            throw new OfdFormatException(SealReasons.OfdTooLarge, "The signature names too many files.");
        }

        return new OfdSignatureFile
        {
            File = name,
            Value = files.Find(OfdXml.One(root, "SignedValue")?.Value, name),
            Seal = files.Find(OfdXml.One(OfdXml.One(info, "Seal"), "BaseLoc")?.Value, name),
            CheckMethod = AlgorithmOf((string?)references?.Attribute("CheckMethod")),
            References = listed.ConvertAll(reference => ReadReference(files, reference, name)),
            PageReferences = [.. OfdXml.All(info, "StampAnnot").Select(annotation => (string?)annotation.Attribute("PageRef") ?? "")],
        };
    }

    private static OfdReference ReadReference(ZipPackage files, XElement reference, string name)
    {
        var location = (string?)reference.Attribute("FileRef") ?? "";
        var digest = new byte[SHA512.HashSizeInBytes];
        var text = OfdXml.One(reference, "CheckValue")?.Value.Trim() ?? "";
        return new OfdReference(
            location,
            files.Find(location, name),
            Convert.TryFromBase64String(text, digest, out var length) ? digest[..length] : null);
    }

    // 18.2.2: MD5, SHA1 or an object identifier; without the attribute MD5.
    private static HashAlgorithmName? AlgorithmOf(string? method) => method?.Trim().ToUpperInvariant() switch
    {
        "SM3" or GuoMiOids.Sm3 => Sm3.Name,
        "SHA256" or "SHA-256" or Oids.Sha256 => HashAlgorithmName.SHA256,
        "SHA384" or "SHA-384" or Oids.Sha384 => HashAlgorithmName.SHA384,
        "SHA512" or "SHA-512" or Oids.Sha512 => HashAlgorithmName.SHA512,
        "SHA1" or "SHA-1" or Oids.Sha1 => HashAlgorithmName.SHA1,
        null or "" or "MD5" or Oids.Md5 => HashAlgorithmName.MD5,
        _ => null,
    };
}
