using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;
using Market.Signing.Documents;

namespace Market.Benchmarks;

/// <summary>Verifies a sealed document and does in turns the work no verifier can avoid: read the file, SHA-256 it, check one
/// CMS signature and two certificates, all with the platform's own means.</summary>
internal sealed class VerifyBench : IDisposable
{
    private const int Rounds = 9;
    private const int Buffer = 256 << 10;
    private const long WarmUpBytes = 400L << 20;
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(400);

    private readonly string _folder;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _issuer;
    private readonly X509Certificate2 _signer;
    private readonly Pkcs12SealKey _key;
    private readonly byte[] _cms;
    private readonly DateTimeOffset _at = TimeProvider.System.GetUtcNow();

    public VerifyBench()
    {
        var shared = "/dev/shm";
        _folder = Path.Combine(Directory.Exists(shared) ? shared : Path.GetTempPath(), $"market-verify-{Environment.ProcessId}");
        Directory.CreateDirectory(_folder);
        using var rootKey = RSA.Create(2048);
        using var issuerKey = RSA.Create(2048);
        using var signerKey = RSA.Create(2048);
        _root = Authority("CN=bench root", rootKey).CreateSelfSigned(_at.AddDays(-1), _at.AddDays(9));
        using var issuer = Authority("CN=bench issuer", issuerKey).Create(_root, _at.AddDays(-1), _at.AddDays(8), [1, 2, 3, 4]);
        using var issuerWithKey = issuer.CopyWithPrivateKey(issuerKey);
        var request = new CertificateRequest("CN=bench", signerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        using var signer = request.Create(issuerWithKey, _at.AddDays(-1), _at.AddDays(7), [5, 6, 7, 8]);
        _signer = signer.CopyWithPrivateKey(signerKey);
        _issuer = X509CertificateLoader.LoadCertificate(issuer.RawData);
        _key = Pkcs12SealKey.Open(
            new X509Certificate2Collection((X509Certificate2[])[_signer, _issuer]).ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "bench"), "bench");

        var cms = new SignedCms(new ContentInfo(new byte[32]), detached: true);
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _signer)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = X509IncludeOption.EndCertOnly,
        });
        _cms = cms.Encode();
    }

    public static string Header => """
        | document | form | floor, ms | verify, ms | ratio | most memory, MB |
        |---|---|---|---|---|---|
        """;

    public IEnumerable<string> Run()
    {
        foreach (var form in new[] { PdfFileForm.CrossReferenceTable, PdfFileForm.ObjectStreams })
        {
            foreach (var (name, pages, objects, bytes) in BenchDocuments.Sizes)
            {
                var input = Path.Combine(_folder, "in.pdf");
                var file = Path.Combine(_folder, "sealed.pdf");
                BenchDocuments.Write(input, pages, objects, bytes, form);
                Seal(input, file);
                yield return Measure(name, form, file);
            }
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _root.Dispose();
        _issuer.Dispose();
        _signer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CertificateRequest Authority(string name, RSA key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request;
    }

    private void Seal(string input, string output)
    {
        using var source = File.OpenRead(input);
        using var target = File.Create(output);
        PdfSealer.SealAsync(source, target, _key, new SealOptions { ClaimedAt = _at }, tsa: null).GetAwaiter().GetResult();
    }

    private string Measure(string name, PdfFileForm form, string file)
    {
        var warmUp = (int)Math.Clamp(WarmUpBytes / new FileInfo(file).Length, 5, 1500);
        Turns.CountFor(() => Verify(file), TimeSpan.Zero, warmUp);
        Turns.CountFor(() => Floor(file), TimeSpan.Zero, warmUp);
        var count = Turns.CountFor(() => Floor(file), RoundLength, 3);
        var (floor, ours) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            floor.Add(Turns.ProcessorTime(count, () => Floor(file)));
            ours.Add(Turns.ProcessorTime(count, () => Verify(file)));
        }

        var ratios = floor.Zip(ours, (below, above) => above / below).Order().ToList();
        floor.Sort();
        ours.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {(form == PdfFileForm.CrossReferenceTable ? "table" : "object streams")} | {floor[Rounds / 2]:0.00} | {ours[Rounds / 2]:0.00} | {ratios[Rounds / 2]:0.00} | {MostMemory(file):0.0} |");
    }

    private void Verify(string file)
    {
        using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var report = PdfSealValidator.Validate(source, new ValidationOptions { TrustAnchors = [_root], AsOf = _at, RequireTimestamp = false });
        if (report.Verdict != Indication.TotalPassed)
        {
            throw new InvalidOperationException(string.Join(' ', report.Signatures.SelectMany(seal => seal.Reasons)));
        }
    }

    /// <summary>How far one verification raises the heap in use, looked at while it runs.</summary>
    private double MostMemory(string file)
    {
        using var done = new CancellationTokenSource();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = before;
        var watch = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            }
        });
        watch.Start();
        Verify(file);
        done.Cancel();
        watch.Join();
        return (most - before) / 1e6;
    }

    private void Floor(string file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        using (var source = File.OpenHandle(file))
        {
            long position = 0;
            for (int read; (read = RandomAccess.Read(source, buffer.AsSpan(0, Buffer), position)) > 0; position += read)
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        hash.GetHashAndReset();
        var cms = new SignedCms(new ContentInfo(new byte[32]), detached: true);
        cms.Decode(_cms);
        cms.CheckSignature(verifySignatureOnly: true);

        // The signer's certificate and its issuer's, up to the root.
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.ExtraStore.Add(_issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (!chain.Build(cms.SignerInfos[0].Certificate!))
        {
            throw new InvalidOperationException("The bench's own chain does not hold.");
        }
    }
}
