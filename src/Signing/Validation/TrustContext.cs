using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>What decisions on trust draw on: whom to trust, what came with the file, what is proven about its time.</summary>
internal sealed class TrustContext : IDisposable
{
    private IReadOnlyList<GmCertificate>? _guoMiHelpers;

    private TrustContext(ValidationOptions options)
    {
        Options = options;
        Revocation = new RevocationCheck(Material, Proofs, options);
        foreach (var evidence in options.Evidence)
        {
            // No stamp inside the file says by when it was there.
            Material.AddRevocation(evidence.Format, evidence.Encoded, long.MaxValue);
        }
    }

    public ValidationOptions Options { get; }

    public ValidationMaterial Material { get; } = new();

    public ProofsOfExistence Proofs { get; } = new();

    public RevocationCheck Revocation { get; }

    /// <summary>The paths found, by the thumbprint of the certificate they begin with.</summary>
    public Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>Certificates that may help to build chains.</summary>
    public IReadOnlyList<X509Certificate2> Helpers => Material.Certificates;

    /// <summary>Those of them that are read as SM2 certificates, read when they are first needed.</summary>
    public IReadOnlyList<GmCertificate> GuoMiHelpers() => _guoMiHelpers ??= GmTrust.Anchors(Helpers);

    /// <summary>For a signature outside of any file.</summary>
    public static TrustContext Bare(ValidationOptions options) => new(options);

    public static TrustContext Of(PdfFile file, ValidationOptions options)
    {
        var context = new TrustContext(options);
        context.Material.AddStores(file);
        return context;
    }

    public void Dispose()
    {
        Revocation.Dispose();
        Material.Dispose();
    }
}
