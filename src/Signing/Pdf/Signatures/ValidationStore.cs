using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Signatures;

/// <summary>What a document security store holds, as DER (ISO 32000-2, 12.8.4.3).</summary>
internal sealed record ValidationData(
    IReadOnlyList<ReadOnlyMemory<byte>> Certificates,
    IReadOnlyList<ReadOnlyMemory<byte>> OcspResponses,
    IReadOnlyList<ReadOnlyMemory<byte>> RevocationLists)
{
    public static readonly ValidationData Empty = new([], [], []);

    public bool IsEmpty => Certificates.Count + OcspResponses.Count + RevocationLists.Count == 0;
}

/// <summary>Reads the document security store (/DSS) of a revision.</summary>
internal static class ValidationStore
{
    private const int MostEntries = 2000;

    /// <summary>Everything the store lists; entries that are not streams are left out. VRI is not looked at: its keys are
    /// calculated differently by different producers, and it lists nothing that the arrays do not.</summary>
    public static ValidationData Read(PdfRevision revision) =>
        revision.Dictionary(revision.Catalog["DSS"]) is { } store
            ? new ValidationData(ReadList(revision, store["Certs"]), ReadList(revision, store["OCSPs"]), ReadList(revision, store["CRLs"]))
            : ValidationData.Empty;

    private static List<ReadOnlyMemory<byte>> ReadList(PdfRevision revision, PdfObject list)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        foreach (var item in (revision.Array(list) ?? PdfArray.Empty).Take(MostEntries))
        {
            if (revision.Resolve(item) is PdfStream stream)
            {
                found.Add(revision.Decode(stream));
            }
        }

        return found;
    }
}
