using System.Security.Cryptography.X509Certificates;
using Market.Signing.Tests.Levels;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Revocation;

public sealed class CachedRevocationSourceTests
{
    private static readonly X509Certificate2 Authority = TestPki.Pki.Chain[0];

    [Fact]
    public async Task A_batch_asks_once_for_each_certificate()
    {
        var counting = new Counting();
        var services = LevelFiles.Services with { Revocation = new CachedRevocationSource(counting) };

        for (var sheet = 0; sheet < 5; sheet++)
        {
            var bytes = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BLT, services: services);
            Assert.Equal(2, LevelFiles.StoreOf(bytes).OcspResponses.Count);
        }

        // The unit, the issuing authority, the time-stamp authority.
        Assert.Equal(3, counting.Requests);
    }

    [Fact]
    public async Task What_is_old_or_no_longer_current_is_asked_again()
    {
        var counting = new Counting();
        var source = new CachedRevocationSource(counting) { MaximumAge = TimeSpan.FromHours(1) };
        var certificate = TestPki.Unit().Certificate;

        await AskAsync(TestPki.Now);
        await AskAsync(TestPki.Now.AddMinutes(59));
        Assert.Equal(1, counting.Requests);

        await AskAsync(TestPki.Now.AddMinutes(61));
        Assert.Equal(2, counting.Requests);

        // The answers of this PKI are current for a day.
        await AskAsync(TestPki.Now.AddDays(2));
        await AskAsync(TestPki.Now.AddDays(2));
        Assert.Equal(4, counting.Requests);

        Task<RevocationEvidence> AskAsync(DateTimeOffset at) => source.GetAsync(certificate, Authority, at, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task That_a_certificate_is_revoked_is_not_kept()
    {
        var counting = new Counting();
        var source = new CachedRevocationSource(counting);
        var issued = TestPki.Issue();
        TestPki.Pki.Revocation.Revoke(issued.Certificate);

        await source.GetAsync(issued.Certificate, Authority, TestPki.Now, TestContext.Current.CancellationToken);
        await source.GetAsync(issued.Certificate, Authority, TestPki.Now, TestContext.Current.CancellationToken);

        Assert.Equal(2, counting.Requests);
    }

    private sealed class Counting : IRevocationSource
    {
        public int Requests { get; private set; }

        public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
        {
            Requests++;
            return TestPki.Pki.Revocation.GetAsync(certificate, issuer, at, ct);
        }
    }
}
