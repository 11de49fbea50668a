using System.Globalization;
using System.Text;

namespace Market.Marketplace.Tests;

internal static partial class TestData
{
    /// <summary>A drawing: one sheet of A2 size, turned as plotters turn it.</summary>
    public static byte[] Drawing(string title) => Pdf(title, 1, "/MediaBox [0 0 1190.55 1683.78] /Rotate 90");

    /// <summary>A small, correct PDF of some A4 pages; the title goes into the document information.</summary>
    public static byte[] Pdf(string title, int pages = 2, string page = "/MediaBox [0 0 595.28 841.89]")
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages} /Kids [{string.Join(' ', Enumerable.Range(0, pages).Select(index => $"{4 + index} 0 R"))}] >>",
            $"<< /Title <FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title))}> >>",
        };
        objects.AddRange(Enumerable.Repeat($"<< /Type /Page /Parent 2 0 R {page} /Resources << >> >>", pages));

        var file = new StringBuilder("%PDF-1.7\n%âãÏÓ\n");
        var offsets = new List<int>();
        for (var number = 1; number <= objects.Count; number++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{objects[number - 1]}\nendobj\n");
        }

        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
