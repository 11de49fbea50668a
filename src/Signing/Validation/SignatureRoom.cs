using Market.Signing.Cms;

namespace Market.Signing.Validation;

/// <summary>The room that /Contents reserves for a signature, filled or not: no signature covers it.</summary>
internal static class SignatureRoom
{
    private const int TagAndLength = 2;

    /// <summary>Whether the room was never filled or was emptied again: at most a tag and its length, then zeros.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> contents) => !contents[Math.Min(TagAndLength, contents.Length)..].ContainsAnyExcept((byte)0);

    /// <summary>Whether something else than zeros stands behind the signature.</summary>
    public static bool HasTrailingData(ReadOnlyMemory<byte> contents)
    {
        try
        {
            CmsSignedData.ParseGuoMi(contents);
            return false;
        }
        catch (CmsFormatException exception)
        {
            return exception.Code == Reasons.CmsTrailingData.Code;
        }
    }
}
