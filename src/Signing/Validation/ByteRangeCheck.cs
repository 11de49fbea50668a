using System.Buffers;
using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>Checks that a signature covers everything but its own value (ISO 32000-2, 12.8.1), byte for byte.</summary>
internal static class ByteRangeCheck
{
    private const int LongestContents = 16 * 1024 * 1024;
    private const int ChunkSize = 256 * 1024;

    // ISO 32000-2, table 1.
    public static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n\f\0"u8);

    /// <summary>The range, when it is exact and ends where a revision ends; else null, with the reason found.</summary>
    public static ByteRange? Check(PdfFile file, SignatureOccurrence signature, ReadOnlySpan<byte> contents, Findings findings)
    {
        var value = signature.Revision.Resolve(signature.Dictionary!["ByteRange"]);
        if (value is PdfNull)
        {
            findings.Add(Reasons.ByteRangeMissing);
            return null;
        }

        if (ByteRange.TryRead(value) is not { } range)
        {
            findings.Add(Reasons.ByteRangeMalformed);
            return null;
        }

        if (range.End > file.Source.Length)
        {
            findings.Add(Reasons.ByteRangeBeyondFile);
            return null;
        }

        if (!IsGapExact(file, signature, range, contents))
        {
            findings.Add(Reasons.ByteRangeGap);
            return null;
        }

        if (!EndsRevision(file, signature.Revision, range.End))
        {
            findings.Add(Reasons.ByteRangeNotRevision);
            return null;
        }

        return range;
    }

    /// <summary>The range of a signature, when it is exact.</summary>
    public static ByteRange? TryRange(PdfFile file, SignatureOccurrence signature) =>
        signature.Dictionary is { } dictionary && signature.Revision.Resolve(dictionary["Contents"]) is PdfString { Bytes: { Length: > 1 } contents }
            ? Check(file, signature, contents.Span, new Findings())
            : null;

    /// <summary>Digests the covered bytes.</summary>
    public static byte[] Digest(PdfSource source, ByteRange range, HashAlgorithmName algorithm)
    {
        using var hash = ContentDigest.Create(algorithm);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        Append(0, range.GapStart);
        Append(range.GapEnd, range.End);
        ArrayPool<byte>.Shared.Return(buffer);
        return hash.Finish();

        void Append(long from, long to)
        {
            while (from < to)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from));
                source.ReadExactly(from, part);
                hash.Append(part);
                from += part.Length;
            }
        }
    }

    // The gap lies in the very object the field names and is its /Contents: one hexadecimal string, nothing beside it.
    private static bool IsGapExact(PdfFile file, SignatureOccurrence signature, ByteRange range, ReadOnlySpan<byte> contents)
    {
        if (range.GapEnd - range.GapStart is < 4 or > LongestContents
            || signature.ObjectNumber is not { } number
            || !signature.Revision.TryLocate(number, out var start, out var end)
            || range.GapStart <= start
            || range.GapEnd >= end)
        {
            return false;
        }

        var gap = file.Source.Read(range.GapStart, (int)(range.GapEnd - range.GapStart));
        if (gap[0] != '<' || gap[^1] != '>' || gap.Length != 2 + (2 * contents.Length))
        {
            return false;
        }

        var decoded = new byte[contents.Length];
        return Convert.FromHexString(gap[1..^1], decoded, out _, out var written)
                == OperationStatus.Done
            && written == contents.Length
            && contents.SequenceEqual(decoded);
    }

    // The end-of-line behind %%EOF may be inside the range or not; nothing else may differ.
    private static bool EndsRevision(PdfFile file, PdfRevision revision, long end)
    {
        var (from, to) = end < revision.End ? (end, revision.End) : (revision.End, end);
        if (to - from > 64)
        {
            return false;
        }

        var between = file.Source.Read(from, (int)(to - from));
        return !between.ContainsAnyExcept(WhiteSpace);
    }
}
