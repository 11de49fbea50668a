using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Market.Marketplace.Elements;

/// <summary>The first sheet of an XLSX workbook as rows of texts (ISO/IEC 29500-1, 18.3 and 18.4), and a workbook of one sheet.
/// Formulas are not computed: what the sheet last showed is what counts.</summary>
internal static class Spreadsheet
{
    private const long MostDecompressed = 8 * 1024 * 1024;
    private const int MostRows = 5000;
    private const int MostColumns = 100;
    private const double CodeWidth = 16;
    private const double NameWidth = 28;
    private const double OtherWidth = 18;

    /// <summary>The rows of the first sheet; rows and cells without anything are empty.</summary>
    /// <exception cref="InvalidDataException">It is no workbook, or larger than a table of elements can be.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(ReadOnlyMemory<byte> content)
    {
        using var file = new MemoryStream(content.ToArray());
        try
        {
            RequireSize(file);
            using var document = SpreadsheetDocument.Open(file, isEditable: false, new OpenSettings { MaxCharactersInPart = MostDecompressed });
            var book = document.WorkbookPart ?? throw new InvalidDataException();
            var first = book.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault()?.Id?.Value ?? throw new InvalidDataException();
            var texts = book.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(TextOf).ToList() ?? [];
            return book.GetPartById(first) is WorksheetPart sheet ? Rows(sheet, texts) : throw new InvalidDataException();
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException or OpenXmlPackageException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException("Not a workbook.", e);
        }
    }

    /// <summary>A workbook of one sheet; numbers are written as numbers.</summary>
    public static byte[] Write(string sheetName, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        using var output = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(
                new Columns(Width(1, 1, CodeWidth), Width(2, 2, NameWidth), Width(3, 8, OtherWidth)),
                new SheetData(rows.Select(row => new Row(row.Select(CellOf)))));
            book.Workbook = new Workbook(new Sheets(new Sheet { Name = sheetName, SheetId = 1, Id = book.GetIdOfPart(sheet) }));
        }

        return output.ToArray();
    }

    // A small file may stand for a very large one.
    private static void RequireSize(MemoryStream file)
    {
        using var package = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (package.Entries.Sum(entry => entry.Length) > MostDecompressed)
        {
            throw new InvalidDataException();
        }
    }

    private static List<IReadOnlyList<string>> Rows(WorksheetPart sheet, List<string> texts)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var row in sheet.Worksheet?.Descendants<Row>() ?? [])
        {
            // Rows without anything are left out of the file; their numbers still count.
            var number = row.RowIndex?.Value ?? (uint)rows.Count + 1;
            if (number > MostRows || number <= rows.Count)
            {
                throw new InvalidDataException();
            }

            while (rows.Count < number - 1)
            {
                rows.Add([]);
            }

            rows.Add(Cells(row, texts));
        }

        return rows;
    }

    private static List<string> Cells(Row row, List<string> texts)
    {
        var cells = new List<string>();
        foreach (var cell in row.Elements<Cell>())
        {
            var column = ColumnOf(cell.CellReference?.Value) ?? cells.Count;
            if (column >= MostColumns || column < cells.Count)
            {
                throw new InvalidDataException();
            }

            while (cells.Count < column)
            {
                cells.Add("");
            }

            cells.Add(TextOf(cell, texts));
        }

        return cells;
    }

    private static string TextOf(Cell cell, List<string> texts)
    {
        var (type, value) = (cell.DataType?.Value ?? CellValues.Number, cell.CellValue?.Text ?? "");
        return type == CellValues.InlineString ? cell.InlineString is { } text ? TextOf(text) : ""
            : type == CellValues.SharedString ? texts.ElementAtOrDefault(int.Parse(value, CultureInfo.InvariantCulture)) ?? throw new InvalidDataException()
            : type == CellValues.Boolean ? value == "1" ? "是" : "否"
            : type == CellValues.Number && value.Length > 0 ? Number(value)
            : value;
    }

    // 18.4.8: a text may be cut into runs; what stands in rPh is how it is pronounced.
    private static string TextOf(OpenXmlElement item) =>
        string.Concat(item.Descendants<Text>().Where(text => text.Parent is not PhoneticRun).Select(text => text.Text));

    // Workbooks keep binary fractions: 0.35099999999999998 is what a person typed as 0.351.
    private static string Number(string value) =>
        ((decimal)double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    private static int? ColumnOf(string? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper))
        {
            column = checked((column * 26) + letter - 'A' + 1);
        }

        return column - 1;
    }

    private static Column Width(uint first, uint last, double width) => new() { Min = first, Max = last, Width = width, CustomWidth = true };

    private static Cell CellOf(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? new Cell { CellValue = new CellValue(text) }
            : new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }) };
}
