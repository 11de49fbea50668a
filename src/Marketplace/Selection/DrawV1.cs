using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Market.Marketplace.Selection;

/// <summary>The verifiable draw <c>draw-v1</c> (可公开验证的随机抽取): a pure function of what is published. The visitor's
/// browser (<c>draw-v1.js</c>) and the script to download (<c>draw-v1.py</c>) compute the same.</summary>
public static class DrawV1
{
    /// <summary>The name of the protocol in proofs.</summary>
    public const string Protocol = "draw-v1";

    private const int LotBytes = 8;
    private static readonly byte[] SeedPrefix = "draw-v1/seed\n"u8.ToArray();

    /// <summary>The seed: SHA-256 over the draw's id, the list's digest and everything the parties brought, each with its
    /// length before it (step 3).</summary>
    /// <param name="drawId">The draw's number as published.</param>
    /// <param name="pool">The frozen list.</param>
    /// <param name="parts">Operator's secret, nonces and the outside value, in the order of the entropy plan.</param>
    public static byte[] Seed(string drawId, DrawPool pool, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        ArgumentNullException.ThrowIfNull(drawId);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(parts);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SeedPrefix);
        Append(hash, Encoding.UTF8.GetBytes(drawId));
        Append(hash, pool.Hash.Span);
        foreach (var part in parts)
        {
            Append(hash, part.Span);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Draws without replacement (step 4): the first is the winner, the others are the reserves in their order.</summary>
    /// <param name="pool">The frozen list.</param>
    /// <param name="seed">32 bytes.</param>
    /// <param name="count">How many to draw; all when there are fewer.</param>
    public static IReadOnlyList<DrawCandidate> Pick(DrawPool pool, ReadOnlySpan<byte> seed, int count)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SHA256.HashSizeInBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var lots = new LotTree(pool.Candidates);
        var left = (ulong)pool.TotalWeight;
        var wanted = Math.Min(count, pool.Candidates.Count);
        var picks = new List<DrawCandidate>(wanted);
        Span<byte> counter = stackalloc byte[LotBytes];
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        for (ulong turn = 0; picks.Count < wanted; turn++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(counter, turn);
            HMACSHA256.HashData(seed, counter, block);
            var lot = BinaryPrimitives.ReadUInt64BigEndian(block);

            // Lots above the largest multiple of what is left would favour the first candidates.
            var unbiased = ((UInt128)ulong.MaxValue + 1) / left * left;
            if (lot >= unbiased)
            {
                continue;
            }

            var candidate = pool.Candidates[lots.Take((long)(lot % left))];
            left -= (ulong)candidate.Weight;
            picks.Add(candidate);
        }

        return picks;
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        hash.AppendData(length);
        hash.AppendData(value);
    }

    /// <summary>Who holds a lot, and lots leaving with their holder: a Fenwick tree, so that drawing a whole list of
    /// n candidates takes n log n steps.</summary>
    private sealed class LotTree
    {
        private readonly long[] _sums;
        private readonly IReadOnlyList<DrawCandidate> _candidates;
        private readonly int _top;

        public LotTree(IReadOnlyList<DrawCandidate> candidates)
        {
            _candidates = candidates;
            _sums = new long[candidates.Count + 1];
            _top = 1 << (31 - int.LeadingZeroCount(candidates.Count));
            for (var i = 1; i < _sums.Length; i++)
            {
                _sums[i] += candidates[i - 1].Weight;
                if (i + (i & -i) is var parent && parent < _sums.Length)
                {
                    _sums[parent] += _sums[i];
                }
            }
        }

        /// <summary>The index of the candidate who holds the lot, counted from 0 along the list; takes him off.</summary>
        public int Take(long lot)
        {
            var index = 0;
            for (var step = _top; step > 0; step >>= 1)
            {
                if (index + step < _sums.Length && _sums[index + step] <= lot)
                {
                    index += step;
                    lot -= _sums[index];
                }
            }

            for (var i = index + 1; i < _sums.Length; i += i & -i)
            {
                _sums[i] -= _candidates[index].Weight;
            }

            return index;
        }
    }
}
