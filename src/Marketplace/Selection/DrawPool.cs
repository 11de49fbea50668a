using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Selection;

/// <summary>One line of a frozen candidate list (名单).</summary>
/// <param name="Code">统一社会信用代码; for a draw among other things, any text without tab and line feed.</param>
/// <param name="Weight">号数: how many lots the candidate holds, 1 to <see cref="DrawPool.LargestWeight"/>.</param>
public sealed record DrawCandidate(string Code, long Weight = 1);

/// <summary>The candidate list of a draw, frozen: sorted by code in byte order, and named by its digest, which is
/// published before any randomness exists (draw-v1, step 2).</summary>
public sealed class DrawPool
{
    /// <summary>More candidates than any procurement has; it bounds the work of a hostile proof.</summary>
    public const int MostCandidates = 100_000;

    /// <summary>So that all lots together stay a whole number that browsers compute exactly (below 2^53).</summary>
    public const long LargestWeight = 1_000_000_000;

    private static readonly byte[] Prefix = "draw-v1/pool\n"u8.ToArray();

    private DrawPool(IReadOnlyList<DrawCandidate> candidates, long totalWeight, byte[] hash)
    {
        (Candidates, TotalWeight, Hash) = (candidates, totalWeight, hash);
    }

    /// <summary>The candidates in the order of the list.</summary>
    public IReadOnlyList<DrawCandidate> Candidates { get; }

    /// <summary>Sum of all lots.</summary>
    public long TotalWeight { get; }

    /// <summary>SHA-256 over the list, 32 bytes.</summary>
    public ReadOnlyMemory<byte> Hash { get; }

    /// <summary>Freezes a list.</summary>
    /// <exception cref="RuleViolationException"><c>draw-pool-invalid</c>: no candidate, a code twice or malformed, a weight
    /// out of bounds, or too many candidates.</exception>
    public static DrawPool Freeze(IEnumerable<DrawCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);

        // UTF-16 and UTF-8 sort apart beyond the basic plane only; comparing the bytes leaves no doubt.
        var sorted = candidates
            .Select(candidate => (Candidate: candidate, Bytes: Encoding.UTF8.GetBytes(candidate.Code)))
            .OrderBy(entry => entry.Bytes, ByteOrder.Instance)
            .ToList();
        if (sorted.Count is 0 or > MostCandidates)
        {
            throw Invalid();
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Prefix);
        var total = 0L;
        for (var i = 0; i < sorted.Count; i++)
        {
            var (candidate, bytes) = sorted[i];
            if (candidate.Weight is < 1 or > LargestWeight
                || candidate.Code.Length == 0
                || candidate.Code.AsSpan().IndexOfAny('\t', '\n', '\r') >= 0
                || (i > 0 && bytes.AsSpan().SequenceEqual(sorted[i - 1].Bytes)))
            {
                throw Invalid();
            }

            total += candidate.Weight;
            hash.AppendData(bytes);
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\t{candidate.Weight}\n")));
        }

        return new DrawPool([.. sorted.Select(entry => entry.Candidate)], total, hash.GetHashAndReset());
    }

    private static RuleViolationException Invalid() => new("draw-pool-invalid");

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
