namespace Market.Signing.GuoMi;

/// <summary>Object identifiers of the Chinese commercial algorithms (国密), GM/T 0006 and GB/T 33560.</summary>
internal static class GuoMiOids
{
    /// <summary>The recommended curve of GB/T 32918.5.</summary>
    public const string Sm2Curve = "1.2.156.10197.1.301";

    /// <summary>SM2-1, the signature of GB/T 32918.2; producers use it as another name for <see cref="Sm2WithSm3"/>.</summary>
    public const string Sm2Signature = "1.2.156.10197.1.301.1";

    public const string Sm3 = "1.2.156.10197.1.401";
    public const string Sm2WithSm3 = "1.2.156.10197.1.501";

    // GB/T 35275, 6: the content types of the cryptographic message syntax.
    public const string Data = "1.2.156.10197.6.1.4.2.1";
    public const string SignedData = "1.2.156.10197.6.1.4.2.2";

    /// <summary>True for the two identifiers under which SM2 with SM3 is met.</summary>
    public static bool IsSm2WithSm3(string oid) => oid is Sm2WithSm3 or Sm2Signature;
}
