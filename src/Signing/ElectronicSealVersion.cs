namespace Market.Signing;

/// <summary>The standards of Chinese electronic seals, by the version number their structures carry.</summary>
public enum ElectronicSealVersion
{
    /// <summary>GM/T 0031-2014; read and verified, no longer made.</summary>
    Gmt0031Of2014 = 1,

    /// <summary>GB/T 38540-2020.</summary>
    Gbt38540Of2020 = 4,

    /// <summary>GM/T 0031-2025, in force since 2026-07-01: the seal itself may carry a time stamp.</summary>
    Gmt0031Of2025 = 5,
}
