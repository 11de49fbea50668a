using Market.Signing.Validation;

namespace Market.Signing.GuoMi;

/// <summary>Checks a signature value against a certificate's SM2 key.</summary>
internal static class Sm2Check
{
    /// <param name="algorithm">The object identifier that stands beside the value.</param>
    /// <param name="value">DER of r and s, or 64 bytes.</param>
    /// <param name="message">The original bytes that were signed.</param>
    /// <param name="certificate">The signer's certificate.</param>
    /// <param name="invalid">What to report when the value does not hold.</param>
    /// <param name="findings">Receives what was found.</param>
    /// <returns>Whether the value holds.</returns>
    public static bool Check(
        string algorithm,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> message,
        GmCertificate certificate,
        Reason invalid,
        Findings findings)
    {
        if (!GuoMiOids.IsSm2WithSm3(algorithm) || certificate.PublicKey is not { } key)
        {
            findings.Add(SealReasons.AlgorithmUnsupported);
            return false;
        }

        if (algorithm != GuoMiOids.Sm2WithSm3)
        {
            findings.Add(SealReasons.AlgorithmAlias);
        }

        if (Sm2SignatureValue.TryRead(value) is not { } numbers || !key.Verify(message, numbers))
        {
            findings.Add(invalid);
            return false;
        }

        if (numbers.WasPlain)
        {
            findings.Add(SealReasons.ValuePlain);
        }

        return true;
    }
}
