namespace Market.Signing.GuoMi.Seals;

/// <summary>One signer a seal permits.</summary>
/// <param name="Kind">How the signer is named.</param>
/// <param name="Value">DER of the certificate, its digest, or the identifier's text.</param>
internal readonly record struct SealListEntry(SealListEntryKind Kind, ReadOnlyMemory<byte> Value);

internal enum SealListEntryKind
{
    Certificate,

    /// <summary>CertDigestObj, taken as SM3 of the DER.</summary>
    Digest,

    /// <summary>certID, a text whose meaning only its maker knows (GM/T 0031-2014).</summary>
    Identifier,
}
