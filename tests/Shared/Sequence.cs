namespace Market.Testing;

/// <summary>The same numbers for the same seed on every machine (xorshift), so that a trial can be run again.</summary>
internal sealed class Sequence(ulong seed)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15UL) ^ 0xD1B54A32D192ED03UL;

    public int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)((_state >> 11) % (ulong)below);
    }

    public int Next(int from, int below) => from + Next(below - from);

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];
}
