using System.Diagnostics;

namespace Market.Cli.Tests;

/// <summary>Programs of others that judge what the tool made.</summary>
internal static class Judges
{
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await output + await error;
    }

    /// <summary>Both say: valid, whole and well formed.</summary>
    public static async Task AssertValidAsync(string pdf)
    {
        Assert.Contains("Signature is Valid", await RunAsync("pdfsig", "-nocert", pdf), StringComparison.Ordinal);
        Assert.Contains("No syntax or stream encoding errors", await RunAsync("qpdf", "--check", pdf), StringComparison.Ordinal);
    }
}
