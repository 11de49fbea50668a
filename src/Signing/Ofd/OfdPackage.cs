using System.Xml.Linq;
using Market.Signing.GuoMi;

namespace Market.Signing.Ofd;

/// <summary>A signature as Signatures.xml lists it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="File">Path of its Signature.xml; null when there is no such file, or more than one may be meant.</param>
internal sealed record OfdListedSignature(string Id, string? File);

/// <summary>What an OFD package says about its documents and signatures (GB/T 33190, 7 and 18).</summary>
internal sealed class OfdPackage
{
    public const string Main = "OFD.xml";
    private const int MostSignatures = 200;
    private const int MostPages = 100_000;

    private OfdPackage()
    {
    }

    /// <summary>The lists of signatures, one for each document that has one.</summary>
    public List<string> Lists { get; } = [];

    /// <summary>In the order listed: each is made over what the ones before it left.</summary>
    public List<OfdListedSignature> Signatures { get; } = [];

    /// <summary>Identifiers of the pages, in their order; of several documents one after another.</summary>
    public List<string> Pages { get; } = [];

    /// <summary>Whether a list of signatures is named that is not there.</summary>
    public bool IsListMissing { get; private set; }

    /// <exception cref="OfdFormatException">Not an OFD package, or not readable in one way.</exception>
    public static OfdPackage Read(ZipPackage files)
    {
        if (!files.Contains(Main))
        {
            throw new OfdFormatException(SealReasons.NotAnOfd, "The package holds no OFD.xml.");
        }

        var result = new OfdPackage();
        foreach (var body in OfdXml.All(OfdXml.Read(files, Main, "OFD"), "DocBody"))
        {
            result.ReadBody(files, body);
        }

        return result;
    }

    private void ReadBody(ZipPackage files, XElement body)
    {
        if (files.Find(OfdXml.One(body, "DocRoot")?.Value, Main) is { } document)
        {
            var pages = OfdXml.One(OfdXml.Read(files, document, "Document"), "Pages");
            Pages.AddRange(OfdXml.All(pages, "Page").Take(MostPages).Select(page => (string?)page.Attribute("ID") ?? ""));
        }

        if (OfdXml.One(body, "Signatures") is not { } listed)
        {
            return;
        }

        if (files.Find(listed.Value, Main) is not { } list)
        {
            IsListMissing = true;
            return;
        }

        Lists.Add(list);
        foreach (var signature in OfdXml.All(OfdXml.Read(files, list, "Signatures"), "Signature"))
        {
            if (Signatures.Count == MostSignatures)
            {
                throw new OfdFormatException(SealReasons.OfdTooLarge, "The package lists too many signatures.");
            }

            Signatures.Add(new OfdListedSignature(
                (string?)signature.Attribute("ID") ?? "", files.Find((string?)signature.Attribute("BaseLoc"), list)));
        }
    }
}
