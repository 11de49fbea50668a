using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Tests.Pdf;

/// <summary>Throw-away keys with self-signed certificates, for tests that are about documents and not about trust.</summary>
internal static class TestKeys
{
    public static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(8));

    private static readonly Lazy<byte[]> Rsa = new(() =>
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=演示用章, O=演示单位", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        using var certificate = request.CreateSelfSigned(At.AddYears(-1), At.AddYears(1));
        return certificate.Export(X509ContentType.Pkcs12, "test");
    });

    public static ISealKey Create() => Pkcs12SealKey.Open(Rsa.Value, "test");
}
