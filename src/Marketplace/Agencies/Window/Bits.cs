using System.Numerics;

namespace Market.Marketplace.Agencies.Window;

/// <summary>A set of the agencies of an index by their places in it.</summary>
internal sealed class Bits
{
    private readonly ulong[] _words;

    public Bits(int length) => _words = new ulong[(length + 63) / 64];

    private Bits(ulong[] words) => _words = words;

    public bool this[int place] => (_words[place >> 6] & (1UL << (place & 63))) != 0;

    public void Add(int place) => _words[place >> 6] |= 1UL << (place & 63);

    public void Remove(int place) => _words[place >> 6] &= ~(1UL << (place & 63));

    /// <summary>The same set, to be changed by itself.</summary>
    public Bits Clone() => new((ulong[])_words.Clone());

    /// <summary>The first places of all there is room for.</summary>
    public static Bits Full(int count, int length)
    {
        var bits = new Bits(length);
        Array.Fill(bits._words, ulong.MaxValue, 0, count >> 6);
        if ((count & 63) != 0)
        {
            bits._words[count >> 6] = (1UL << (count & 63)) - 1;
        }

        return bits;
    }

    public static Bits operator &(Bits left, Bits right)
    {
        var both = new Bits(left._words.Length * 64);
        for (var i = 0; i < both._words.Length; i++)
        {
            both._words[i] = left._words[i] & right._words[i];
        }

        return both;
    }

    public int Count()
    {
        var count = 0;
        foreach (var word in _words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>How many are in both, without making that set.</summary>
    public int CountWith(Bits other)
    {
        var count = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            count += BitOperations.PopCount(_words[i] & other._words[i]);
        }

        return count;
    }
}
