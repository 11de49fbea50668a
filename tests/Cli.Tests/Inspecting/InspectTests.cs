namespace Market.Cli.Tests.Inspecting;

public sealed class InspectTests(SealedFiles files)
{
    [Fact]
    public async Task A_document_is_described_with_its_pages_and_seals()
    {
        var run = await Tool.RunAsync("inspect", files.Good, SealedFiles.Sample("site-plan-a1.pdf"), "--json");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        var letter = run.Json[0].GetProperty("document");
        Assert.Equal("Seal1", Assert.Single(letter.GetProperty("signedFields").EnumerateArray()).GetString());
        Assert.Equal(2, letter.GetProperty("revisionCount").GetInt32());
        Assert.Equal(841, run.Json[1].GetProperty("document").GetProperty("pages")[0].GetProperty("widthMillimetres").GetDouble(), tolerance: 0.1);
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_with_its_reason()
    {
        var run = await Tool.RunAsync("inspect", SealedFiles.Sample("bad/not-a-pdf.pdf"), files.Good, "--lang", "en");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("[not-a-pdf]", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 signed fields: Seal1", run.Output, StringComparison.Ordinal);
    }
}
