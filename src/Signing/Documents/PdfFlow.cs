using System.Globalization;

namespace Market.Signing.Documents;

/// <summary>Sets running text, tables and pictures down the pages of a document, and numbers the pages at the end.</summary>
public sealed class PdfFlow
{
    private const double MillimetresPerPoint = 25.4 / 72;
    private const double LineHeight = 1.7;
    private const int MostNamed = 8;

    private readonly PdfDocumentWriter _document;
    private readonly double _pageWidth;
    private readonly double _pageHeight;
    private readonly double _margin;
    private PdfCanvas _page;
    private double _y;

    /// <param name="marginMillimetres">White space on all four sides.</param>
    public PdfFlow(PdfDocumentWriter document, double pageWidthMillimetres = 210, double pageHeightMillimetres = 297, double marginMillimetres = 25)
    {
        (_document, _pageWidth, _pageHeight, _margin) = (document, pageWidthMillimetres, pageHeightMillimetres, marginMillimetres);
        _page = document.AddPage(_pageWidth, _pageHeight);
        _y = _margin;
    }

    /// <summary>The page being set.</summary>
    public PdfCanvas Page => _page;

    /// <summary>Where the next line begins, in millimetres from the top of the page.</summary>
    public double Position => _y;

    public double ContentWidth => _pageWidth - (2 * _margin);

    /// <summary>A large line in the middle.</summary>
    public void Title(string text, double size = 22)
    {
        foreach (var line in LineBreaker.Break(text, part => _page.Measure(part, size, bold: true), ContentWidth, ContentWidth))
        {
            var baseline = Advance(size * LineHeight);
            _page.CentredText(line, _pageWidth / 2, baseline, size, bold: true);
        }

        Space(3);
    }

    public void Heading(string text, double size = 15)
    {
        Space(2);
        Require(3 * size * LineHeight * MillimetresPerPoint);
        var baseline = Advance(size * LineHeight);
        _page.Text(text, _margin, baseline, size, bold: true);
        Space(1);
    }

    /// <summary>A justified paragraph whose first line is indented by two characters.</summary>
    public void Paragraph(string text, double size = 12, bool indent = true)
    {
        var indentation = indent ? 2 * size * MillimetresPerPoint : 0;
        var lines = LineBreaker.Break(text, part => _page.Measure(part, size), ContentWidth - indentation, ContentWidth);
        for (var i = 0; i < lines.Count; i++)
        {
            var x = i == 0 ? indentation : 0;
            var free = ContentWidth - x - _page.Measure(lines[i], size);
            var gaps = lines[i].Length - 1;
            var spacing = i < lines.Count - 1 && gaps > 0 && free < ContentWidth / 4 ? Math.Max(0, free / (gaps + 1)) : 0;
            var baseline = Advance(size * LineHeight);
            _page.Text(lines[i], _margin + x, baseline, size, letterSpacing: spacing);
        }
    }

    /// <summary>A line in the middle that nobody overlooks.</summary>
    public void Banner(string text, PdfColour colour, double size = 18)
    {
        var height = size * 2 * MillimetresPerPoint;
        Require(height);
        _page.Frame(_margin, _y, ContentWidth, height, 0.5, colour);
        _page.CentredText(text, _pageWidth / 2, _y + (height * 0.66), size, bold: true, colour: colour);
        _y += height;
        Space(4);
    }

    /// <summary>A name in bold and its value beside it, in as many lines as it takes.</summary>
    /// <param name="nameWidth">Millimetres kept for the name.</param>
    public void Entry(string name, string value, double nameWidth, double size = 12)
    {
        var width = ContentWidth - nameWidth;
        var lines = LineBreaker.Break(value, part => _page.Measure(part, size), width, width);
        for (var i = 0; i < lines.Count; i++)
        {
            var baseline = Advance(size * LineHeight);
            if (i == 0)
            {
                _page.Text(name, _margin, baseline, size, bold: true);
            }

            _page.Text(lines[i], _margin + nameWidth, baseline, size);
        }
    }

    /// <summary>A line that ends at the right margin, such as a date.</summary>
    public void RightLine(string text, double size = 12)
    {
        var baseline = Advance(size * LineHeight);
        _page.RightText(text, _pageWidth - _margin, baseline, size);
    }

