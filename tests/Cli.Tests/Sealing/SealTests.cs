using System.Text;
using System.Text.RegularExpressions;

namespace Market.Cli.Tests.Sealing;

public sealed class SealTests(SealedFiles files)
{
    [Fact]
    public async Task One_document_is_sealed_into_a_file_that_others_call_valid()
    {
        var output = Path.Combine(files.Folder(), "sealed.pdf");

        var run = await SealAsync(SealedFiles.Sample("letter.pdf"), "--out", output, "--json");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        var outcome = Assert.Single(run.Json);
        Assert.Equal(SealedFiles.Sample("letter.pdf"), outcome.GetProperty("file").GetString());
        Assert.Equal(output, outcome.GetProperty("output").GetString());
        Assert.Equal("done", outcome.GetProperty("status").GetString());
        Assert.Equal("B-B", outcome.GetProperty("level").GetString());
        await Judges.AssertValidAsync(output);
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", output, "--trust", files.Trust)).ExitCode);
        Assert.Equal(ExitCodes.Refused, (await Tool.RunAsync("verify", output, "--trust", files.Trust, "--require-timestamp")).ExitCode);
    }

    [Fact]
    public async Task With_a_time_stamp_authority_the_seal_proves_its_time()
    {
        await using var services = new ServiceServer();
        services.Serve(files.Pki);
        var output = Path.Combine(files.Folder(), "sealed.pdf");

        var run = await SealAsync(SealedFiles.Sample("letter.pdf"), "--out", output, "--tsa", services.Tsa, "--json");

        Assert.Equal("B-T", Assert.Single(run.Json).GetProperty("level").GetString());
        var verified = await Tool.RunAsync("verify", output, "--trust", files.Trust, "--require-timestamp", "--json");
        Assert.Equal(ExitCodes.Done, verified.ExitCode);
        Assert.NotNull(verified.Json[0].GetProperty("signatures")[0].GetProperty("signedAt").GetString());
    }

