using Market.Signing;

namespace Market.Cli.Tests.Sealing;

public sealed class DualSealTests(SealedFiles files)
{
    [Fact]
    public async Task One_command_seals_for_every_reader_and_for_domestic_ones()
    {
        var folder = files.Folder();
        var (sm2Key, sm2Password, seal) = (Path.Combine(folder, "sm2.p12"), Path.Combine(folder, "pw"), Path.Combine(folder, "seal.esl"));
        var issued = files.Pki.Sm2.IssueUnitSeal("云谷规划设计咨询有限公司", "91430100MA4L1AB12X");
        await File.WriteAllBytesAsync(sm2Key, issued.Pkcs12.ToArray(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(sm2Password, issued.Password, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(seal, await SealAsync(issued.Pkcs12, issued.Password), TestContext.Current.CancellationToken);
        var trust = Directory.CreateDirectory(Path.Combine(folder, "trust")).FullName;
        await File.WriteAllTextAsync(Path.Combine(trust, "root.pem"), files.Pki.Root.ExportCertificatePem(), TestContext.Current.CancellationToken);
        // A Chinese seal carries no issuers: the issuing authority is trusted by name (as trust lists of such seals do).
        await File.WriteAllBytesAsync(Path.Combine(trust, "sm2.cer"), files.Pki.Sm2.Chain[0].RawData, TestContext.Current.CancellationToken);
        var output = Path.Combine(folder, "dual.pdf");
        string[] command = ["seal", SealedFiles.Sample("letter.pdf"), "--out", output, "--key", files.Key, "--password-file", files.PasswordFile];

        var half = await Tool.RunAsync([.. command, "--dual-key", sm2Key, "--dual-password-file", sm2Password]);
        string[] dual = [.. command, "--dual-key", sm2Key, "--dual-password-file", sm2Password, "--dual-seal", seal];
        var misnamed = await Tool.RunAsync([.. dual, "--dual-names", "GM.PKILite GM.sm2seal"]);
        var done = await Tool.RunAsync([.. dual, "--dual-names", "GM.PKILite,GM.sm2seal"]);

        Assert.Equal(ExitCodes.Usage, half.ExitCode);
        Assert.Equal(ExitCodes.Usage, misnamed.ExitCode);
        Assert.True(done.ExitCode == ExitCodes.Done, done.Error);
        Assert.Contains("Signature is Valid", await Judges.RunAsync("pdfsig", "-nocert", output), StringComparison.Ordinal);
        var verified = await Tool.RunAsync("verify", output, "--trust", trust, "--no-network", "--json");
        Assert.True(verified.ExitCode == ExitCodes.Done, verified.Output);
        Assert.Equal(2, verified.Json.Single().GetProperty("signatures").GetArrayLength());
        var text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
        Assert.Contains("/Filter/GM.PKILite/SubFilter/GM.sm2seal", text, StringComparison.Ordinal);
    }

    private async Task<byte[]> SealAsync(ReadOnlyMemory<byte> pkcs12, string password)
    {
        using var key = Sm2SealKey.OpenPkcs12(pkcs12, password);
        var now = TimeProvider.System.GetUtcNow();
        var seal = await files.Pki.Sm2.MakeSealAsync(
            new ElectronicSealContent
            {
                Id = "43010000000001",
                VendorId = "MARKET",
                Name = "云谷规划设计咨询有限公司（演示）",
                SignerCertificates = [key.Certificate],
                CreatedAt = now,
                ValidFrom = now.AddDays(-1),
                ValidTo = now.AddYears(1),
                Picture = new ElectronicSealPicture("PNG", new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }, 40, 40),
            },
            TestContext.Current.CancellationToken);
        return seal.Encoded.ToArray();
    }
}
