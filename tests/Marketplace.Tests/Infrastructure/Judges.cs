using System.Diagnostics;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>Programs of others that read what was made here.</summary>
internal static class Judges
{
    /// <summary>The text of a PDF as poppler reads it, without line breaks.</summary>
    public static async Task<string> TextOfAsync(Stream pdf)
    {
        var text = await RunAsync(pdf, "pdftotext", path => ["-layout", path, "-"]);
        return string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
    }

    /// <summary>What pdfsig says about every signature.</summary>
    public static Task<string> SignaturesOfAsync(Stream pdf) => RunAsync(pdf, "pdfsig", path => ["-nocert", path]);

    /// <summary>What qpdf finds wrong with the file's structure.</summary>
    public static Task<string> StructureOfAsync(Stream pdf) => RunAsync(pdf, "qpdf", path => ["--check", path]);

    /// <summary>An embedded file of a PDF as poppler takes it out.</summary>
    public static Task<string> AttachmentAsync(Stream pdf, string name) => RunAsync(pdf, "pdfdetach", path => ["-savefile", name, "-o", "/dev/stdout", path]);

    /// <summary>The SM3 of a file as OpenSSL computes it.</summary>
    public static async Task<string> Sm3OfAsync(Stream file) => (await RunAsync(file, "openssl", path => ["dgst", "-sm3", "-r", path]))[..64];

    private static async Task<string> RunAsync(Stream pdf, string program, Func<string, string[]> arguments)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pdf");
        try
        {
            await using (var copy = File.Create(path))
            {
                pdf.Position = 0;
                await pdf.CopyToAsync(copy);
            }

            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
            Array.ForEach(arguments(path), start.ArgumentList.Add);
            using var judge = Process.Start(start)!;
            var errors = judge.StandardError.ReadToEndAsync();
            var output = await judge.StandardOutput.ReadToEndAsync();
            await judge.WaitForExitAsync();
            return output + await errors;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
