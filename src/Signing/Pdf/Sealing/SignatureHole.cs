using System.Globalization;
using System.Text;

namespace Market.Signing.Pdf.Sealing;

/// <summary>The room for a signature value in a revision, and what the signature covers around it (ISO 32000-2, 12.8.1).</summary>
/// <param name="Offset">Where in the file the revision begins.</param>
/// <param name="ContentsAt">Where in the revision the <c>&lt;</c> of /Contents stands.</param>
/// <param name="ContainerBytes">How many bytes of signature fit.</param>
internal readonly record struct SignatureHole(long Offset, int ContentsAt, int ContainerBytes)
{
    // Three offsets of at most 15 digits, brackets and spaces; what is left over stays blank.
    public const int ByteRangeWidth = 54;

    /// <summary>Where in the revision the covered bytes go on behind /Contents.</summary>
    public int AfterContents => ContentsAt + (2 * ContainerBytes) + 2;

    private static ReadOnlySpan<byte> RangeKey => "/ByteRange "u8;

    private static ReadOnlySpan<byte> ContentsKey => "/Contents"u8;

    /// <summary>/ByteRange for a revision of that length.</summary>
    public string RangeIn(int revisionLength) =>
        string.Create(CultureInfo.InvariantCulture, $"[0 {Offset + ContentsAt} {Offset + AfterContents} {revisionLength - AfterContents}]");

    /// <summary>Whether a revision has this very hole, empty, and states its /ByteRange right before it as it is written here.</summary>
    public bool IsIn(ReadOnlySpan<byte> revision)
    {
        var keysAt = (long)ContentsAt - ContentsKey.Length - ByteRangeWidth - RangeKey.Length;
        if (keysAt < 0 || ContainerBytes <= 0 || ContentsAt + (2L * ContainerBytes) + 2 > revision.Length)
        {
            return false;
        }

        var before = revision[(int)keysAt..ContentsAt];
        var hole = revision[ContentsAt..AfterContents];
        Span<byte> range = stackalloc byte[ByteRangeWidth];
        range.Fill((byte)' ');
        Encoding.ASCII.GetBytes(RangeIn(revision.Length), range);
        return before.StartsWith(RangeKey) && before[RangeKey.Length..].StartsWith(range) && before.EndsWith(ContentsKey)
            && hole[0] == '<' && hole[^1] == '>' && hole[1..^1].IndexOfAnyExcept((byte)'0') < 0;
    }
}
