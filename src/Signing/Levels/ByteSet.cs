using System.Security.Cryptography;

namespace Market.Signing.Levels;

/// <summary>Pieces of DER in the order they were added, each once; those known before are not listed again.</summary>
internal sealed class ByteSet
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<ReadOnlyMemory<byte>> _added = [];

    public ByteSet(IEnumerable<ReadOnlyMemory<byte>> known)
    {
        foreach (var item in known)
        {
            _known.Add(KeyOf(item));
        }
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Added => _added;

    public void Add(ReadOnlyMemory<byte> item)
    {
        if (_known.Add(KeyOf(item)))
        {
            _added.Add(item);
        }
    }

    private static string KeyOf(ReadOnlyMemory<byte> item) => Convert.ToHexString(SHA256.HashData(item.Span));
}
