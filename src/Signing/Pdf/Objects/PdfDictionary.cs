namespace Market.Signing.Pdf.Objects;

/// <summary>A dictionary (7.3.7). Keys keep the order of the file; a key whose value is null is absent. Equality does not
/// look at the order.</summary>
internal sealed record PdfDictionary : PdfObject
{
    public static readonly PdfDictionary Empty = new(new OrderedDictionary<string, PdfObject>());

    private readonly OrderedDictionary<string, PdfObject> _entries;

    /// <summary>Takes the entries over; the caller must not touch them again.</summary>
    public PdfDictionary(OrderedDictionary<string, PdfObject> entries) => _entries = entries;

    public PdfDictionary(params ReadOnlySpan<(string Key, PdfObject Value)> entries)
    {
        _entries = new OrderedDictionary<string, PdfObject>(entries.Length, StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            _entries.Add(key, value);
        }
    }

    public int Count => _entries.Count;

    public IReadOnlyList<string> Keys => _entries.Keys;

    public IEnumerable<KeyValuePair<string, PdfObject>> Entries => _entries;

    /// <summary>The value as it stands, which may be a reference; null object when the key is absent.</summary>
    public PdfObject this[string key] => _entries.TryGetValue(key, out var value) ? value : PdfNull.Value;

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    public bool HasName(string key, string name) => this[key] is PdfName value && value.Value == name;

    public PdfDictionary With(string key, PdfObject value)
    {
        var copy = Copy();
        copy[key] = value;
        return new PdfDictionary(copy);
    }

    public PdfDictionary With(params ReadOnlySpan<(string Key, PdfObject Value)> entries)
    {
        var copy = Copy();
        foreach (var (key, value) in entries)
        {
            copy[key] = value;
        }

        return new PdfDictionary(copy);
    }

    public PdfDictionary Without(string key)
    {
        var copy = Copy();
        copy.Remove(key);
        return new PdfDictionary(copy);
    }

    public bool Equals(PdfDictionary? other)
    {
        if (other is null || other.Count != Count)
        {
            return false;
        }

        foreach (var (key, value) in _entries)
        {
            if (!other._entries.TryGetValue(key, out var otherValue) || !value.Equals(otherValue))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode() => Count;

    private OrderedDictionary<string, PdfObject> Copy() => new(_entries, StringComparer.Ordinal);
}
