using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;
using Market.Signing.Documents;

namespace Market.Benchmarks;

/// <summary>Seals documents and does the floor's work in turns within one process, and compares the processor time of
/// both per document. Ratios of one run mean something; milliseconds depend on the machine.</summary>
internal sealed class SealBench : IDisposable
{
    public const int ContainerBytes = 12 << 10;

    private const int Rounds = 7;

    // Enough documents for the runtime to compile both paths for the last time.
    private const long WarmUpBytes = 400L << 20;
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(400);

    private readonly string _folder;
    private readonly Pkcs12SealKey _key;
    private readonly Floor _floor;
    private readonly SealOptions _options;
    private readonly X509Certificate2 _certificate;

    public SealBench(string keyName)
    {
        var shared = "/dev/shm";
        _folder = Path.Combine(Directory.Exists(shared) ? shared : Path.GetTempPath(), $"market-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(_folder);
        var at = TimeProvider.System.GetUtcNow();
        var pkcs12 = MakeKey(keyName, at);
        _key = Pkcs12SealKey.Open(pkcs12, "bench");
        _certificate = X509CertificateLoader.LoadPkcs12(pkcs12, "bench");
        _floor = new Floor(_certificate);
        _options = new SealOptions
        {
            ClaimedAt = at,
            SignatureContainerBytes = ContainerBytes,
            Placements = [new SealImpression(-1, 150, 240, SealPicture.Round("长沙市规划技术审查中心有限公司", "技术审查专用章"))],
        };
    }

    /// <summary>Where documents are made and sealed; in memory where the system has such a place.</summary>
    public string Folder => _folder;

    /// <summary>The seal all sections make: level B-B, one picture of 22 characters.</summary>
    public SealOptions Options => _options;

    public IEnumerable<Result> Run()
    {
        foreach (var form in new[] { PdfFileForm.CrossReferenceTable, PdfFileForm.ObjectStreams })
        {
            foreach (var (name, pages, objects, bytes) in BenchDocuments.Sizes)
            {
                var input = Path.Combine(_folder, "in.pdf");
                BenchDocuments.Write(input, pages, objects, bytes, form);
                yield return Measure(name, form, input);
            }
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Result Measure(string name, PdfFileForm form, string input)
    {
        var output = Path.Combine(_folder, "out.pdf");
        var (floor, ours) = (new List<double>(), new List<double>());
        var warmUp = (int)Math.Clamp(WarmUpBytes / new FileInfo(input).Length, 5, 1500);
        Turns.CountFor(() => Seal(input, output), TimeSpan.Zero, warmUp);
        Turns.CountFor(() => _floor.Seal(input, output), TimeSpan.Zero, warmUp);
        var count = Turns.CountFor(() => _floor.Seal(input, output), RoundLength, 3);
        for (var round = 0; round < Rounds; round++)
        {
            floor.Add(Turns.ProcessorTime(count, () => _floor.Seal(input, output)));
            ours.Add(Turns.ProcessorTime(count, () => Seal(input, output)));
        }

        var ratios = floor.Zip(ours, (below, above) => above / below).Order().ToList();
        floor.Sort();
        ours.Sort();
        return new Result(name, form, floor[Rounds / 2], ours[Rounds / 2], ratios[Rounds / 2], new FileInfo(output).Length - new FileInfo(input).Length);
    }

    public void DoFloor(string input, string output) => _floor.Seal(input, output);

    public void Seal(string input, string output, SealOptions? options = null)
    {
        using var source = new FileStream(input, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var target = new FileStream(output, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        PdfSealer.SealAsync(source, target, _key, options ?? _options, tsa: null).GetAwaiter().GetResult();
    }

    /// <summary>As the service seals: the examiner says what there is to know of the document, then drafts the revision.</summary>
    public void SealReadBy(IFileExaminer examiner, string input, string output)
    {
        using var source = new FileStream(input, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var target = new FileStream(output, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        examiner.InspectAsync(source).GetAwaiter().GetResult();
        PdfSealer.SealAsync(source, target, _key, _options, tsa: null, examiner).GetAwaiter().GetResult();
    }

    private static byte[] MakeKey(string name, DateTimeOffset at)
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = name == "p256"
            ? new CertificateRequest("CN=bench", curve, HashAlgorithmName.SHA256)
            : new CertificateRequest("CN=bench", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        using var certificate = request.CreateSelfSigned(at.AddDays(-1), at.AddDays(1));
        return certificate.Export(X509ContentType.Pkcs12, "bench");
    }
}

/// <summary>Medians of the rounds; times are processor milliseconds per document.</summary>
internal sealed record Result(string Document, PdfFileForm Form, double FloorMilliseconds, double SealMilliseconds, double Ratio, long GrowthBytes)
{
    public string ToRow(string key) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Document} | {(Form == PdfFileForm.CrossReferenceTable ? "table" : "object streams")} | {key} | {FloorMilliseconds:0.00} | {SealMilliseconds:0.00} | {Ratio:0.00} | {GrowthBytes:N0} |");
}
