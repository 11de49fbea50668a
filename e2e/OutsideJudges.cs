using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Market.E2E;

/// <summary>Programs of others that say what they think of a sealed file.</summary>
internal static partial class OutsideJudges
{
    /// <summary>What pdfsig says; certificates are left to <see cref="OpensslVerifyAsync"/>.</summary>
    public static Task<string> PdfsigAsync(string file) => RunAsync("pdfsig", "-nocert", file);

    /// <summary>Fails unless qpdf finds nothing wrong.</summary>
    public static Task<string> QpdfCheckAsync(string file) => RunAsync("qpdf", "--check", file);

    /// <summary>Takes every CMS signature out of the file and has openssl check it against a root and
    /// find its time stamp; returns how many held.</summary>
    public static async Task<int> OpensslVerifyAsync(string file, string root)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var count = 0;
        foreach (Match match in ByteRange().Matches(Encoding.Latin1.GetString(bytes)))
        {
            var range = match.Groups.Values.Skip(1).Select(group => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture)).ToArray();
            var contents = Encoding.ASCII.GetString(bytes, range[1] + 1, range[2] - range[1] - 2);
            var (cms, signed) = (file + ".cms", file + ".signed");
            await File.WriteAllBytesAsync(cms, Convert.FromHexString(contents));
            await File.WriteAllBytesAsync(signed, [.. bytes.AsSpan(range[0], range[1]), .. bytes.AsSpan(range[2], range[3])]);
            await RunAsync("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", cms, "-content", signed, "-CAfile", root,
                "-purpose", "any", "-out", "/dev/null");
            var printed = await RunAsync("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", cms);
            Assert.Contains("id-smime-aa-timeStampToken", printed, StringComparison.Ordinal);
            count++;
        }

        return count;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var said = await output + await errors;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{said}");
        return said;
    }

    [GeneratedRegex(@"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")]
    private static partial Regex ByteRange();
}
