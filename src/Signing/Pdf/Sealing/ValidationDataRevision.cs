using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Builds the incremental update that adds validation data to the document security store (ISO 32000-2, 12.8.4.3;
/// EN 319 142-1, 5.4.2). What the store holds already stays; VRI is not written.</summary>
internal static class ValidationDataRevision
{
    private const int WorthCompressing = 4096;

    /// <param name="file">The file to be appended to.</param>
    /// <param name="added">What the store does not hold yet.</param>
    /// <param name="at">Makes the new file identifier differ.</param>
    public static IncrementalUpdate Build(PdfFile file, ValidationData added, DateTimeOffset at)
    {
        var update = new IncrementalUpdate(file);
        try
        {
            var edits = new DocumentEdits(file.Current, update);
            var catalog = edits.Catalog;
            var store = file.Current.Dictionary(catalog["DSS"]) ?? new PdfDictionary(("Type", new PdfName("DSS")));
            store = WithMore(file, update, store, "Certs", added.Certificates);
            store = WithMore(file, update, store, "OCSPs", added.OcspResponses);
            store = WithMore(file, update, store, "CRLs", added.RevocationLists);
            if (catalog["DSS"] is PdfReference shared && file.Current.Resolve(shared) is PdfDictionary)
            {
                edits.Change(shared, store);
            }
            else
            {
                catalog = catalog.With("DSS", update.Add(store));
            }

            if (WithExtension(file, catalog) is var extended && !ReferenceEquals(extended, edits.Catalog))
            {
                edits.Catalog = extended;
            }

            edits.Flush();
            update.Finish(RevisionId.Of(update, at));
            return update;
        }
        catch
        {
            update.Dispose();
            throw;
        }
    }

    private static PdfDictionary WithMore(
        PdfFile file, IncrementalUpdate update, PdfDictionary store, string key, IReadOnlyList<ReadOnlyMemory<byte>> added)
    {
        if (added.Count == 0)
        {
            return store;
        }

        var list = file.Current.Array(store[key]) ?? PdfArray.Empty;
        return store.With(key, list.Append([.. added.Select(item => WriteStream(update, item))]));
    }

    private static PdfReference WriteStream(IncrementalUpdate update, ReadOnlyMemory<byte> content)
    {
        // Certificates and answers are mostly keys and signatures; only long lists become shorter.
        if (content.Length >= WorthCompressing && FlateFilter.Encode(content.Span) is var encoded && encoded.Length < content.Length * 9L / 10)
        {
            return update.AddStream(new PdfDictionary(("Filter", new PdfName("FlateDecode"))), encoded);
        }

        return update.AddStream(PdfDictionary.Empty, content.Span);
    }

    // ETSI TS 102 778-4, A.1: a PDF 1.x document says that it uses the extension; PDF 2.0 has the store by itself.
    private static PdfDictionary WithExtension(PdfFile file, PdfDictionary catalog)
    {
        var extensions = file.Current.Resolve(catalog["Extensions"]);
        if (file.Current.Name(catalog["Version"]) is "2.0" || extensions is not (PdfNull or PdfDictionary) || catalog["Extensions"] is PdfReference)
        {
            return catalog;
        }

        var present = extensions as PdfDictionary ?? PdfDictionary.Empty;
        return present.ContainsKey("ESIC") ? catalog : catalog.With("Extensions", present.With("ESIC", new PdfDictionary(
            ("BaseVersion", new PdfName("1.7")),
            ("ExtensionLevel", new PdfInteger(1)))));
    }
}
