using Market.Signing.Tests.Ofd;

namespace Market.Signing.Tests.Samples;

public sealed class OfdSampleTests
{
    [Fact]
    public async Task The_committed_sealed_package_is_intact_and_trusted_by_nobody()
    {
        var path = SampleDocuments.PathOf("sealed.ofd");
        if (Environment.GetEnvironmentVariable("MARKET_WRITE_SAMPLES") == "1")
        {
            await File.WriteAllBytesAsync(path, (await new OfdFiles().SealAsync()).ToZip(), TestContext.Current.CancellationToken);
        }

        var report = OfdFiles.Judge(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        var signature = Assert.Single(report.Signatures);
        Assert.Equal((SealedFileFormat.Ofd, 2, Indication.Indeterminate), (report.Format, report.PageCount, report.Verdict));
        Assert.True(signature is { Intact: true, CoversWholeFile: true, Trusted: not true });
    }
}
