using System.Security.Cryptography;
using System.Text;
using Market.Signing.GuoMi;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.GuoMi;

internal static class Sm2Files
{
    /// <summary>Writes the key as the PEM file that openssl verifies with.</summary>
    public static string WritePublicKey(this TemporaryDirectory directory, Sm2PublicKey key) =>
        directory.Write("public.pem", Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key.Encode())));
}
