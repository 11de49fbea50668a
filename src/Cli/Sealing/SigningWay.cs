using System.Security.Cryptography;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>How a key signs, as far as the command line says.</summary>
/// <param name="IsPss">RSA with probabilistic padding (RFC 8017, 8.1) in place of PKCS#1.</param>
/// <param name="Digest">One of <see cref="Digests"/>; null for what is natural to the key.</param>
internal sealed record SigningWay(bool IsPss, string? Digest)
{
    public static string[] Digests { get; } = ["SHA256", "SHA384", "SHA512"];

    /// <summary>The scheme for a key that would sign with the natural one; null where that is wanted.</summary>
    /// <exception cref="UsageException">Keys of this kind do not sign so.</exception>
    public SignatureScheme? For(SignatureScheme natural)
    {
        if (!IsPss && Digest is null)
        {
            return null;
        }

        var family = IsPss ? SignatureFamily.RsaPss : natural.Family;
        if (family != natural.Family && natural.Family != SignatureFamily.RsaPkcs1)
        {
            throw new UsageException(Texts.Say("key.pss-rsa-only"));
        }

        var digest = Digest is null ? natural.Digest : new HashAlgorithmName(Digest);
        return SignatureScheme.All.FirstOrDefault(scheme => scheme.Family == family && scheme.Digest == digest)
            ?? throw new UsageException(Texts.Say("key.digest-fixed", natural.Digest.Name));
    }
}
