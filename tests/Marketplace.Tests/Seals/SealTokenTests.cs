using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;
using Market.Signing;
using Market.Testing;

namespace Market.Marketplace.Tests.Seals;

/// <summary>Seals whose key never leaves a PKCS#11 token, here SoftHSM.</summary>
public sealed class SealTokenTests(SealTokenTests.Tokens tokens) : IClassFixture<SealTokenTests.Tokens>
{
    private static readonly IssueOptions Quick = new() { Key = SealKeyKind.EcdsaP256 };

    [Fact]
    public async Task A_key_on_a_token_seals_through_application_approval_and_use_and_the_result_passes()
    {
        tokens.Require();
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealUseTests.SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);
        var key = tokens.Put(Issue(agency), withCertificates: true);

        var id = await market.RunAsync(agency.Manager, (ImportSeal import) => import.ExecuteAsync(ImportOf(agency, key)));
        await market.SealAsync(result, agency.Keeper, id);
        await market.Host.DrainAsync();

        var onDesk = await market.ResultAsync(market.World.Official, result.Id);
        Assert.All(onDesk.Verification!.Checks, check => Assert.True(check.Outcome == CheckOutcome.Pass, $"{check.Kind}: {check.Code} {string.Join(' ', check.Evidence)}"));
        Assert.Equal(Verdict.Passed, onDesk.Verdict);
        using var file = await market.RunAsync(market.World.Official, (OpenFile open) => open.ExecuteAsync(onDesk.SealedFileId!.Value));
        Assert.Equal(2, (await Judges.SignaturesOfAsync(file.Content)).Split("Signature Validation: Signature is Valid.").Length - 1);
    }

    [Fact]
    public async Task A_token_without_certificates_is_bound_with_the_issuers_from_a_file()
    {
        tokens.Require();
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealUseTests.SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);
        var issued = Issue(agency);
        var key = tokens.Put(issued, withCertificates: false, Tokens.Bare);
        var keyless = ImportOf(agency, null) with { Certificate = issued.Certificate.RawData };
        var id = await market.RunAsync(market.World.Operator, (ImportSeal import) => import.ExecuteAsync(keyless));

        var withoutIssuers = await market.RefusalAsync(agency.Manager, (BindSealKey bind) => bind.ExecuteAsync(id, 1, key));
        await market.RunAsync(agency.Manager, (BindSealKey bind) => bind.ExecuteAsync(id, 1, key with { Issuers = Bundle }));
        await market.SealAsync(result, agency.Keeper, id);
        await market.Host.DrainAsync();

        Assert.Equal("issuers-missing", withoutIssuers);
        Assert.Equal(Verdict.Passed, (await market.ResultAsync(market.World.Official, result.Id)).Verdict);
    }

    [Fact]
    public async Task Whatever_is_wrong_with_the_token_has_a_sentence_of_its_own()
    {
        tokens.Require();
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        var issued = Issue(agency);
        var key = tokens.Put(issued, withCertificates: false, Tokens.Closed) with { Issuers = Bundle };
        var import = ImportOf(agency, key) with { Certificate = issued.Certificate.RawData };

        Assert.Equal("pin-wrong", await ReasonAsync(import with { Key = key with { Pin = "8642" } }));
        Assert.Equal("pin-missing", await ReasonAsync(import with { Key = key with { Pin = null } }));
        Assert.Equal("token-absent", await ReasonAsync(import with { Key = key with { TokenUri = "pkcs11:token=elsewhere;object=unit" } }));
        Assert.Equal("token-holds-no-certificate", await ReasonAsync(import with { Certificate = null }));
        Assert.Equal("certificate-of-other-key", await ReasonAsync(import with { Certificate = Issue(agency).Certificate.RawData }));
        Assert.Equal("certificate-unreadable", await ReasonAsync(import with { Key = key with { Issuers = [1, 2, 3] } }));
        Assert.Equal("key-unreachable", await ReasonAsync(import with { Key = key with { TokenUri = $"pkcs11:token={Tokens.Closed};object=other" } }));

        async Task<string> ReasonAsync(SealImport brought)
        {
            var refusal = await Assert.ThrowsAsync<RuleViolationException>(
                () => market.RunAsync(agency.Manager, (ImportSeal entering) => entering.ExecuteAsync(brought)));
            return refusal.Args is [SigningReason reason] ? reason.Code : refusal.Code;
        }
    }

    private static byte[] Bundle => new X509Certificate2Collection(TestPki.Instance.Pki.Chain.ToArray()).Export(X509ContentType.Pkcs7)!;

    private static IssuedCertificate Issue(TestAgency agency) => TestPki.Instance.Pki.IssueUnitSeal(agency.Name, agency.CreditCode, Quick);

    private static SealImport ImportOf(TestAgency agency, SealKeyImport? key) => new()
    {
        AgencyId = agency.Id,
        Kind = SealKind.Unit,
        Number = "4301040099889",
        Picture = TestData.SealPng(),
        WidthMillimetres = 42,
        Key = key,
        Keepers = [agency.Keeper.UserId, agency.SecondKeeper.UserId],
    };

    /// <summary>The tokens of these tests, reached through the module that the installation names.</summary>
    public sealed class Tokens : IDisposable
    {
        /// <summary>Nobody gives its right PIN: a log-in counts for the whole process.</summary>
        internal const string Closed = "closed";

        /// <summary>Holds keys alone, nobody's certificate.</summary>
        internal const string Bare = "bare";

        private const string Open = "agency";
        private readonly string _directory = Directory.CreateTempSubdirectory("market-tokens-").FullName;
        private readonly SoftToken? _tokens;
        private int _keys;

        public Tokens()
        {
            if (SoftToken.Missing is null)
            {
                _tokens = new SoftToken(_directory, Open, Bare, Closed);
                Pkcs11Module.Use(SoftToken.Module);
            }
        }

        public void Dispose() => Directory.Delete(_directory, recursive: true);

        internal void Require() => Assert.SkipWhen(_tokens is null, SoftToken.Missing ?? "");

        /// <summary>Puts a key on a token, with its own and its issuers' certificates or alone; says how it is brought.</summary>
        internal SealKeyImport Put(IssuedCertificate issued, bool withCertificates, string token = Open)
        {
            var number = (byte)Interlocked.Increment(ref _keys);
            var label = $"unit-{number}";
            using var certificate = X509CertificateLoader.LoadPkcs12(issued.Pkcs12, issued.Password, X509KeyStorageFlags.Exportable);
            using var key = certificate.GetECDsaPrivateKey()!;
            _tokens!.AddKey(token, label, number, key.ExportPkcs8PrivateKeyPem());
            if (withCertificates)
            {
                SoftToken.AddCertificate(token, label, [number], issued.Certificate.RawData, issued.Certificate.SubjectName.RawData);
                foreach (var issuer in TestPki.Instance.Pki.Chain)
                {
                    SoftToken.AddCertificate(token, "ca", [], issuer.RawData, issuer.SubjectName.RawData);
                }
            }

            return new SealKeyImport(TokenUri: $"pkcs11:token={token};object={label};type=private", Pin: SoftToken.Pin);
        }
    }
}
