using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Tests.GuoMi;

namespace Market.Signing.Tests.Ofd;

/// <summary>An OFD package under construction: its files by path, written out as a ZIP file.</summary>
internal sealed class OfdFiles
{
    public const string Page = "Doc_0/Pages/Page_0/Content.xml";
    public const string List = "Doc_0/Signs/Signatures.xml";
    private const string Names = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

    private readonly List<(string Id, string Type)> _signatures = [];

    /// <summary>In the order in which they are written.</summary>
    public OrderedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal)
    {
        ["OFD.xml"] = Xml("OFD", "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            + "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"),
        ["Doc_0/Document.xml"] = Xml("Document", "<ofd:Pages><ofd:Page ID=\"7\" BaseLoc=\"Pages/Page_0/Content.xml\"/><ofd:Page ID=\"8\" BaseLoc=\"Pages/Page_1/Content.xml\"/></ofd:Pages>"),
        [Page] = Xml("Page", "<ofd:Content>规划方案技术审查报告</ofd:Content>"),
        ["Doc_0/Pages/Page_1/Content.xml"] = Xml("Page", "<ofd:Content>结论：符合</ofd:Content>"),
        ["Doc_0/Res/Font1.ttf"] = [0, 1, 0, 0, 42],
    };

    public static byte[] Xml(string root, string inner) =>
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ofd:{root} {Names}>{inner}</ofd:{root}>");

    /// <summary>Seals with an electronic seal; the defaults are valid.</summary>
    public async Task<OfdFiles> SealAsync(
        ElectronicSeal? seal = null, string method = "SM3", Func<string, bool>? covers = null, Func<byte[], Task<byte[]>>? sign = null, bool isStamped = true)
    {
        seal ??= await TestSeals.SealAsync();
        var number = _signatures.Count;
        var folder = $"Doc_0/Signs/Sign_{number}/";
        if (sign is null)
        {
            Files[folder + "Seal.esl"] = seal.Encoded.ToArray();
        }

        // Everything there is at this moment, but for the list, so that more signatures may follow.
        var references = string.Concat(Files
            .Where(file => file.Key != List && (covers?.Invoke(file.Key) ?? true))
            .Select(file => $"<ofd:Reference FileRef=\"/{file.Key}\"><ofd:CheckValue>{Convert.ToBase64String(Digest(method, file.Value))}</ofd:CheckValue></ofd:Reference>"));
        Files[folder + "Signature.xml"] = Xml(
            "Signature",
            $"<ofd:SignedInfo><ofd:Provider ProviderName=\"t\"/><ofd:SignatureMethod>{GuoMiOids.Sm2WithSm3}</ofd:SignatureMethod>"
            + $"<ofd:References CheckMethod=\"{method}\">{references}</ofd:References><ofd:StampAnnot ID=\"1\" PageRef=\"8\" Boundary=\"50 50 40 40\"/>"
            + (sign is null ? $"<ofd:Seal><ofd:BaseLoc>/{folder}Seal.esl</ofd:BaseLoc></ofd:Seal>" : "")
            + $"</ofd:SignedInfo><ofd:SignedValue>/{folder}SignedValue.dat</ofd:SignedValue>");
        var digest = Sm3.HashData(Files[folder + "Signature.xml"]);
        Files[folder + "SignedValue.dat"] = sign is not null ? await sign(digest) : await ElectronicSealSignature.SignAsync(
            seal, digest, $"/{folder}Signature.xml", Sm2Pki.Unit, TestSeals.Now, isStamped ? GuoMiFiles.Stamps : null, TestContext.Current.CancellationToken);
        _signatures.Add((number.ToString(System.Globalization.CultureInfo.InvariantCulture), sign is null ? "Seal" : "Sign"));
        WriteList();
        return this;
    }

    /// <summary>Takes a signature off the list, and leaves its files.</summary>
    public OfdFiles Unlist(int index)
    {
        _signatures.RemoveAt(index);
        WriteList();
        return this;
    }

    /// <summary>Replaces one text by another within a file.</summary>
    public OfdFiles Replace(string name, string old, string replacement)
    {
        var text = Encoding.UTF8.GetString(Files[name]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        Files[name] = Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        return this;
    }

    public byte[] ToZip(params (string Name, byte[] Bytes)[] more)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in Files.Select(file => (file.Key, file.Value)).Concat(more))
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(bytes);
            }
        }

        return output.ToArray();
    }

    public static byte[] Digest(string method, byte[] bytes) => method switch
    {
        "MD5" => DigestAlgorithm.Compute(HashAlgorithmName.MD5, bytes),
        "SHA256" => SHA256.HashData(bytes),
        _ => Sm3.HashData(bytes),
    };

    public static SealReport Judge(byte[] package, ValidationOptions? options = null)
    {
        using var stream = new MemoryStream(package);
        return SealValidator.Validate(stream, options ?? GuoMiFiles.Trusting);
    }

    private void WriteList() => Files[List] = Xml(
        "Signatures",
        $"<ofd:MaxSignId>{_signatures.Count}</ofd:MaxSignId>"
        + string.Concat(_signatures.Select(item => $"<ofd:Signature ID=\"{item.Id}\" Type=\"{item.Type}\" BaseLoc=\"Sign_{item.Id}/Signature.xml\"/>")));
}
