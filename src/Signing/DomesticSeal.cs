using Market.Signing.GuoMi;

namespace Market.Signing;

/// <summary>The second signature of a dual seal (双签): made with SM2, SM3 and a Chinese electronic seal, for domestic readers. The
/// first one is an ordinary PAdES signature, which every reader knows and shows as valid.</summary>
public sealed record DomesticSeal
{
    /// <summary>The SM2 key; the seal lists its certificate.</summary>
    public required ISealKey Key { get; init; }

    /// <summary>The electronic seal (电子印章).</summary>
    public required ElectronicSeal Seal { get; init; }

    /// <summary>Stamps the signature with an SM3 imprint; null leaves the stamp out.</summary>
    public ITimestampAuthority? Tsa { get; init; }

    /// <summary>Name of the signature field. Null makes a new one.</summary>
    public string? FieldName { get; init; }

    /// <summary>Where this seal's own picture is shown. It is drawn together with the first signature's, because nothing can
    /// be drawn under a signature. Usually empty: the two signatures are of one seal, shown once.</summary>
    public IReadOnlyList<SealPlacement> Placements { get; init; } = [];

    /// <summary>The names it stands under; null for <see cref="SignatureNames.ElectronicSeal"/>.</summary>
    public SignatureNames? Names { get; init; }

    /// <summary>Refuses what cannot sign before anything is written.</summary>
    /// <exception cref="SealRefusedException">The key does not sign with SM2, or the seal does not list its certificate.</exception>
    internal void RequireUsable()
    {
        if (Key.Scheme.Family != SignatureFamily.Sm2)
        {
            throw new SealRefusedException("key-unsupported", "An electronic seal is used with an SM2 key.");
        }

        if (!Seal.Permits(Key.Certificate.RawDataMemory))
        {
            throw new SealRefusedException(
                SealReasons.SignerNotInSeal.Code, "The seal does not list the key's certificate; a renewed certificate needs a new seal.");
        }
    }
}
