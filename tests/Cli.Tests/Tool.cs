using System.Text.Json;

namespace Market.Cli.Tests;

/// <summary>What a run of the tool said.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Output">Its answers.</param>
/// <param name="Error">Its remarks.</param>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    /// <summary>The answers as JSON, one per line.</summary>
    public IReadOnlyList<JsonElement> Json =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}

/// <summary>Runs the tool as its entry point does, in this process.</summary>
internal static class Tool
{
    public static async Task<Run> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await MarketSeal.RunAsync(args, new Terminal(output, error) { IsWatched = false }, TestContext.Current.CancellationToken);
        return new Run(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
