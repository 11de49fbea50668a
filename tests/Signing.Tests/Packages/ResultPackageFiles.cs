using System.IO.Compression;
using System.Security.Cryptography;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Packages;

/// <summary>Result packages made by hand: sealed files, and the sealed report that lists them.</summary>
internal static class ResultPackageFiles
{
    /// <summary>Writes a package of these files.</summary>
    /// <param name="output">Gets the ZIP.</param>
    /// <param name="files">Path and content of each; those named .pdf are results.</param>
    /// <param name="level">How they are packed.</param>
    public static async Task WriteAsync(Stream output, IReadOnlyList<(string Path, byte[] Content)> files, CompressionLevel level = CompressionLevel.NoCompression)
    {
        var entries = files.Select(file => new ResultPackageEntry(
            file.Path, file.Path.EndsWith(".pdf", StringComparison.Ordinal) ? ResultPackageManifest.ResultRole : ResultPackageManifest.DataRole,
            file.Content.Length, Convert.ToHexStringLower(SHA256.HashData(file.Content)))).ToList();
        var manifest = new ResultPackageManifest(ResultPackageManifest.CurrentFormat, new Dictionary<string, string>(), entries);
        var cover = await SealAsync(manifest.ToAttachment());
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (path, content) in files.Append((ResultPackageManifest.ReportPath, cover)))
        {
            using var entry = zip.CreateEntry(path, level).Open();
            await entry.WriteAsync(content, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<byte[]> MakeAsync(IReadOnlyList<(string Path, byte[] Content)> files, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var output = new MemoryStream();
        await WriteAsync(output, files, level);
        return output.ToArray();
    }

    /// <summary>A letter, sealed; with a file inside when there is one.</summary>
    public static async Task<byte[]> SealAsync(PdfAttachment? attachment = null, byte[]? document = null)
    {
        using var output = new MemoryStream();
        using var key = TestPki.UnitKey();
        await PdfSealer.SealAsync(
            new MemoryStream(document ?? await File.ReadAllBytesAsync(Samples.SampleDocuments.PathOf("letter.pdf"))), output, key,
            new SealOptions { ClaimedAt = TestPki.Now, Attachments = attachment is null ? [] : [attachment] }, TestPki.Pki.TimestampAuthority,
            TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    public static SealReport Judge(Stream package) => SealValidator.Validate(package, SealedFiles.Trusting);

    public static SealReport Judge(byte[] package) => Judge(new MemoryStream(package));
}
