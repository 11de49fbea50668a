namespace Market.Cli.Tests.Verifying;

public sealed class ReportTests(SealedFiles files)
{
    [Fact]
    public async Task A_PDF_report_says_what_was_found_and_in_which_file()
    {
        var report = Path.Combine(files.Folder(), "report.pdf");

        await Tool.RunAsync("verify", files.Changed, "--trust", files.Trust, "--report", report, "--lang", "zh-CN");

        var text = await Judges.RunAsync("pdftotext", "-layout", report, "-");
        Assert.Contains("电子印章核验报告", text, StringComparison.Ordinal);
        Assert.Contains("changed.pdf", text, StringComparison.Ordinal);
        Assert.Contains("不通过 (TOTAL-FAILED)", text, StringComparison.Ordinal);
        Assert.Contains("[hash-mismatch]", text, StringComparison.Ordinal);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(files.Changed, TestContext.Current.CancellationToken)));
        Assert.Contains(digest, text.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("No syntax or stream encoding errors", await Judges.RunAsync("qpdf", "--check", report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_sealed_with_the_key_given_and_shows_the_certificates()
    {
        var report = Path.Combine(files.Folder(), "report.pdf");

        var run = await Tool.RunAsync(
            "verify", files.Good, "--trust", files.Trust, "--report", report, "--report-key", files.Key, "--report-password-file", files.PasswordFile,
            "--lang", "en");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        await Judges.AssertValidAsync(report);
        var text = await Judges.RunAsync("pdftotext", "-layout", report, "-");
        Assert.Contains("Verification report on sealed document", text, StringComparison.Ordinal);
        Assert.Contains("TOTAL-PASSED", text, StringComparison.Ordinal);
        Assert.Contains(files.Pki.Root.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_report_needs_no_reader_of_PDF()
    {
        var report = Path.Combine(files.Folder(), "report.txt");

        await Tool.RunAsync("verify", files.Good, "--trust", files.Trust, "--report", report, "--lang", "zh-CN");

        var text = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
        Assert.Contains("签章结论：通过 (TOTAL-PASSED)", text, StringComparison.Ordinal);
        Assert.Contains("91430100MA4L1AB12X", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_get_their_reports_in_a_folder()
    {
        var folder = files.Folder();

        await Tool.RunAsync("verify", files.Good, files.Changed, "missing.pdf", "--trust", files.Trust, "--report", folder);

        Assert.Equal(3, Directory.EnumerateFiles(folder, "*.report.pdf").Count());
        Assert.Equal(ExitCodes.Usage, (await Tool.RunAsync("verify", files.Good, files.Changed, "--report", Path.Combine(folder, "one.pdf"))).ExitCode);
        Assert.Equal(ExitCodes.Usage, (await Tool.RunAsync("verify", files.Good, "--report", files.Good)).ExitCode);
    }
}