    [Fact]
    public async Task Damage_far_from_the_seal_is_repaired_and_told()
    {
        var damaged = Path.Combine(files.Folder(), "damaged.pdf");
        await File.WriteAllBytesAsync(damaged, WithWrongLengths(await File.ReadAllBytesAsync(SealedFiles.Sample("site-plan-a1.pdf"), TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        var output = Path.Combine(files.Folder(), "sealed.pdf");

        var run = await SealAsync(damaged, "--out", output, "--json");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        var told = Assert.Single(run.Json).GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("code").GetString());
        Assert.Equal(["document-rebuilt", "repair-cross-reference", "repair-stream-length"], told);
        await Judges.AssertValidAsync(output);
    }

    [Fact]
    public async Task Without_the_document_check_damage_far_from_the_seal_is_left_as_it_is()
    {
        var bytes = WithWrongLengths(await File.ReadAllBytesAsync(SealedFiles.Sample("letter.pdf"), TestContext.Current.CancellationToken));
        var damaged = Path.Combine(files.Folder(), "damaged.pdf");
        await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);
        var output = Path.Combine(files.Folder(), "sealed.pdf");

        var check = await SealAsync(damaged, "--out", Path.Combine(files.Folder(), "mended.pdf"), "--json");
        var run = await SealAsync(damaged, "--out", output, "--no-document-check", "--json");

        Assert.Contains("document-rebuilt", check.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Empty(Assert.Single(run.Json).GetProperty("warnings").EnumerateArray());
        Assert.Equal(bytes, (await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken))[..bytes.Length]);
        Assert.Contains("--no-document-check", (await Tool.RunAsync("seal", "--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_document_that_bears_a_signature_is_refused()
    {
        var damaged = Path.Combine(files.Folder(), "damaged.pdf");
        await File.WriteAllBytesAsync(damaged, WithWrongLengths(await File.ReadAllBytesAsync(files.Good, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);

        var run = await SealAsync(damaged, "--out", files.Folder(), "--json");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal("damaged-signed", Assert.Single(run.Json).GetProperty("code").GetString());
    }

    // Other lengths of as many digits: nothing else moves.
    private static byte[] WithWrongLengths(byte[] pdf) => Encoding.Latin1.GetBytes(
        Regex.Replace(Encoding.Latin1.GetString(pdf), @"(?<=/Length )\d+(?=[^\d])", match => new string('1', match.Length)));

    [Fact]
    public async Task A_batch_goes_on_when_one_file_is_refused_and_says_so_in_the_end()
    {
        var folder = files.Folder();
        string[] inputs = [SealedFiles.Sample("letter.pdf"), SealedFiles.Sample("bad/not-a-pdf.pdf"), "missing.pdf", SealedFiles.Sample("survey-report.pdf")];

        var run = await SealAsync([.. inputs, "--out", folder, "--json", "--jobs", "2", "--lang", "en"]);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal(inputs, run.Json.Select(outcome => outcome.GetProperty("file").GetString()));
        Assert.Equal(["done", "refused", "refused", "done"], run.Json.Select(outcome => outcome.GetProperty("status").GetString()));
        Assert.Equal("not-a-pdf", run.Json[1].GetProperty("code").GetString());
        Assert.Equal("file-not-found", run.Json[2].GetProperty("code").GetString());
        Assert.Contains("4 files: 2 done, 2 refused.", run.Error, StringComparison.Ordinal);
        Assert.Equal(["letter.pdf", "survey-report.pdf"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
        await Judges.AssertValidAsync(Path.Combine(folder, "survey-report.pdf"));
    }

    [Fact]
    public async Task A_folder_means_every_PDF_in_it()
    {
        var (input, output) = (files.Folder(), files.Folder());
        File.Copy(SealedFiles.Sample("letter.pdf"), Path.Combine(input, "b.PDF"));
        File.Copy(SealedFiles.Sample("letter.pdf"), Path.Combine(input, "a.pdf"));
        await File.WriteAllTextAsync(Path.Combine(input, "list.txt"), "no drawing", TestContext.Current.CancellationToken);

        var run = await SealAsync(input, "--out", output);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal(["a.pdf", "b.PDF"], Directory.EnumerateFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_input_is_never_overwritten_whatever_path_leads_to_it()
    {
        var folder = files.Folder();
        var input = Path.Combine(folder, "letter.pdf");
        File.Copy(SealedFiles.Sample("letter.pdf"), input);
        var before = await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken);
        var link = Path.Combine(files.Folder(), "link");
        Directory.CreateSymbolicLink(link, folder);

        foreach (var output in new[] { input, folder, Path.Combine(folder, "..", Path.GetFileName(folder), "letter.pdf"), link, Path.Combine(link, "letter.pdf") })
        {
            Assert.Equal(ExitCodes.Usage, (await SealAsync(input, "--out", output)).ExitCode);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_refused_file_leaves_an_earlier_output_as_it_was_and_nothing_half_written()
    {
        var folder = files.Folder();
        var output = Path.Combine(folder, "sealed.pdf");
        await File.WriteAllTextAsync(output, "earlier", TestContext.Current.CancellationToken);

        // The document is refused only after its bytes have been copied: the authority does not answer.
        var run = await SealAsync(SealedFiles.Sample("letter.pdf"), "--out", output, "--tsa", "http://127.0.0.1:1/", "--json");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal("timestamp-unreachable", Assert.Single(run.Json).GetProperty("code").GetString());
        Assert.Equal("earlier", await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Two_inputs_that_would_become_one_output_are_refused_before_anything_is_sealed()
    {
        var (one, other, output) = (files.Folder(), files.Folder(), files.Folder());
        File.Copy(SealedFiles.Sample("letter.pdf"), Path.Combine(one, "a.pdf"));
        File.Copy(SealedFiles.Sample("letter.pdf"), Path.Combine(other, "a.pdf"));

        var run = await SealAsync(Path.Combine(one, "a.pdf"), Path.Combine(other, "a.pdf"), "--out", output);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(output));
    }

    [Fact]
    public async Task A_device_of_the_system_is_never_replaced_by_a_document()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems keep their devices elsewhere.");
        const string device = "/dev/market-seal-test";
        try
        {
            Run[] runs =
            [
                await SealAsync(SealedFiles.Sample("letter.pdf"), "--out", device),
                await Tool.RunAsync("verify", SealedFiles.Sample("letter.pdf"), "--report", device),
                await Tool.RunAsync("verify", SealedFiles.Sample("letter.pdf"), "--extract-revision", "1", "--out", device),
            ];

            Assert.All(runs, run => Assert.Equal(ExitCodes.Usage, run.ExitCode));
            Assert.All(runs, run => Assert.Contains(device, run.Error, StringComparison.Ordinal));
            Assert.False(File.Exists(device));
        }
        finally
        {
            File.Delete(device);
        }
    }

    [Theory]
    [InlineData("seal")]
    [InlineData("inspect")]
    [InlineData("verify")]
    public async Task An_empty_name_is_a_wrong_command_line_and_not_a_crash(string command)
    {
        string[] rest = command == "seal" ? ["--out", files.Folder(), "--key", files.Key, "--password-file", files.PasswordFile] : [];

        var run = await Tool.RunAsync([command, "", .. rest]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.NotEqual("", run.Error);
    }

    [Fact]
    public async Task The_level_that_is_asked_for_counts_also_when_an_authority_is_named()
    {
        var output = Path.Combine(files.Folder(), "sealed.pdf");

        var run = await SealAsync(SealedFiles.Sample("letter.pdf"), "--out", output, "--level", "B-B", "--tsa", "http://127.0.0.1:9/", "--json");

        Assert.Equal("B-B", Assert.Single(run.Json).GetProperty("level").GetString());
    }

    [Fact]
    public async Task A_wrong_password_is_a_refusal_in_words()
    {
        var password = Path.Combine(files.Folder(), "password");
        await File.WriteAllTextAsync(password, "wrong\n", TestContext.Current.CancellationToken);

        var run = await Tool.RunAsync(
            "seal", SealedFiles.Sample("letter.pdf"), "--out", files.Folder(), "--key", files.Key, "--password-file", password, "--lang", "en");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("password is wrong", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--at", "1,2")]
    [InlineData("--at", "0,50,50")]
    [InlineData("--at", "1.5,50,50")]
    [InlineData("--at", "1,fifty,50")]
    [InlineData("--tsa", "ftp://example.org")]
    [InlineData("--level", "B-T")]
    [InlineData("--level", "B-X")]
    [InlineData("--at", "1,50,50", "--title-block", "50,50")]
    [InlineData("--password-file", "no-such-file")]
    [InlineData("--dual-names", "GM.PKILite,GM.SM2")]
    [InlineData("--key-certificate", "no-such-file")]
    [InlineData("--reason", "")]
    public async Task A_command_that_cannot_be_understood_begins_nothing(params string[] options)
    {
        var output = Path.Combine(files.Folder(), "sealed.pdf");

        var run = await Tool.RunAsync(
            ["seal", SealedFiles.Sample("letter.pdf"), "--out", output, "--key", files.Key, .. options, .. PasswordUnless(options)]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.NotEqual("", run.Error);
        Assert.False(File.Exists(output));
    }

    [Theory]
    [InlineData("letter.pdf", 1, "--at", "1,60,100")]
    [InlineData("survey-report.pdf", 9, "--at", "-1,60,100")]
    [InlineData("survey-report.pdf", 9)]
    [InlineData("site-plan-a1.pdf", 1, "--title-block", "45,40")]
    public async Task The_seal_shows_on_the_page_asked_for(string document, int page, params string[] place)
    {
        var output = Path.Combine(files.Folder(), "sealed.pdf");

        var run = await SealAsync([SealedFiles.Sample(document), "--out", output, "--seal-text", "云谷规划设计咨询有限公司", .. place]);

        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        var verified = await Tool.RunAsync("verify", output, "--trust", files.Trust, "--json");
        Assert.Equal([page], verified.Json[0].GetProperty("signatures")[0].GetProperty("pages").EnumerateArray().Select(number => number.GetInt32()));
    }

    [Fact]
    public async Task A_keyword_in_the_text_draws_the_seal_to_it_and_a_missing_one_is_named()
    {
        var output = Path.Combine(files.Folder(), "sealed.pdf");

        var found = await SealAsync(SealedFiles.Sample("letter.pdf"), "--out", output, "--keyword", "特此函复");
        var missing = await SealAsync(SealedFiles.Sample("letter.pdf"), "--out", output, "--keyword", "没有这个词", "--json");

        Assert.True(found.ExitCode == ExitCodes.Done, found.Error);
        var refused = Assert.Single(missing.Json);
        Assert.Equal("keyword-not-found", refused.GetProperty("code").GetString());
        Assert.Contains("没有这个词", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_document_is_sealed_with_its_password_and_refused_without()
    {
        var folder = files.Folder();
        var (locked, password) = (Path.Combine(folder, "locked.pdf"), Path.Combine(folder, "pw"));
        await Judges.RunAsync("qpdf", "--encrypt", "geheim", "owner", "256", "--", SealedFiles.Sample("letter.pdf"), locked);
        await File.WriteAllTextAsync(password, "geheim\n", TestContext.Current.CancellationToken);
        var output = Path.Combine(folder, "sealed.pdf");

        var refused = await SealAsync(locked, "--out", output, "--json");
        var done = await SealAsync(locked, "--out", output, "--pdf-password-file", password);

        Assert.Equal("encrypted", Assert.Single(refused.Json).GetProperty("code").GetString());
        Assert.True(done.ExitCode == ExitCodes.Done, done.Error);
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", output, "--trust", files.Trust, "--pdf-password-file", password)).ExitCode);
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("inspect", output, "--pdf-password-file", password)).ExitCode);
    }

    [Fact]
    public async Task A_second_seal_leaves_the_first_valid_and_a_straddle_seal_comes_too_late()
    {
        var output = Path.Combine(files.Folder(), "twice.pdf");

        var run = await SealAsync(files.Good, "--out", output, "--at", "1,60,100");
        var late = await SealAsync(files.Good, "--out", output, "--straddle", "--json");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", output, "--trust", files.Trust)).ExitCode);
        Assert.Equal(ExitCodes.Refused, late.ExitCode);
        Assert.Equal("refused", late.Json[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_key_on_a_token_needs_the_token_and_a_certificate_that_can_be_read()
    {
        var output = Path.Combine(files.Folder(), "sealed.pdf");
        string[] command = ["seal", SealedFiles.Sample("letter.pdf"), "--out", output, "--key", "pkcs11:token=nowhere;object=none", "--password-file", files.PasswordFile];

        var bare = await Tool.RunAsync(command);
        var unreadable = await Tool.RunAsync([.. command, "--key-certificate", SealedFiles.Sample("letter.pdf")]);
        var missing = await Tool.RunAsync([.. command, "--key-certificate", Path.Combine(files.Trust, "root.pem")]);

        Assert.Equal(ExitCodes.Refused, bare.ExitCode);
        Assert.Equal(ExitCodes.Usage, unreadable.ExitCode);
        Assert.Equal(ExitCodes.Refused, missing.ExitCode);
        Assert.Matches(OperatingSystem.IsLinux() ? "token-absent|token-module-missing" : "platform-unsupported", missing.Error);
        Assert.False(File.Exists(output));
    }

    private Task<Run> SealAsync(params string[] arguments) =>
        Tool.RunAsync(["seal", .. arguments, "--key", files.Key, "--password-file", files.PasswordFile]);

    private string[] PasswordUnless(string[] options) => options.Contains("--password-file") ? [] : ["--password-file", files.PasswordFile];
}
