using System.Xml;
using System.Xml.Linq;
using Market.Signing.GuoMi;

namespace Market.Signing.Ofd;

/// <summary>Reads the XML files of a package: no document types, no entities, nothing from outside, bounded in size and depth.</summary>
internal static class OfdXml
{
    private const int LargestFile = 4 << 20;
    private const int DeepestElement = 64;

    // Producers write the name of the standard's first draft as well.
    private const string Namespace = "http://www.ofdspec.org";

    /// <exception cref="OfdFormatException">Not such a file.</exception>
    public static XElement Read(ZipPackage package, string name, string rootName)
    {
        using var bytes = new MemoryStream(package.Read(name, LargestFile));
        try
        {
            CheckDepth(bytes);
            bytes.Position = 0;
            using var reader = XmlReader.Create(bytes, Settings());
            var root = XElement.Load(reader);
            return root.Name.LocalName == rootName && IsOurs(root)
                ? root
                : throw new OfdFormatException(SealReasons.OfdXmlUnreadable, $"The file {name} is not what it should be.");
        }
        catch (XmlException exception)
        {
            throw new OfdFormatException(SealReasons.OfdXmlUnreadable, $"The file {name} cannot be read.", exception);
        }
    }

    /// <summary>The children of this name.</summary>
    public static IEnumerable<XElement> All(XElement? parent, string name) =>
        parent?.Elements().Where(child => child.Name.LocalName == name && IsOurs(child)) ?? [];

    /// <summary>The only child of this name, null when there is none.</summary>
    /// <exception cref="OfdFormatException">There are two: readers would choose differently.</exception>
    public static XElement? One(XElement? parent, string name)
    {
        var found = All(parent, name).Take(2).ToList();
        return found.Count < 2
            ? found.FirstOrDefault()
            : throw new OfdFormatException(SealReasons.OfdXmlUnreadable, $"The element {name} stands twice where one is meant.");
    }

    private static bool IsOurs(XElement element) => element.Name.NamespaceName.StartsWith(Namespace, StringComparison.Ordinal);

    private static void CheckDepth(Stream bytes)
    {
        using var reader = XmlReader.Create(bytes, Settings());
        while (reader.Read())
        {
            if (reader.Depth > DeepestElement)
            {
                throw new OfdFormatException(SealReasons.OfdXmlUnreadable, "Elements are nested too deeply.");
            }
        }
    }

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LargestFile,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    };
}
