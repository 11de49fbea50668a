using Market.Cli.Verifying;
using Market.Signing;

namespace Market.Cli.Tests.Verifying;

/// <summary>Files are read in processes of their own: what becomes of one of those is told on the line of its file.</summary>
public sealed class FileReaderTests(SealedFiles files)
{
    [Theory]
    [InlineData("cat > /dev/null & kill -9 $$", "validation-crashed")]
    [InlineData("exec sleep 60", "validation-timed-out")]
    public async Task A_file_that_brings_its_reader_down_or_never_ends_is_left_in_doubt(string reader, string code)
    {
        using var errors = new StringWriter();
        using var broken = FileReader.With(Request(), errors, ["/bin/sh", "-c", reader]);

        var report = await broken.ReadAsync(files.Good, Options(), TestContext.Current.CancellationToken);

        Assert.Equal(Indication.Indeterminate, report.Verdict);
        Assert.Equal([code], report.Reasons);
    }

    [Fact]
    public async Task Without_a_second_process_the_file_is_read_here_and_the_reader_is_told()
    {
        using var errors = new StringWriter();
        using var none = FileReader.With(Request(), errors, ["/no/such/program"]);

        var report = await none.ReadAsync(files.Good, Options(), TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(report.Signatures).Intact);
        Assert.NotEqual("", errors.ToString());
    }

    [Fact]
    public async Task Both_ways_of_reading_answer_alike()
    {
        string[] asked = [files.Good, files.Changed, files.Appended, SealedFiles.Sample("bad/not-a-pdf.pdf"), SealedFiles.Sample("letter.pdf")];

        var apart = await Tool.RunAsync(["verify", .. asked, "--trust", files.Trust, "--no-network", "--json"]);
        var here = await Tool.RunAsync(["verify", .. asked, "--trust", files.Trust, "--no-network", "--json", "--in-process"]);

        Assert.Equal(here.Output, apart.Output);
        Assert.Equal(("", ""), (apart.Error, here.Error));
    }

    private static VerifyRequest Request() => new()
    {
        Files = [],
        Trust = [],
        Profile = Profiles.SealedResult,
        RequireTimestamp = false,
        UseNetwork = false,
        AsJson = true,
        InProcess = false,
        Jobs = 2,
        TimeLimit = TimeSpan.FromSeconds(1),
    };

    private static ValidationOptions Options() => new() { AsOf = TimeProvider.System.GetUtcNow() };
}
