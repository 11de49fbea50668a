using System.Security.Cryptography;
using Market.Marketplace.Documents;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Integrity;

/// <summary>Every row against every file, every file against every row, every digest again.</summary>
internal sealed class FileChecks(MarketplaceDbContext db, IBlobStore blobs, IntegrityRun run, bool fast, CancellationToken ct)
{
    private const int ProgressEvery = 64;
    private readonly Dictionary<string, StoreEntry> _found = new(StringComparer.Ordinal);

    public long Files { get; private set; }

    public long Bytes { get; private set; }

    public long Hashed => _hashed;

    private long _hashed;
    private long _bytesDone;

    public async Task RunAsync()
    {
        // Files first, rows afterwards: whoever stores at this moment writes the file before the row.
        ListFiles();
        var needed = await HoldRowsAgainstFilesAsync();
        if (!fast)
        {
            await DigestAsync();
        }

        foreach (var entry in _found.Values.Where(entry => !needed.Contains(entry.Sha256!)))
        {
            run.Add(FindingKind.FileUnreferenced, entry.Path, entry.Sha256!, Figures.Bytes(entry.Size));
        }
    }

    private void ListFiles()
    {
        foreach (var entry in blobs.List())
        {
            ct.ThrowIfCancellationRequested();
            Files++;
            Bytes += entry.Size;
            if (entry.Kind == StoreEntryKind.Blob)
            {
                _found[entry.Sha256!] = entry;
            }
            else
            {
                run.Add(
                    entry.Kind switch
                    {
                        StoreEntryKind.Temporary => FindingKind.TemporaryLeft,
                        StoreEntryKind.Leaving => FindingKind.LeavingLeft,
                        _ => FindingKind.FileForeign,
                    },
                    entry.Path,
                    entry.Path,
                    Figures.Bytes(entry.Size));
            }

            if (Files % 10_000 == 0)
            {
                run.Show("files", Files, Files);
            }
        }
    }

    private async Task<HashSet<string>> HoldRowsAgainstFilesAsync()
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in BlobReferences.ReadAsync(db).WithCancellation(ct))
        {
            run.Rows++;
            if (!BlobAddress.IsValid(row.Sha256))
            {
                run.Add(FindingKind.RowDigestInvalid, row.Table, row.Id, row.Sha256);
                continue;
            }

            needed.Add(row.Sha256);
            // What was stored since the listing is asked for by itself.
            var size = _found.TryGetValue(row.Sha256, out var entry) ? entry.Size : blobs.SizeOf(row.Sha256);
            if (size is not { } there)
            {
                run.Add(FindingKind.FileMissing, row.Table, row.Id, row.Sha256);
            }
            else if (row.Size is { } wanted && wanted != there)
            {
                // Which of the two is right, the digest says.
                var whole = await IsWholeAsync(row.Sha256);
                run.Add(whole ? FindingKind.RowSizeWrong : FindingKind.FileTruncated, row.Table, row.Id, Figures.Different(wanted, there));
            }
        }

        return needed;
    }

    private async Task DigestAsync()
    {
        var all = _found.Values.Sum(entry => entry.Size);
        var options = new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 4) };
        await Parallel.ForEachAsync(_found.Values, options, async (entry, _) =>
        {
            if (!await IsWholeAsync(entry.Sha256!))
            {
                run.Add(FindingKind.FileAltered, entry.Path, entry.Sha256!, Figures.Bytes(entry.Size));
            }

            var bytes = Interlocked.Add(ref _bytesDone, entry.Size);
            if (Interlocked.Increment(ref _hashed) % ProgressEvery == 0)
            {
                run.Show("bytes", bytes, all);
            }
        });
        run.Show("bytes", all, all);
    }

    private async Task<bool> IsWholeAsync(string sha256)
    {
        try
        {
            await using var file = blobs.OpenRead(sha256);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) == sha256;
        }
        catch (FileNotFoundException)
        {
            // Deleted since the listing, because nobody needed it; a row that does is told of by itself.
            return blobs.SizeOf(sha256) is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
