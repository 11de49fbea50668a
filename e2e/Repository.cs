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
