namespace Market.Cli.Tests.Verifying;

/// <summary>Looking at what was signed, whatever was appended later.</summary>
public sealed class ExtractRevisionTests(SealedFiles files)
{
    // The letter is one revision and its seal the next.
    private const string Sealed = "2";

    [Fact]
    public async Task The_signed_revision_of_a_file_with_something_appended_is_the_sealed_file_again()
    {
        var output = Path.Combine(files.Folder(), "as-signed.pdf");

        var run = await Tool.RunAsync("verify", files.Appended, "--trust", files.Trust, "--extract-revision", Sealed, "--out", output);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal(await ReadAsync(files.Good), await ReadAsync(output));
        await Judges.AssertValidAsync(output);
    }

    [Fact]
    public async Task A_revision_that_nobody_signed_is_refused_with_those_that_are()
    {
        var output = Path.Combine(files.Folder(), "as-signed.pdf");

        var run = await Tool.RunAsync("verify", files.Good, "--trust", files.Trust, "--extract-revision", "1", "--out", output, "--lang", "en");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("Signed revisions: 2 (field ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task It_takes_one_file_and_a_name_that_is_not_the_file_itself()
    {
        var output = Path.Combine(files.Folder(), "as-signed.pdf");

        Assert.Equal(ExitCodes.Usage, (await Tool.RunAsync("verify", files.Good, files.Appended, "--extract-revision", Sealed, "--out", output)).ExitCode);
        Assert.Equal(ExitCodes.Usage, (await Tool.RunAsync("verify", files.Good, "--extract-revision", Sealed)).ExitCode);
        Assert.Equal(ExitCodes.Usage, (await Tool.RunAsync("verify", files.Good, "--out", output)).ExitCode);
        Assert.Equal(ExitCodes.Usage, (await Tool.RunAsync("verify", files.Good, "--extract-revision", Sealed, "--out", files.Good)).ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_no_PDF_gives_no_revision()
    {
        var folder = files.Folder();
        var text = Path.Combine(folder, "text.pdf");
        await File.WriteAllTextAsync(text, "no PDF", TestContext.Current.CancellationToken);

        var run = await Tool.RunAsync("verify", text, "--extract-revision", Sealed, "--out", Path.Combine(folder, "out.pdf"));

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal(text, Assert.Single(Directory.EnumerateFiles(folder)));
    }

    private static Task<byte[]> ReadAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
}
