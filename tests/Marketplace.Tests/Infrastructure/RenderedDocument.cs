namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>Documents that are rendered from code.</summary>
internal static class RenderedDocument
{
    public static string Repository { get; } = FindRepository();

    /// <summary>Compares docs/<paramref name="name"/> with its rendering, or writes it when MARKET_WRITE_DOCS is set.</summary>
    public static void AssertCurrent(string name, string rendered)
    {
        var path = Path.Combine(Repository, "docs", name);
        if (Environment.GetEnvironmentVariable("MARKET_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, rendered);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing: ./dev docs writes it.");
        Assert.Equal(rendered, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Market.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return directory.FullName;
    }
}
