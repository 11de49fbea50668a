using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Market.Signing.Tests.Packages;

/// <summary>ZIP files of any size, of which only the headers are written down: the files are holes full of zeros.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Whoever finishes it gets the file, and closes it.")]
internal sealed class CraftedZip
{
    private readonly FileStream _file = new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 4096, FileOptions.DeleteOnClose);
    private readonly List<(string Name, long Offset, uint Size, uint Packed)> _entries = [];
    private long _end;

    /// <summary>By how much the ZIP64 record names another number of files.</summary>
    public int LiesBy { get; init; }

    /// <param name="name">Path in the package.</param>
    /// <param name="size">Its size.</param>
    /// <param name="packedInto">Bytes it takes in the package when it is said to be deflated; null to store it.</param>
    public CraftedZip Add(string name, long size, uint? packedInto = null)
    {
        _entries.Add((name, _end, (uint)size, packedInto ?? (uint)size));
        var bytes = Encoding.UTF8.GetBytes(name);
        Write(0x04034B50u, (ushort)20, (ushort)0x800, Method(packedInto is not null), 0u, 0u, packedInto ?? (uint)size, (uint)size, (ushort)bytes.Length, (ushort)0);
        Write(bytes);
        _end += packedInto ?? size;
        return this;
    }

    public FileStream Finish()
    {
        var start = _end;
        foreach (var (name, offset, size, packed) in _entries)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var isFar = offset > uint.MaxValue;
            Write(
                0x02014B50u, (ushort)45, (ushort)45, (ushort)0x800, Method(packed != size), 0u, 0u, packed, size, (ushort)bytes.Length, (ushort)(isFar ? 12 : 0), (ushort)0,
                (ushort)0, (ushort)0, 0u, isFar ? uint.MaxValue : (uint)offset);
            Write(bytes);
            if (isFar)
            {
                Write((ushort)1, (ushort)8, offset);
            }
        }

        var directory = _end - start;
        if (start > uint.MaxValue)
        {
            var at = _end;
            Write(0x06064B50u, 44L, (ushort)45, (ushort)45, 0u, 0u, (long)_entries.Count, (long)(_entries.Count + LiesBy), directory, start);
            Write(0x07064B50u, 0u, at, 1u);
        }

        Write(
            0x06054B50u, (ushort)0, (ushort)0, (ushort)_entries.Count, (ushort)_entries.Count, (uint)directory, start > uint.MaxValue ? uint.MaxValue : (uint)start,
            (ushort)0);
        _file.Flush();
        return _file;
    }

    private static ushort Method(bool isPacked) => (ushort)(isPacked ? 8 : 0);

    private void Write(params ReadOnlySpan<object> values)
    {
        Span<byte> field = stackalloc byte[8];
        foreach (var value in values)
        {
            var length = value switch { ushort => 2, uint => 4, _ => 8 };
            BinaryPrimitives.WriteInt64LittleEndian(field, Convert.ToInt64(value, null));
            Write(field[..length].ToArray());
        }
    }

    private void Write(byte[] bytes)
    {
        _file.Position = _end;
        _file.Write(bytes);
        _end += bytes.Length;
    }
}
