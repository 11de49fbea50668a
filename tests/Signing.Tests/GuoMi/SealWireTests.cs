using System.Text.Json;
using Market.Signing.Isolation;
using Market.Signing.Tests.Ofd;

namespace Market.Signing.Tests.GuoMi;

/// <summary>Reports on electronic seals go from one process to another.</summary>
public sealed class SealWireTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_report_on_an_electronic_seal_arrives_whole(bool isOfd)
    {
        var seal = await TestSeals.SealAsync(tsa: GuoMiFiles.Stamps);
        var file = isOfd
            ? (await new OfdFiles().SealAsync(seal, covers: name => name != OfdFiles.Page)).ToZip()
            : await GuoMiFiles.SealAsync(new SealOptions { ClaimedAt = TestSeals.Now, ElectronicSeal = seal });
        var report = GuoMiFiles.Judge(file);
        if (isOfd)
        {
            report = OfdFiles.Judge(file);
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(new WireAnswer { Report = report }, WireJson.Default.WireAnswer);
        var arrived = JsonSerializer.Deserialize(json, WireJson.Default.WireAnswer)!.Report!;

        Assert.Equal((report.Format, report.Verdict), (arrived.Format, arrived.Verdict));
        var (sent, got) = (report.Signatures.Single(), arrived.Signatures.Single());
        Assert.Equal(sent.UncoveredFiles, got.UncoveredFiles);
        Assert.Equal(sent.Reasons, got.Reasons);
        Assert.Equal(sent.ElectronicSeal!.Checks.Select(check => (check.Step, check.Outcome)), got.ElectronicSeal!.Checks.Select(check => (check.Step, check.Outcome)));
        Assert.Equal((sent.ElectronicSeal.Seal!.Name, sent.ElectronicSeal.Seal.Picture.WidthMillimetres), (got.ElectronicSeal.Seal!.Name, got.ElectronicSeal.Seal.Picture.WidthMillimetres));
        Assert.Equal(sent.ElectronicSeal.Signature!.DataHash.ToArray(), got.ElectronicSeal.Signature!.DataHash.ToArray());
    }
}
