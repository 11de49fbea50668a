using System.Security.Cryptography;
using System.Text;

namespace Market.E2E.Measurements;

/// <summary>Drawings of a size.</summary>
internal static class Drawings
{
    /// <summary>One A1 page, with bytes that do not compress beside it: no two are alike.</summary>
    /// <param name="bytes">How many.</param>
    public static byte[] OfSize(int bytes)
    {
        var file = new MemoryStream();
        var offsets = new List<long>();
        Write("%PDF-1.7\n");
        Object("<</Type/Catalog/Pages 2 0 R>>\n");
        Object("<</Type/Pages/Count 1/Kids[3 0 R]>>\n");
        Object("<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 1683.78 2383.94]/Rotate 90/PieceInfo<</Drawing<</Private 4 0 R>>>>>>\n");
        offsets.Add(file.Position);
        Write($"4 0 obj\n<</Length {bytes}>>stream\n");
        file.Write(RandomNumberGenerator.GetBytes(bytes));
        Write("\nendstream\nendobj\n");
        var start = file.Position;
        Write($"xref\n0 5\n0000000000 65535 f \n{string.Concat(offsets.Select(offset => $"{offset:D10} 00000 n \n"))}");
        Write($"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();

        void Object(string body)
        {
            offsets.Add(file.Position);
            Write($"{offsets.Count} 0 obj\n{body}endobj\n");
        }

        void Write(string text) => file.Write(Encoding.ASCII.GetBytes(text));
    }
}
