using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Tests.Testing;
using Market.Testing;

namespace Market.Signing.Tests.Keys;

/// <summary>Software tokens for the whole run, with the unit's keys on them; p11-kit and OpenSSL's default engine folder do the rest, so
/// <c>dotnet test</c> needs no settings.</summary>
public sealed class SoftHsm : IDisposable
{
    public const string Pin = SoftToken.Pin;
    private const string Token = "market";

    /// <summary>A second token that nobody logs in to: a log-in counts for a whole process, so on the first one a wrong PIN
    /// is not even looked at once a right one was given.</summary>
    private const string ClosedToken = "closed";

    private static readonly SealKeyKind[] Kinds = [SealKeyKind.Rsa2048, SealKeyKind.EcdsaP256];
    private readonly TemporaryDirectory _directory = new();

    public SoftHsm()
    {
        Missing = SoftToken.Missing;
        if (Missing is not null)
        {
            return;
        }

        var tokens = new SoftToken(_directory.File(""), Token, ClosedToken);
        foreach (var kind in Kinds)
        {
            Import(tokens, kind, Token);
            Import(tokens, kind, ClosedToken);
        }
    }

    /// <summary>Why the token cannot be used; null when it can.</summary>
    public string? Missing { get; }

    public static string UriOf(SealKeyKind kind) => UriOf(kind, Token);

    public static Pkcs11SealKey Open(SealKeyKind kind, SignatureScheme? scheme = null) => Open(UriOf(kind), Pin, kind, scheme);

    public static Pkcs11SealKey OpenClosed(SealKeyKind kind, string? pin) => Open(UriOf(kind, ClosedToken), pin, kind, null);

    /// <summary>Puts the unit's certificate beside its key, and the issuers under names of their own.</summary>
    public static void AddCertificates(SealKeyKind kind)
    {
        var own = TestPki.Unit(kind).Certificate;
        SoftToken.AddCertificate(Token, "issuing", [], TestPki.Pki.Chain[0].RawData, TestPki.Pki.Chain[0].SubjectName.RawData);
        SoftToken.AddCertificate(Token, kind.ToString(), [IdOf(kind)], own.RawData, own.SubjectName.RawData);
    }

    public void Dispose() => _directory.Dispose();

    private static string UriOf(SealKeyKind kind, string token) => $"pkcs11:token={token};object={kind};type=private";

    private static byte IdOf(SealKeyKind kind) => (byte)((int)kind + 0xA0);

    private static Pkcs11SealKey Open(string uri, string? pin, SealKeyKind kind, SignatureScheme? scheme) =>
        Pkcs11SealKey.Open(
            uri,
            pin,
            X509CertificateLoader.LoadCertificate(TestPki.Unit(kind).Certificate.RawData),
            [.. TestPki.Pki.Chain.Select(issuer => X509CertificateLoader.LoadCertificate(issuer.RawData))],
            scheme);

    private static void Import(SoftToken tokens, SealKeyKind kind, string token)
    {
        var issued = TestPki.Unit(kind);
        using var certificate = X509CertificateLoader.LoadPkcs12(issued.Pkcs12, issued.Password, X509KeyStorageFlags.Exportable);
        using AsymmetricAlgorithm key = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()!;
        tokens.AddKey(token, kind.ToString(), IdOf(kind), key.ExportPkcs8PrivateKeyPem());
    }
}
