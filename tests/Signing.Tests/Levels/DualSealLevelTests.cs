using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Tests.GuoMi;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Levels;

/// <summary>What keeps the SM2 half of a dual seal checkable: its certificates and its authorities' lists in the DSS.</summary>
public sealed class DualSealLevelTests
{
    private static readonly Lazy<IssuedCertificate> Unit = new(() => TestPki.Pki.Sm2.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode));

    /// <summary>Roots alone: the issuing authority of the SM2 certificates is to be found in the file.</summary>
    private static ValidationOptions RootsOnly(X509Certificate2 sm2Root) => new()
    {
        TrustAnchors = [TestPki.Pki.Root, sm2Root],
        TimestampAnchors = [TestPki.Pki.Root, sm2Root],
        AsOf = TestPki.Now.AddHours(1),
    };

    [Theory]
    [InlineData(PadesLevel.BLT)]
    [InlineData(PadesLevel.BLTA)]
    public async Task Both_halves_are_checked_without_a_network_from_what_the_file_holds(PadesLevel level)
    {
        var (bytes, warnings) = await SealAsync(level);
        var (plain, _) = await SealAsync(PadesLevel.BT);
        var roots = RootsOnly(TestPki.Pki.Sm2.Root);

        var report = SealedFiles.Judge(bytes, roots);
        var withoutData = SealedFiles.Judge(plain, roots);

        Assert.Empty(warnings);
        Assert.True(report.Verdict == Indication.TotalPassed, string.Join(' ', report.Signatures.SelectMany(signature => signature.Reasons)));
        Assert.All(report.Signatures.Where(signature => !signature.IsDocumentTimestamp), signature => Assert.Contains("revocation-good", signature.Reasons));
        Assert.Contains("certificate-untrusted", withoutData.Signatures[1].Reasons);
        var store = LevelFiles.StoreOf(bytes);
        foreach (var expected in (X509Certificate2[])[Unit.Value.Certificate, TestPki.Pki.Sm2.Maker, .. TestPki.Pki.Sm2.Chain])
        {
            Assert.Contains(store.Certificates, held => held.Span.SequenceEqual(expected.RawData));
        }
    }

    [Fact]
    public async Task A_file_sealed_at_B_T_is_extended_with_the_issuers_given()
    {
        var (plain, _) = await SealAsync(PadesLevel.BT);

        var bytes = await LevelFiles.ExtendAsync(plain, PadesLevel.BLTA, LevelFiles.Services with { Certificates = TestPki.Pki.Sm2.Chain });

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(bytes, RootsOnly(TestPki.Pki.Sm2.Root)).Verdict);
    }

    [Fact]
    public async Task What_no_authority_offers_is_named_and_the_certificates_are_kept_all_the_same()
    {
        // These authorities publish nothing.
        var (bytes, warnings) = await SealAsync(PadesLevel.BLTA, Sm2Pki.Unit, await TestSeals.SealAsync(), GuoMiFiles.Stamps);

        Assert.All(warnings, warning => Assert.Equal(SealWarning.ValidationDataMissing, warning.Code));
        foreach (var name in (string[])[TestPki.AgencyName, Sm2Pki.MakerName, "演示国密时间戳", "演示国密签发"])
        {
            Assert.Contains(warnings, warning => warning.Message.Contains("'Seal2'", StringComparison.Ordinal) && warning.Message.Contains(name, StringComparison.Ordinal));
        }

        var report = SealedFiles.Judge(bytes, RootsOnly(Sm2Pki.Root));
        Assert.True(report.Verdict == Indication.TotalPassed, string.Join(' ', report.Signatures.SelectMany(signature => signature.Reasons)));
        Assert.Equal(["Seal1", "Seal2", "Timestamp1"], report.Signatures.Select(signature => signature.FieldName));
        Assert.All(report.Signatures, signature => Assert.True(signature.Intact && signature.CoversWholeFile));
    }

    [Fact]
    public async Task A_revoked_certificate_makes_no_seal()
    {
        using var directory = new TemporaryDirectory();
        using var pki = DevelopmentPki.OpenOrCreate(directory.File("pki"), new ManualClock(TestPki.Now));
        var issued = pki.Sm2.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode);
        using var key = Sm2SealKey.OpenPkcs12(issued.Pkcs12, issued.Password);
        pki.Sm2.Revocation.Revoke(key.Certificate, TestPki.Now.AddDays(-1));
        var seal = await pki.Sm2.MakeSealAsync(ContentFor(key.Certificate), TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<RevocationException>(() => SealAsync(PadesLevel.BLT, key, seal, pki.Sm2.TimestampAuthority, new Either(pki)));

        Assert.Equal(RevocationException.Revoked, refused.Code);
    }

    private static async Task<(byte[] Bytes, IReadOnlyList<SealWarning> Warnings)> SealAsync(PadesLevel level)
    {
        using var key = Sm2SealKey.OpenPkcs12(Unit.Value.Pkcs12, Unit.Value.Password);
        var seal = await TestPki.Pki.Sm2.MakeSealAsync(ContentFor(key.Certificate), TestContext.Current.CancellationToken);
        return await SealAsync(level, key, seal, TestPki.Pki.Sm2.TimestampAuthority);
    }

    private static async Task<(byte[] Bytes, IReadOnlyList<SealWarning> Warnings)> SealAsync(
        PadesLevel level, ISealKey sm2, ElectronicSeal seal, ITimestampAuthority stamps, IRevocationSource? revocation = null)
    {
        using var key = TestPki.UnitKey();
        using var output = new MemoryStream();
        var options = new SealOptions
        {
            ClaimedAt = TestPki.Now,
            Level = level,
            DomesticSeal = new DomesticSeal { Key = sm2, Seal = seal, Tsa = stamps },
        };
        var outcome = await PdfSealer.SealAsync(
            new MemoryStream(LevelFiles.Sample("letter.pdf")), output, key, options,
            LevelFiles.Services with { Revocation = revocation ?? LevelFiles.Services.Revocation }, TestContext.Current.CancellationToken);
        return (output.ToArray(), outcome.Warnings);
    }

    private static ElectronicSealContent ContentFor(X509Certificate2 certificate) => TestSeals.SealContent() with
    {
        SignerCertificates = [certificate],
        CreatedAt = TestPki.Now,
        ValidFrom = TestPki.Now,
    };

    /// <summary>The run's PKI for the first signature, another one for the second.</summary>
    private sealed class Either(DevelopmentPki other) : IRevocationSource
    {
        public Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct) =>
            (other.Sm2.Chain.Any(known => known.RawDataMemory.Span.SequenceEqual(issuer.RawDataMemory.Span)) ? other : TestPki.Pki)
                .Revocation.GetAsync(certificate, issuer, at, ct);
    }
}
