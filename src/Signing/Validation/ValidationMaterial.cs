using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Revocation;

namespace Market.Signing.Validation;

/// <summary>An answer or list that came with the file, and by where in the file it was complete.</summary>
internal sealed record EmbeddedRevocation(RevocationData Data, long End);

/// <summary>Certificates, OCSP answers and revocation lists that came with the file: those of the document security store in
/// any revision (ISO 32000-2, 12.8.4.3), for a later one may drop them, and those inside signatures. They are claims to be
/// checked one by one, trusted in nothing.</summary>
internal sealed class ValidationMaterial : IDisposable
{
    private const int MostItems = 2000;
    private const int MostBytes = 64 << 20;
    private readonly CertificatePool _certificates = new([]);
    private readonly List<EmbeddedRevocation> _revocations = [];
    private readonly HashSet<long> _seen = [];
    private int _items;
    private int _bytes;

    public IReadOnlyList<X509Certificate2> Certificates => _certificates.Certificates;

    public IReadOnlyList<EmbeddedRevocation> Revocations => _revocations;

    /// <summary>Reads the stores of all revisions; what cannot be read is left out, and is missed where it is needed.</summary>
    public void AddStores(PdfFile file)
    {
        PdfObject known = PdfNull.Value;
        foreach (var revision in file.Revisions)
        {
            try
            {
                var store = revision.Dictionary(revision.Catalog["DSS"]);
                if (store is not null && !(store.Equals(known) && AreSame(revision, store)))
                {
                    known = store;
                    AddStore(revision, store);
                }
            }
            catch (PdfFormatException)
            {
                // A store nobody can read is as good as none.
            }
        }
    }

    public void AddRevocation(RevocationFormat format, ReadOnlyMemory<byte> encoded, long end)
    {
        if (!Spend(encoded.Length))
        {
            return;
        }

        try
        {
            _revocations.Add(new EmbeddedRevocation(RevocationData.Parse(format, encoded), end));
        }
        catch (RevocationFormatException)
        {
            // Not an answer: it proves nothing, and nothing needs it.
        }
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _revocations.ForEach(item => item.Data.Dispose());
    }

    // The same references, none of which this revision writes again.
    private static bool AreSame(PdfRevision revision, PdfDictionary store) => !revision.OwnEntries()
        .Select(entry => entry.Number)
        .Intersect(store.Entries.Select(entry => entry.Value).OfType<PdfReference>().Select(reference => reference.Number))
        .Any();

    private void AddStore(PdfRevision revision, PdfDictionary store)
    {
        AddLists(revision, store, "Certs", "OCSPs", "CRLs");
        if (revision.Dictionary(store["VRI"]) is { } vri)
        {
            foreach (var (_, entry) in vri.Entries.Take(MostItems))
            {
                if (revision.Resolve(entry) is PdfDictionary related)
                {
                    AddLists(revision, related, "Cert", "OCSP", "CRL");
                }
            }
        }
    }

    private void AddLists(PdfRevision revision, PdfDictionary lists, string certificates, string answers, string revocationLists)
    {
        foreach (var (bytes, _) in Streams(revision, lists[certificates]))
        {
            _certificates.Add(bytes);
        }

        foreach (var (bytes, end) in Streams(revision, lists[answers]))
        {
            AddRevocation(RevocationFormat.Ocsp, bytes, end);
        }

        foreach (var (bytes, end) in Streams(revision, lists[revocationLists]))
        {
            AddRevocation(RevocationFormat.RevocationList, bytes, end);
        }
    }

    private IEnumerable<(byte[] Bytes, long End)> Streams(PdfRevision revision, PdfObject list)
    {
        foreach (var item in revision.Array(list) ?? PdfArray.Empty)
        {
            if (_items == MostItems)
            {
                yield break;
            }

            if (TryResolve(revision, item) is { } stream && _seen.Add(stream.DataOffset) && stream.DataLength <= MostBytes && TryDecode(revision, stream) is { } bytes)
            {
                yield return (bytes, stream.DataOffset + stream.DataLength);
            }
        }
    }

    private static PdfStream? TryResolve(PdfRevision revision, PdfObject item)
    {
        try
        {
            return revision.Resolve(item) as PdfStream;
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }

    private static byte[]? TryDecode(PdfRevision revision, PdfStream stream)
    {
        try
        {
            return revision.Decode(stream);
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }

    private bool Spend(int bytes) => ++_items <= MostItems && (_bytes += bytes) is >= 0 and <= MostBytes;
}
