using System.Security.Cryptography;
using System.Text;
using Market.Signing.Documents;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Benchmarks;

/// <summary>Documents of known size and number of objects, filled with bytes that do not compress.</summary>
internal static class BenchDocuments
{
    public static readonly IReadOnlyList<(string Name, int Pages, int ObjectsPerPage, int BytesPerPage)> Sizes =
    [
        ("1 page, 70 KB", 1, 8, 70_000),
        ("30 pages, 2 MB", 30, 10, 70_000),
        ("300 pages, 9,800 objects, 25 MB", 300, 32, 83_000),
    ];

    /// <summary>A document of any size, written as it is made: pages with a picture each that does not compress.</summary>
    public static void WriteLarge(string path, int pages, int bytesPerPage)
    {
        using var file = File.Create(path);
        var offsets = new List<long>();
        var noise = RandomNumberGenerator.GetBytes(bytesPerPage);
        Write($"%PDF-1.7\n");
        Object($"<</Type/Catalog/Pages 2 0 R>>\n");
        Object($"<</Type/Pages/Count {pages}/Kids[{string.Join(' ', Enumerable.Range(0, pages).Select(page => $"{3 + (2 * page)} 0 R"))}]>>\n");
        for (var page = 0; page < pages; page++)
        {
            Object($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/PieceInfo<</Bench<</Private {offsets.Count + 2} 0 R>>>>>>\n");
            offsets.Add(file.Position);
            Write($"{offsets.Count} 0 obj\n<</Length {noise.Length}>>stream\n");
            file.Write(noise);
            Write($"\nendstream\nendobj\n");
        }

        var start = file.Position;
        Write($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n{string.Concat(offsets.Select(offset => $"{offset:0000000000} 00000 n \n"))}");
        Write($"trailer\n<</Size {offsets.Count + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");

        void Write(FormattableString text) => file.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant(text)));

        void Object(FormattableString body)
        {
            offsets.Add(file.Position);
            Write($"{offsets.Count} 0 obj\n{FormattableString.Invariant(body)}endobj\n");
        }
    }

    public static void Write(string path, int pages, int objectsPerPage, int bytesPerPage, PdfFileForm form)
    {
        using var file = new NewFile(form);
        var tree = file.Allocate();
        var content = new byte[bytesPerPage];
        var kids = new List<PdfObject>();
        var state = 2463534242u;
        for (var page = 0; page < pages; page++)
        {
            for (var i = 0; i < content.Length; i++)
            {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                content[i] = (byte)state;
            }

            var states = new OrderedDictionary<string, PdfObject>();
            for (var i = 0; i < objectsPerPage - 2; i++)
            {
                states[$"G{i}"] = file.Add(new PdfDictionary(("Type", new PdfName("ExtGState")), ("LW", new PdfReal(0.1 * i)), ("CA", new PdfInteger(1))));
            }

            // The bytes stand for a picture; no content stream draws it, so that any reader accepts the page.
            var picture = file.AddStream(new PdfDictionary(("Type", new PdfName("Noise"))), content);
            kids.Add(file.Add(new PdfDictionary(
                ("Type", new PdfName("Page")),
                ("Parent", tree),
                ("MediaBox", PdfArray.OfIntegers(0, 0, 595, 842)),
                ("PieceInfo", new PdfDictionary(("Bench", new PdfDictionary(("Private", picture))))),
                ("Resources", new PdfDictionary(("ExtGState", new PdfDictionary(states)))))));
        }

        file.Put(tree, new PdfDictionary(("Type", new PdfName("Pages")), ("Kids", new PdfArray(kids)), ("Count", new PdfInteger(pages))));
        var catalog = file.Add(new PdfDictionary(("Type", new PdfName("Catalog")), ("Pages", tree)));
        file.Finish(catalog, file.Add(new PdfDictionary(("Producer", PdfString.Text("Market")))), path);
        File.WriteAllBytes(path, file.Buffer.Span);
    }
}
