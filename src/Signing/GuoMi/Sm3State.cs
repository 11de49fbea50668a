using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Market.Signing.GuoMi;

/// <summary>The eight words SM3 keeps between blocks, and its compression (GB/T 32905, 5.3).</summary>
internal struct Sm3State
{
    private const int BlockBytes = 64;
    private const int Rounds = 64;
    private const int EarlyRounds = 16;

    private uint _a;
    private uint _b;
    private uint _c;
    private uint _d;
    private uint _e;
    private uint _f;
    private uint _g;
    private uint _h;

    // 4.2, each turned left by its round as 5.3.3 asks.
    private static ReadOnlySpan<uint> Constants =>
    [
        0x79CC4519, 0xF3988A32, 0xE7311465, 0xCE6228CB, 0x9CC45197, 0x3988A32F, 0x7311465E, 0xE6228CBC,
        0xCC451979, 0x988A32F3, 0x311465E7, 0x6228CBCE, 0xC451979C, 0x88A32F39, 0x11465E73, 0x228CBCE6,
        0x9D8A7A87, 0x3B14F50F, 0x7629EA1E, 0xEC53D43C, 0xD8A7A879, 0xB14F50F3, 0x629EA1E7, 0xC53D43CE,
        0x8A7A879D, 0x14F50F3B, 0x29EA1E76, 0x53D43CEC, 0xA7A879D8, 0x4F50F3B1, 0x9EA1E762, 0x3D43CEC5,
        0x7A879D8A, 0xF50F3B14, 0xEA1E7629, 0xD43CEC53, 0xA879D8A7, 0x50F3B14F, 0xA1E7629E, 0x43CEC53D,
        0x879D8A7A, 0x0F3B14F5, 0x1E7629EA, 0x3CEC53D4, 0x79D8A7A8, 0xF3B14F50, 0xE7629EA1, 0xCEC53D43,
        0x9D8A7A87, 0x3B14F50F, 0x7629EA1E, 0xEC53D43C, 0xD8A7A879, 0xB14F50F3, 0x629EA1E7, 0xC53D43CE,
        0x8A7A879D, 0x14F50F3B, 0x29EA1E76, 0x53D43CEC, 0xA7A879D8, 0x4F50F3B1, 0x9EA1E762, 0x3D43CEC5,
    ];

    /// <summary>4.1.</summary>
    public static Sm3State Initial => new()
    {
        _a = 0x7380166F,
        _b = 0x4914B2B9,
        _c = 0x172442D7,
        _d = 0xDA8A0600,
        _e = 0xA96F30BC,
        _f = 0x163138AA,
        _g = 0xE38DEE4D,
        _h = 0xB0FB0E4E,
    };

