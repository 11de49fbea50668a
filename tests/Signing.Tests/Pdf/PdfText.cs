using System.Globalization;
using System.Text;

namespace Market.Signing.Tests.Pdf;

/// <summary>Small PDF files written by hand: bodies of objects in, a file with a right cross-reference table out.</summary>
internal sealed class PdfText
{
    private readonly StringBuilder _text = new("%PDF-1.7\n");
    private readonly SortedDictionary<int, int> _offsets = [];
    private long _previous = -1;

    public int Length => _text.Length;

    public byte[] Bytes => Encoding.Latin1.GetBytes(_text.ToString());

    /// <summary>A document of one page, complete with its first cross-reference.</summary>
    public static PdfText OnePage(string catalog = "", string page = "") => new PdfText()
        .Object(1, $"<</Type/Catalog/Pages 2 0 R{catalog}>>")
        .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .Object(3, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Resources<<>>{page}>>")
        .End("/Size 4/Root 1 0 R");

    public PdfText Object(int number, string body)
    {
        _offsets[number] = _text.Length;
        _text.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n");
        return this;
    }

    public PdfText Raw(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Ends a revision with a table of the objects written since the last one.</summary>
    public PdfText End(string trailer)
    {
        var start = _text.Length;
        _text.Append("xref\n");
        if (_previous < 0)
        {
            _text.Append("0 1\n0000000000 65535 f \n");
        }

        foreach (var (number, offset) in _offsets)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{number} 1\n{offset:0000000000} 00000 n \n");
        }

        var previous = _previous < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/Prev {_previous}");
        _text.Append(CultureInfo.InvariantCulture, $"trailer\n<<{trailer}{previous}>>\nstartxref\n{start}\n%%EOF\n");
        _previous = start;
        _offsets.Clear();
        return this;
    }

    public MemoryStream Open() => new(Bytes, writable: false);
}
