namespace Market.Signing.Pdf.Encryption;

/// <summary>What the author of an encrypted document allows whoever opens it with the user password (ISO 32000-2, table 22).</summary>
/// <param name="Flags">/P.</param>
/// <param name="Revision">/R of the handler, on which the meaning of the bits depends.</param>
/// <param name="IsOwner">Opened with the owner password: everything is allowed (7.6.4.1).</param>
internal readonly record struct DocumentPermissions(int Flags, int Revision, bool IsOwner)
{
    public static readonly DocumentPermissions All = new(-1, 2, IsOwner: true);

    /// <summary>Bit 4: pages may be drawn on and files attached.</summary>
    public bool MayModify => IsOwner || Has(4);

    /// <summary>An empty signature field may be signed: bit 6, and from revision 3 on bit 9 alone.</summary>
    public bool MayFillFields => IsOwner || Has(6) || (Revision >= 3 && Has(9));

    /// <summary>A signature field may be made: bits 4 and 6.</summary>
    public bool MayAddFields => IsOwner || (Has(4) && Has(6));

    // The standard counts bits from 1.
    private bool Has(int bit) => (Flags & (1 << (bit - 1))) != 0;
}