    /// <summary>A ruled table; its first row is a heading and is repeated on each page.</summary>
    /// <param name="widths">Relative widths of the columns.</param>
    public void Table(IReadOnlyList<double> widths, IReadOnlyList<IReadOnlyList<string>> rows, double size = 10.5)
    {
        var total = widths.Sum();
        var columns = widths.Select(width => width / total * ContentWidth).ToArray();
        Row(columns, rows[0], size, heading: true);
        foreach (var row in rows.Skip(1))
        {
            var height = HeightOf(columns, row, size);
            if (_y + height > _pageHeight - _margin)
            {
                BreakPage();
                Row(columns, rows[0], size, heading: true);
            }

            Row(columns, row, size, heading: false);
        }

        Space(4);
    }

    /// <summary>A picture in the middle, with a caption under it.</summary>
    public void Image(PdfImage image, double widthMillimetres, string? caption = null)
    {
        var height = widthMillimetres * image.Height / image.Width;
        Require(height + 10);
        _page.Image(image, (_pageWidth - widthMillimetres) / 2, _y, widthMillimetres, height);
        _y += height + 2;
        if (caption is not null)
        {
            var baseline = Advance(10 * LineHeight);
            _page.CentredText(caption, _pageWidth / 2, baseline, 10);
        }

        Space(2);
    }

    public void Space(double millimetres) => _y += millimetres;

    public void BreakPage()
    {
        _page = _document.AddPage(_pageWidth, _pageHeight);
        _y = _margin;
    }

    /// <summary>Writes 第 n 页 共 m 页 at the foot of every page, and which characters could not be drawn; called last.</summary>
    /// <param name="running">A line at the head of every page; null for none.</param>
    /// <param name="form">How number and count are said.</param>
    public void NumberPages(string? running = null, string form = "第 {0} 页 共 {1} 页")
    {
        var colour = PdfColour.Grey(0.35);
        var missing = _document.Missing.Count == 0 ? null
            : $"□ 为字库未收的字：{string.Join('、', _document.Missing.Take(MostNamed).Select(character => $"U+{character:X4}"))}{(_document.Missing.Count > MostNamed ? " 等" : "")}";
        for (var i = 0; i < _document.Pages.Count; i++)
        {
            var page = _document.Pages[i];
            var number = string.Format(CultureInfo.InvariantCulture, form, i + 1, _document.Pages.Count);
            page.CentredText(number, page.WidthMillimetres / 2, page.HeightMillimetres - 12, 9, colour: colour);
            if (missing is not null)
            {
                page.Text(missing, _margin, page.HeightMillimetres - 7, 7.5, colour: colour);
            }

            if (running is not null)
            {
                page.Text(running, _margin, 15, 9, colour: colour);
                page.Line(_margin, 17, page.WidthMillimetres - _margin, 17, 0.15, colour);
            }
        }
    }

    private void Row(double[] columns, IReadOnlyList<string> cells, double size, bool heading)
    {
        var height = HeightOf(columns, cells, size);
        Require(height);
        var x = _margin;
        for (var i = 0; i < columns.Length; i++)
        {
            if (heading)
            {
                _page.Fill(x, _y, columns[i], height, PdfColour.Grey(0.92));
            }

            _page.Frame(x, _y, columns[i], height);
            var lines = CellLines(columns[i], cells[i], size, heading);
            var top = _y + ((height - (lines.Count * size * 1.4 * MillimetresPerPoint)) / 2);
            for (var line = 0; line < lines.Count; line++)
            {
                var baseline = top + (((line * 1.4) + 1.1) * size * MillimetresPerPoint);
                _page.CentredText(lines[line], x + (columns[i] / 2), baseline, size, heading);
            }

            x += columns[i];
        }

        _y += height;
    }

    private double HeightOf(double[] columns, IReadOnlyList<string> cells, double size)
    {
        var lines = columns.Select((width, i) => CellLines(width, cells[i], size, bold: false).Count).Max();
        return (lines * size * 1.4 * MillimetresPerPoint) + 2.4;
    }

    private List<string> CellLines(double width, string text, double size, bool bold) =>
        LineBreaker.Break(text, part => _page.Measure(part, size, bold), width - 3, width - 3);

    private void Require(double height)
    {
        if (_y + height > _pageHeight - _margin)
        {
            BreakPage();
        }
    }

    /// <summary>Makes room for a line, on the next page where this one is full, and returns its baseline. To be called
    /// before the page is asked for.</summary>
    private double Advance(double points)
    {
        var height = points * MillimetresPerPoint;
        Require(height);
        _y += height;
        return _y - (height * 0.3);
    }
}
