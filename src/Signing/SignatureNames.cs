namespace Market.Signing;

/// <summary>The names under which a signature stands in a PDF: the handler that made it and the form of its value (/Filter and
/// /SubFilter, ISO 32000-2, 12.8.1). Readers choose by them what to do with it.</summary>
/// <param name="Filter">The handler.</param>
/// <param name="SubFilter">The form of the value in /Contents.</param>
public sealed record SignatureNames(string Filter, string SubFilter)
{
    /// <summary>PAdES (EN 319 142-1, 6.3): what every reader knows.</summary>
    public static SignatureNames Pades { get; } = new("Adobe.PPKLite", "ETSI.CAdES.detached");

    /// <summary>SignedData of GB/T 35275 with SM2 and SM3, as domestic readers name it.</summary>
    public static SignatureNames GuoMi { get; } = new("GM.PKILite", "GM.SM2");

    /// <summary>A signature made with a Chinese electronic seal (SES_Signature), as domestic readers name it.</summary>
    public static SignatureNames ElectronicSeal { get; } = new("Gomain.GMPkiLite", "GM.sm2seal");

    /// <summary>Whether the value is expected under the object identifiers of CMS, not under those of GB/T 35275.</summary>
    internal bool AreInternational =>
        SubFilter.StartsWith("ETSI.", StringComparison.Ordinal) || SubFilter.StartsWith("adbe.", StringComparison.Ordinal);
}
