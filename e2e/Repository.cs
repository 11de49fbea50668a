using System.Security.Cryptography;
using System.Text;

namespace Market.E2E;

/// <summary>Where this checkout and its build output lie.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Market.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The build configuration as it appears in the output path.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";

    /// <summary>A sample document, by its name under tests/Samples.</summary>
    public static string Sample(string name) => Path.Combine(Root, "tests", "Samples", name);

    /// <summary>A sample as a report of its own: what was delivered once is refused when it is handed in again, so the comment
    /// that marks the file as binary (ISO 32000-2, 7.5.2) differs, and nothing else.</summary>
    public static string ReportOfItsOwn(string name, string reportNumber)
    {
        const int CommentAt = 10;
        const int CommentLength = 8;
        const byte NotAscii = 0x80;
        var pdf = File.ReadAllBytes(Sample(name));
        var mark = SHA256.HashData(Encoding.UTF8.GetBytes($"{reportNumber} {Guid.CreateVersion7()}"));
        for (var i = 0; i < CommentLength; i++)
        {
            pdf[CommentAt + i] = (byte)(mark[i] | NotAscii);
        }

        var path = Path.Combine(Directory.CreateTempSubdirectory("market-e2e-report-").FullName, name);
        File.WriteAllBytes(path, pdf);
        return path;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Market.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Market.sln was not found above the test assembly.");
    }
}
