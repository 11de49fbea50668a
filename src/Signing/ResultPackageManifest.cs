using System.Text.Json;
using Market.Signing.Packages;

namespace Market.Signing;

/// <summary>One file of a result package.</summary>
/// <param name="Path">Its path in the package.</param>
/// <param name="Role">One of the roles of <see cref="ResultPackageManifest"/>.</param>
/// <param name="Sha256">Lower-case hexadecimal digits.</param>
public sealed record ResultPackageEntry(string Path, string Role, long Size, string Sha256);

/// <summary>What a result package (成果存证包) holds: a ZIP file with everything that is needed to check a result on a machine without a network. The
/// manifest is embedded in the package's report, which the platform seals, so that no file of the package can be changed, left out or added.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Facts">What the result is, by names of the platform's own.</param>
/// <param name="Entries">Every file but the report.</param>
public sealed record ResultPackageManifest(string Format, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<ResultPackageEntry> Entries)
{
    /// <summary>This form of the package.</summary>
    public const string CurrentFormat = "market-result-package/1";

    /// <summary>The sealed report, in which the manifest is.</summary>
    public const string ReportPath = "report.pdf";

    /// <summary>The manifest's name inside the report.</summary>
    public const string AttachmentName = "package.json";

    /// <summary>Role of a sealed file whose seals are judged.</summary>
    public const string ResultRole = "result";

    /// <summary>Role of data that belongs to the result and bears no seals.</summary>
    public const string DataRole = "data";

    /// <summary>Role of what the platform knows: checks and history.</summary>
    public const string RecordRole = "record";

    /// <summary>Role of a certificate.</summary>
    public const string CertificateRole = "certificate";

    /// <summary>Role of an OCSP answer (<c>.ocsp</c>) or a revocation list (<c>.crl</c>).</summary>
    public const string RevocationRole = "revocation";

    /// <summary>As it is embedded.</summary>
    public PdfAttachment ToAttachment() =>
        new(AttachmentName, "application/json", JsonSerializer.SerializeToUtf8Bytes(this, PackageJson.Default.ResultPackageManifest));
}
