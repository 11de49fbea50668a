using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>A PKI of its own whose clock can be turned, for what happens to seals over the years. Its certificates say where
/// their revocation is to be asked for. Seals last two years, its time-stamp authorities as long as told.</summary>
public sealed class ArchivePki : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 16, 2, 30, 0, TimeSpan.Zero);

    // The keys are made once; each test opens them with a clock and revocations of its own.
    private static readonly Lazy<string> Directory = new(() =>
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("market-archive-pki-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.Directory.Delete(directory, recursive: true);
        Open(directory, new ManualClock(Start)).Dispose();
        return directory;
    });

    private readonly ManualClock _clock = new(Start);

    public ArchivePki() => Pki = Open(Directory.Value, _clock);

    public DevelopmentPki Pki { get; }

    public DateTimeOffset Now
    {
        get => _clock.Now;
        set => _clock.Now = value;
    }

    /// <summary>A seal certificate nobody has used yet.</summary>
    public IssuedCertificate Unit() => Pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode, new IssueOptions
    {
        Key = SealKeyKind.EcdsaP256,
        NotBefore = Start.AddDays(-1),
        NotAfter = Start.AddYears(2),
        CrlAddress = "http://pki.test/issuing.crl",
    });

    /// <summary>A time-stamp authority with a strong key; its certificate ends after so many years.</summary>
    public DevelopmentTimestampAuthority Authority(int years)
    {
        var issued = Pki.IssueTimestamping($"时间戳 {years}", new IssueOptions
        {
            Key = SealKeyKind.EcdsaP256,
            NotBefore = Start.AddDays(-1),
            NotAfter = Start.AddYears(years),
            CrlAddress = "http://pki.test/issuing.crl",
        });
        return new DevelopmentTimestampAuthority(X509CertificateLoader.LoadPkcs12(issued.Pkcs12, issued.Password), Pki.Chain, _clock);
    }

    /// <summary>A letter sealed and stamped at the clock's time.</summary>
    public Task<byte[]> SealAsync(IssuedCertificate unit, ITimestampAuthority? authority) => SealedFiles.SealAsync(
        File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf")), unit.Open(), new SealOptions { ClaimedAt = Now }, authority, stamped: authority is not null);

    /// <summary>What the authorities say at the clock's time about these certificates and about the issuing authority.</summary>
    public async Task<IReadOnlyList<RevocationEvidence>> EvidenceAsync(params X509Certificate2[] certificates)
    {
        var ct = TestContext.Current.CancellationToken;
        var evidence = new List<RevocationEvidence> { await Pki.Revocation.GetAsync(Pki.Chain[0], Pki.Root, Now, ct) };
        foreach (var certificate in certificates)
        {
            evidence.Add(await Pki.Revocation.GetAsync(certificate, Pki.Chain[0], Now, ct));
        }

        return evidence;
    }

    /// <summary>Judges at the clock's time by what the file carries, and by asking where that is wanted.</summary>
    public SealReport Judge(byte[] pdf, bool online = false) => SealedFiles.Judge(pdf, new ValidationOptions
    {
        TrustAnchors = [Pki.Root],
        TimestampAnchors = [Pki.Root],
        AsOf = Now,
        Revocation = online ? Pki.Revocation : null,
    });

    public void Dispose() => Pki.Dispose();

    private static DevelopmentPki Open(string directory, ManualClock clock) =>
        DevelopmentPki.OpenOrCreate(directory, clock, new Uri("http://pki.test/"));
}
