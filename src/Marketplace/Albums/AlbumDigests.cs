using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Signing;

namespace Market.Marketplace.Albums;

/// <summary>Fills the SM3 column of an album's list, for places that ask for domestic digests beside SHA-256.</summary>
internal static class AlbumDigests
{
    /// <summary>The same list with the SM3 of each file as handed in; each file is read once and must still be what the list says.</summary>
    /// <exception cref="RuleViolationException"><c>sheet-changed</c>.</exception>
    public static async Task<AlbumList> WithSm3Async(this AlbumList list, IBlobStore blobs, CancellationToken ct)
    {
        var lines = list.Lines.ToArray();
        await Parallel.ForAsync(0, lines.Length, ct, async (i, stop) =>
        {
            await using var file = blobs.OpenRead(lines[i].Sha256);
            var digests = await FileDigests.ComputeAsync(file, withSm3: true, ct: stop);
            lines[i] = digests.Sha256 == lines[i].Sha256
                ? lines[i] with { Sm3 = digests.Sm3 }
                : throw new RuleViolationException("sheet-changed", lines[i].File);
        });
        return list with { Lines = lines };
    }
}
