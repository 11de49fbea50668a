using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Market.Signing.Fonts;

/// <summary>A TrueType font file (OpenType with glyf outlines, ISO/IEC 14496-22). Metrics and the character map are kept;
/// outlines are read from the file when asked for, so that a 15 MB font costs little memory. Safe for several threads.</summary>
internal sealed class TrueTypeFont : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, (long Offset, int Length)> _tables;
    private readonly byte[] _locations;
    private readonly byte[] _metrics;
    private readonly bool _longLocations;
    private readonly int _metricCount;
    private readonly CharacterMap _characters;

    private TrueTypeFont(SafeFileHandle file, string name)
    {
        _file = file;
        Name = name;
        _tables = ReadDirectory();
        var head = ReadTable("head", 54);
        UnitsPerEm = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(18));
        Bounds = (Int16(head, 36), Int16(head, 38), Int16(head, 40), Int16(head, 42));
        _longLocations = Int16(head, 50) == 1;
        GlyphCount = BinaryPrimitives.ReadUInt16BigEndian(ReadTable("maxp", 6).AsSpan(4));
        var horizontal = ReadTable("hhea", 36);
        (Ascent, Descent) = (Int16(horizontal, 4), Int16(horizontal, 6));
        _metricCount = BinaryPrimitives.ReadUInt16BigEndian(horizontal.AsSpan(34));
        _metrics = ReadTable("hmtx", (_metricCount * 4) + ((GlyphCount - _metricCount) * 2));
        _locations = ReadTable("loca", (GlyphCount + 1) * (_longLocations ? 4 : 2));
        _characters = new CharacterMap(ReadTable("cmap", 4));
        if (UnitsPerEm == 0 || _metricCount == 0 || !_tables.ContainsKey("glyf"))
        {
            throw new FontFormatException($"The font {name} has no TrueType outlines.");
        }
    }

    /// <summary>PostScript name used in PDF files.</summary>
    public string Name { get; }

    public int UnitsPerEm { get; }

    public int GlyphCount { get; }

    /// <summary>Font units above the baseline.</summary>
    public int Ascent { get; }

    /// <summary>Font units below the baseline, negative.</summary>
    public int Descent { get; }

    /// <summary>The box of all glyphs in font units.</summary>
    public (int Left, int Bottom, int Right, int Top) Bounds { get; }

    /// <exception cref="FontFormatException">The file is missing or is no such font.</exception>
    public static TrueTypeFont Open(string path, string name)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path);
        }
        catch (IOException exception)
        {
            throw new FontFormatException($"The font file {path} cannot be opened.", exception);
        }

        try
        {
            return new TrueTypeFont(file, name);
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentException)
        {
            file.Dispose();
            throw new FontFormatException($"The font file {path} is damaged.", exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The glyph for a character; 0 when the font has none.</summary>
    public int GlyphOf(int codePoint) => _characters.GlyphOf(codePoint);

    /// <summary>Advance width in font units.</summary>
    public int AdvanceOf(int glyph) => BinaryPrimitives.ReadUInt16BigEndian(_metrics.AsSpan(Math.Min(glyph, _metricCount - 1) * 4));

    public int LeftSideBearingOf(int glyph) => glyph < _metricCount
        ? Int16(_metrics, (glyph * 4) + 2)
        : Int16(_metrics, (_metricCount * 4) + ((glyph - _metricCount) * 2));

    /// <summary>The glyf entry; empty for a glyph without outlines.</summary>
    public byte[] ReadGlyph(int glyph)
    {
        var (start, end) = (LocationOf(glyph), LocationOf(glyph + 1));
        var table = _tables["glyf"];
        if (start < 0 || end < start || end > table.Length)
        {
            throw new FontFormatException($"The font {Name} is damaged at glyph {glyph}.");
        }

        var bytes = new byte[end - start];
        ReadExactly(bytes, table.Offset + start);
        return bytes;
    }

    /// <summary>A whole table, or an empty array when the font does not have it.</summary>
    public byte[] TableOrEmpty(string tag) => _tables.ContainsKey(tag) ? ReadTable(tag, 0) : [];

    public void Dispose() => _file.Dispose();

    private long LocationOf(int glyph) => _longLocations
        ? BinaryPrimitives.ReadUInt32BigEndian(_locations.AsSpan(glyph * 4))
        : BinaryPrimitives.ReadUInt16BigEndian(_locations.AsSpan(glyph * 2)) * 2L;

    private Dictionary<string, (long, int)> ReadDirectory()
    {
        Span<byte> start = stackalloc byte[12];
        ReadExactly(start, 0);
        if (BinaryPrimitives.ReadUInt32BigEndian(start) is not (0x00010000 or 0x74727565))
        {
            throw new FontFormatException($"The font {Name} is not a TrueType font.");
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(start[4..]);
        var records = new byte[count * 16];
        ReadExactly(records, 12);
        var tables = new Dictionary<string, (long, int)>(count);
        for (var i = 0; i < count; i++)
        {
            var record = records.AsSpan(i * 16, 16);
            var tag = System.Text.Encoding.ASCII.GetString(record[..4]);
            tables[tag] = (BinaryPrimitives.ReadUInt32BigEndian(record[8..]), (int)BinaryPrimitives.ReadUInt32BigEndian(record[12..]));
        }

        return tables;
    }

    private byte[] ReadTable(string tag, int atLeast)
    {
        if (!_tables.TryGetValue(tag, out var place) || place.Length < atLeast)
        {
            throw new FontFormatException($"The font {Name} lacks its table {tag}.");
        }

        var bytes = new byte[place.Length];
        ReadExactly(bytes, place.Offset);
        return bytes;
    }

    private void ReadExactly(Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(_file, destination, offset);
            if (read == 0)
            {
                throw new FontFormatException($"The font {Name} is cut off.");
            }

            destination = destination[read..];
            offset += read;
        }
    }

    private static short Int16(byte[] bytes, int offset) => BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(offset));
}
