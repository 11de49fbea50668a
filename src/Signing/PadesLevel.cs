namespace Market.Signing;

/// <summary>How long a seal can be checked: the baseline levels of PAdES (ETSI EN 319 142-1, 6).</summary>
public enum PadesLevel
{
    /// <summary>B-B: a signature. Its time is the signer's own word.</summary>
    BB,

    /// <summary>B-T: a time stamp proves that the signature existed.</summary>
    BT,

    /// <summary>B-LT: the file also carries every certificate, OCSP answer and revocation list needed to check it.</summary>
    BLT,

    /// <summary>B-LTA: a document time stamp also covers all of that, and can be renewed for ever.</summary>
    BLTA,
}