    public readonly byte[] ToBytes()
    {
        var bytes = new byte[8 * sizeof(uint)];
        ReadOnlySpan<uint> words = [_a, _b, _c, _d, _e, _f, _g, _h];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)), words[i]);
        }

        return bytes;
    }

    /// <summary>Takes in whole blocks.</summary>
    public void Compress(ReadOnlySpan<byte> blocks)
    {
        Span<uint> words = stackalloc uint[Rounds + 4];
        for (; !blocks.IsEmpty; blocks = blocks[BlockBytes..])
        {
            Expand(blocks, words);
            CompressBlock(words);
        }
    }

    // 5.3.2
    private static void Expand(ReadOnlySpan<byte> block, Span<uint> words)
    {
        for (var i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..]);
        }

        for (var i = 16; i < words.Length; i++)
        {
            var mixed = words[i - 16] ^ words[i - 9] ^ BitOperations.RotateLeft(words[i - 3], 15);
            words[i] = mixed ^ BitOperations.RotateLeft(mixed, 15) ^ BitOperations.RotateLeft(mixed, 23)
                ^ BitOperations.RotateLeft(words[i - 13], 7) ^ words[i - 6];
        }
    }

    // 5.3.3. Four rounds at a time: instead of moving the words along, each round takes them in turned order.
    private void CompressBlock(ReadOnlySpan<uint> words)
    {
        var (a, b, c, d, e, f, g, h) = (_a, _b, _c, _d, _e, _f, _g, _h);
        uint turned, mixed;
        unchecked
        {
            for (var j = 0; j < EarlyRounds; j += 4)
            {
                (turned, mixed) = Mix(a, e, Constants[j]);
                d += (a ^ b ^ c) + (mixed ^ turned) + (words[j] ^ words[j + 4]);
                h = Permute((e ^ f ^ g) + h + mixed + words[j]);
                (b, f) = (BitOperations.RotateLeft(b, 9), BitOperations.RotateLeft(f, 19));

                (turned, mixed) = Mix(d, h, Constants[j + 1]);
                c += (d ^ a ^ b) + (mixed ^ turned) + (words[j + 1] ^ words[j + 5]);
                g = Permute((h ^ e ^ f) + g + mixed + words[j + 1]);
                (a, e) = (BitOperations.RotateLeft(a, 9), BitOperations.RotateLeft(e, 19));

                (turned, mixed) = Mix(c, g, Constants[j + 2]);
                b += (c ^ d ^ a) + (mixed ^ turned) + (words[j + 2] ^ words[j + 6]);
                f = Permute((g ^ h ^ e) + f + mixed + words[j + 2]);
                (d, h) = (BitOperations.RotateLeft(d, 9), BitOperations.RotateLeft(h, 19));

                (turned, mixed) = Mix(b, f, Constants[j + 3]);
                a += (b ^ c ^ d) + (mixed ^ turned) + (words[j + 3] ^ words[j + 7]);
                e = Permute((f ^ g ^ h) + e + mixed + words[j + 3]);
                (c, g) = (BitOperations.RotateLeft(c, 9), BitOperations.RotateLeft(g, 19));
            }

            for (var j = EarlyRounds; j < Rounds; j += 4)
            {
                (turned, mixed) = Mix(a, e, Constants[j]);
                d += ((a & (b | c)) | (b & c)) + (mixed ^ turned) + (words[j] ^ words[j + 4]);
                h = Permute(((e & f) | (~e & g)) + h + mixed + words[j]);
                (b, f) = (BitOperations.RotateLeft(b, 9), BitOperations.RotateLeft(f, 19));

                (turned, mixed) = Mix(d, h, Constants[j + 1]);
                c += ((d & (a | b)) | (a & b)) + (mixed ^ turned) + (words[j + 1] ^ words[j + 5]);
                g = Permute(((h & e) | (~h & f)) + g + mixed + words[j + 1]);
                (a, e) = (BitOperations.RotateLeft(a, 9), BitOperations.RotateLeft(e, 19));

                (turned, mixed) = Mix(c, g, Constants[j + 2]);
                b += ((c & (d | a)) | (d & a)) + (mixed ^ turned) + (words[j + 2] ^ words[j + 6]);
                f = Permute(((g & h) | (~g & e)) + f + mixed + words[j + 2]);
                (d, h) = (BitOperations.RotateLeft(d, 9), BitOperations.RotateLeft(h, 19));

                (turned, mixed) = Mix(b, f, Constants[j + 3]);
                a += ((b & (c | d)) | (c & d)) + (mixed ^ turned) + (words[j + 3] ^ words[j + 7]);
                e = Permute(((f & g) | (~f & h)) + e + mixed + words[j + 3]);
                (c, g) = (BitOperations.RotateLeft(c, 9), BitOperations.RotateLeft(g, 19));
            }
        }

        (_a, _b, _c, _d) = (_a ^ a, _b ^ b, _c ^ c, _d ^ d);
        (_e, _f, _g, _h) = (_e ^ e, _f ^ f, _g ^ g, _h ^ h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Turned, uint Mixed) Mix(uint a, uint e, uint constant)
    {
        var turned = BitOperations.RotateLeft(a, 12);
        return (turned, BitOperations.RotateLeft(unchecked(turned + e + constant), 7));
    }

    // 4.4, P0
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Permute(uint word) => word ^ BitOperations.RotateLeft(word, 9) ^ BitOperations.RotateLeft(word, 17);
}
