using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.GuoMi;

/// <summary>What .NET cannot tell about certificates with SM2 keys.</summary>
internal static class Sm2Certificates
{
    public static bool IsSm2(X509Certificate2 certificate) => TryPublicKeyOf(certificate) is not null;

    public static Sm2PublicKey? TryPublicKeyOf(X509Certificate2 certificate) =>
        Sm2PublicKey.TryRead(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <exception cref="SealRefusedException"><c>key-unsupported</c>: the certificate's key is of another kind.</exception>
    public static Sm2PublicKey PublicKeyOf(X509Certificate2 certificate) =>
        TryPublicKeyOf(certificate)
        ?? throw new SealRefusedException("key-unsupported", "The certificate does not hold an SM2 key on the recommended curve.");
}
