using Market.Development;
using Market.Signing;

[assembly: AssemblyFixture(typeof(Market.Cli.Tests.SealedFiles))]

namespace Market.Cli.Tests;

/// <summary>A folder with a development PKI, a key and a few files sealed with it; made once for the run.</summary>
public sealed class SealedFiles : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("market-cli-").FullName;

    public string Trust => Path.Combine(_folder, "trust");

    /// <summary>A sealed and time-stamped letter.</summary>
    public string Good => Path.Combine(_folder, "盖章 good.pdf");

    /// <summary>The same with one byte changed on its page.</summary>
    public string Changed => Path.Combine(_folder, "changed.pdf");

    /// <summary>The same with a byte after its end.</summary>
    public string Appended => Path.Combine(_folder, "appended.pdf");

    public string Key => Path.Combine(_folder, "seal.p12");

    public string PasswordFile => Path.Combine(_folder, "password");

    public DevelopmentPki Pki { get; private set; } = null!;

    public static string Sample(string name) => Path.Combine(Repository.Path, "tests", "Samples", name);

    /// <summary>A new empty folder for one test.</summary>
    public string Folder() => Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;

    public async ValueTask InitializeAsync()
    {
        Pki = DevelopmentPki.OpenOrCreate(Path.Combine(_folder, "pki"), TimeProvider.System);
        Directory.CreateDirectory(Trust);
        await File.WriteAllTextAsync(Path.Combine(Trust, "root.pem"), Pki.Root.ExportCertificatePem());

        var issued = Pki.IssueUnitSeal("云谷规划设计咨询有限公司", "91430100MA4L1AB12X");
        await File.WriteAllBytesAsync(Key, issued.Pkcs12.ToArray());
        await File.WriteAllTextAsync(PasswordFile, issued.Password + "\n");
        using var key = Pkcs12SealKey.Open(Key, issued.Password);
        await using (var input = File.OpenRead(Sample("letter.pdf")))
        await using (var output = File.Create(Good))
        {
            var options = new SealOptions
            {
                ClaimedAt = TimeProvider.System.GetUtcNow(),
                Placements = [new SealImpression(1, 150, 230, SealPicture.Round("云谷规划设计咨询有限公司", demonstration: true))],
            };
            await PdfSealer.SealAsync(input, output, key, options, Pki.TimestampAuthority);
        }

        var bytes = await File.ReadAllBytesAsync(Good);
        await File.WriteAllBytesAsync(Appended, [.. bytes, (byte)'x']);
        bytes[200] ^= 1;
        await File.WriteAllBytesAsync(Changed, bytes);
    }

    public ValueTask DisposeAsync()
    {
        Pki.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
