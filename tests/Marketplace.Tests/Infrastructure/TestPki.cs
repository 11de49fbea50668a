using System.Collections.Concurrent;
using Market.Development;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Signing;
using Microsoft.AspNetCore.DataProtection;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>One development PKI and one key store for the whole run: keys are slow to make, and tests only read them.</summary>
internal sealed class TestPki : IDisposable
{
    /// <summary>Elliptic-curve keys are made in no time.</summary>
    private static readonly IssueOptions Quick = new() { Key = SealKeyKind.EcdsaP256 };

    private static readonly Lazy<TestPki> Shared = new(() => new TestPki());
    private readonly string _directory = Directory.CreateTempSubdirectory("market-test-pki-").FullName;
    private readonly ConcurrentDictionary<string, Lazy<Task<IssuedSeal>>> _issued = new();

    private TestPki()
    {
        Pki = DevelopmentPki.OpenOrCreate(Path.Combine(_directory, "pki"), new TestClock(TestClock.Monday));
        Keys = new Pkcs12SealKeyStore(Path.Combine(_directory, "keys"), new EphemeralDataProtectionProvider());
        Trust = new SealTrust([Pki.Root, .. Pki.Sm2.Chain], [Pki.Root, Pki.Sm2.Root]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    public static TestPki Instance => Shared.Value;

    public DevelopmentPki Pki { get; }

    public Pkcs12SealKeyStore Keys { get; }

    public SealTrust Trust { get; }

    public Task<IssuedSeal> UnitAsync(string name, string creditCode, IssueOptions? options = null) =>
        IssueAsync($"{name}/{options}", () => Pki.IssueUnitSeal(name, creditCode, options ?? Quick));

    public Task<IssuedSeal> PractitionerAsync(string name, string title, string number, string agency, string creditCode) =>
        IssueAsync(number, () => Pki.IssuePractitionerSeal(name, title, number, agency, creditCode, Quick));

    /// <summary>The time-stamp authority on a test's own clock.</summary>
    public ITimestampAuthority StampsAt(TestClock clock) =>
        new DevelopmentTimestampAuthority(Pki.TimestampAuthority.Certificate, Pki.Chain, clock);

    /// <summary>A directory that goes with the run.</summary>
    public string NewDirectory(string name) => Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;

    public void Dispose()
    {
        Pki.Dispose();
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private Task<IssuedSeal> IssueAsync(string key, Func<IssuedCertificate> issue) => _issued.GetOrAdd(key, _ => new(async () =>
    {
        var issued = issue();
        return new IssuedSeal(issued.Certificate.RawData, await Keys.AddAsync(issued.Pkcs12, issued.Password));
    })).Value;
}

/// <summary>A certificate whose key is in the store.</summary>
internal sealed record IssuedSeal(byte[] Certificate, string KeyReference);
