using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Ofd;

/// <summary>The files of a package, unpacked one at a time and within limits.</summary>
internal sealed class ZipPackage
{
    private const int PieceBytes = 64 << 10;
    private const long LargestFile = 256L << 20;
    private const long LargestPackage = 512L << 20;

    private readonly Stream _stream;
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, HashAlgorithmName Algorithm), byte[]> _digests = [];

    private ZipPackage(Stream stream) => _stream = stream;

    public IEnumerable<string> Names => _entries.Keys;

    public bool HasHiddenBytes { get; private init; }

    /// <param name="stream">The package; it is read by seeking.</param>
    /// <param name="isArchive">Whether files that lie in it as they are may come to any size: they are read where they lie, and unpack to nothing
    /// more than the package itself.</param>
    /// <exception cref="OfdFormatException">Damaged, too large, or readable in two ways.</exception>
    public static ZipPackage Open(Stream stream, bool isArchive = false)
    {
        var directory = ZipDirectory.Read(stream);
        var package = new ZipPackage(stream) { HasHiddenBytes = directory.HasHiddenBytes };
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var total = 0L;
        foreach (var entry in directory.Entries)
        {
            // Names that differ in case only are one file on some systems, two on others.
            if (!seen.Add(entry.Name))
            {
                throw new OfdFormatException(SealReasons.OfdPathUnsafe, "Two files of the package have the same name.");
            }

            var unpacked = isArchive && entry.IsStored ? 0 : entry.Size;
            total += unpacked;
            if (unpacked > LargestFile || total > LargestPackage)
            {
                throw new OfdFormatException(SealReasons.OfdTooLarge, "The package unpacks to more than is examined.");
            }

            package._entries.Add(entry.Name, entry);
        }

        return package;
    }

    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>The file a location means; null when there is none, or when it may mean two.</summary>
    public string? Find(string? location, string from)
    {
        var found = location is null ? [] : OfdPath.Candidates(location, from).Where(Contains).ToList();
        return found is [var name] ? name : null;
    }

    /// <summary>The whole content of a small file.</summary>
    public byte[] Read(string name, int limit)
    {
        var entry = _entries[name];
        if (entry.Size > limit)
        {
            throw new OfdFormatException(SealReasons.OfdTooLarge, "A file of the package is larger than its kind may be.");
        }

        var bytes = new byte[entry.Size];
        ReadInto(name, bytes);
        return bytes;
    }

    /// <summary>The whole content of a file, into a buffer of at least its size.</summary>
    public void ReadInto(string name, byte[] buffer)
    {
        var done = 0;
        Unpack(_entries[name], piece =>
        {
            piece.CopyTo(buffer.AsMemory(done));
            done += piece.Length;
        });
    }

    /// <summary>A file that lies in the package as it is, to be read by seeking; one that is packed cannot be.</summary>
    public Stream? OpenStored(string name) =>
        _entries[name] is { IsStored: true } entry ? new WindowStream(_stream, entry.DataOffset, entry.Size) : null;

    public long SizeOf(string name) => _entries[name].Size;

    /// <summary>Digests a file; each is unpacked once however many signatures cover it.</summary>
    public byte[] Digest(string name, HashAlgorithmName algorithm)
    {
        if (!_digests.TryGetValue((name, algorithm), out var value))
        {
            using var digest = ContentDigest.Create(algorithm);
            Unpack(_entries[name], piece => digest.Append(piece.Span));
            value = digest.Finish();
            _digests.Add((name, algorithm), value);
        }

        return value;
    }

    private void Unpack(ZipEntry entry, Action<ReadOnlyMemory<byte>> take)
    {
        using var packed = new WindowStream(_stream, entry.DataOffset, entry.CompressedSize);
        using var unpacked = entry.Method == 0 ? (Stream)packed : new DeflateStream(packed, CompressionMode.Decompress);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            var done = 0L;
            for (int read; (read = unpacked.Read(piece, 0, piece.Length)) > 0;)
            {
                done += read;
                if (done > entry.Size)
                {
                    break;
                }

                take(piece.AsMemory(0, read));
            }

            if (done != entry.Size)
            {
                throw new OfdFormatException(SealReasons.OfdDamaged, "A file of the package has another size than is stated.");
            }
        }
        catch (InvalidDataException exception)
        {
            throw new OfdFormatException(SealReasons.OfdDamaged, "A file of the package cannot be unpacked.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }
}
