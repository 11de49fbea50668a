using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Market.Marketplace.Elements;

/// <summary>The first sheet of an XLSX workbook as rows of texts (ISO/IEC 29500-1, 18.3 and 18.4), and a workbook of one sheet.
/// Formulas are not computed: what the sheet last showed is what counts.</summary>
internal static class Spreadsheet
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const long MostDecompressed = 32 * 1024 * 1024;
    private const int MostRows = 5000;
    private const int MostColumns = 100;

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostDecompressed,
        IgnoreComments = true,
    };

    public static IReadOnlyList<IReadOnlyList<string>> Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var package = new ZipArchive(new MemoryStream(content.ToArray()), ZipArchiveMode.Read);
            if (package.Entries.Sum(entry => entry.Length) > MostDecompressed)
            {
                throw new InvalidDataException();
            }

            var texts = Find(package, "xl/sharedStrings.xml") is { } shared ? SharedTexts(shared) : [];
            return Rows(Find(package, FirstSheet(package)) ?? throw new InvalidDataException(), texts);
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException or NotSupportedException)
        {
            throw new InvalidDataException("Not a workbook.", e);
        }
    }

    private static ZipArchiveEntry? Find(ZipArchive package, string path) =>
        package.Entries.FirstOrDefault(entry => string.Equals(entry.FullName.Replace('\\', '/'), path, StringComparison.OrdinalIgnoreCase));

    // The workbook names its sheets in their order; its relations say in which part each stands.
    private static string FirstSheet(ZipArchive package)
    {
        var id = Elements(Find(package, "xl/workbook.xml"), "sheet").Select(sheet => sheet.GetAttribute("id", Relations)).FirstOrDefault()
            ?? throw new InvalidDataException();
        var target = Elements(Find(package, "xl/_rels/workbook.xml.rels"), "Relationship").Where(relation => relation.GetAttribute("Id") == id)
            .Select(relation => relation.GetAttribute("Target")).FirstOrDefault() ?? throw new InvalidDataException();
        return target.StartsWith('/') ? target[1..] : $"xl/{target}";
    }

    private static IEnumerable<XmlReader> Elements(ZipArchiveEntry? part, string name)
    {
        using var reader = Open(part ?? throw new InvalidDataException());
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == name)
            {
                yield return reader;
            }
        }
    }

    private static XmlReader Open(ZipArchiveEntry part) => XmlReader.Create(part.Open(), WithClosing(Strict));

    private static XmlReaderSettings WithClosing(XmlReaderSettings settings)
    {
        var own = settings.Clone();
        own.CloseInput = true;
        return own;
    }

    // 18.4.8: a text may be cut into runs; what stands in rPh is how it is pronounced.
    private static List<string> SharedTexts(ZipArchiveEntry part) =>
        [.. Elements(part, "si").Select(item => TextIn(item))];

    private static string TextIn(XmlReader item)
    {
        var text = new StringBuilder();
        using var inner = item.ReadSubtree();
        inner.Read();
        while (!inner.EOF)
        {
            if (inner.NodeType == XmlNodeType.Element && inner.LocalName == "rPh")
            {
                inner.Skip();
            }
            else if (inner.NodeType == XmlNodeType.Element && inner.LocalName == "t")
            {
                text.Append(inner.ReadElementContentAsString());
            }
            else
            {
                inner.Read();
            }
        }

        return text.ToString();
    }

    private static List<IReadOnlyList<string>> Rows(ZipArchiveEntry part, List<string> texts)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var row in Elements(part, "row"))
        {
            // Rows without anything are left out of the file; their numbers still count.
            var number = int.TryParse(row.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : rows.Count + 1;
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

    private static List<string> Cells(XmlReader row, List<string> texts)
    {
        var cells = new List<string>();
        using var inner = row.ReadSubtree();
        while (inner.Read())
        {
            if (inner.NodeType != XmlNodeType.Element || inner.LocalName != "c")
            {
                continue;
            }

            var column = ColumnOf(inner.GetAttribute("r")) ?? cells.Count;
            if (column >= MostColumns || column < cells.Count)
            {
                throw new InvalidDataException();
            }

            while (cells.Count < column)
            {
                cells.Add("");
            }

            cells.Add(TextOfCell(inner, texts));
        }

        return cells;
    }

    private static string TextOfCell(XmlReader cell, List<string> texts)
    {
        var type = cell.GetAttribute("t") ?? "n";
        if (type == "inlineStr")
        {
            return TextIn(cell);
        }

        var value = "";
        using (var inner = cell.ReadSubtree())
        {
            while (inner.Read())
            {
                if (inner.NodeType == XmlNodeType.Element && inner.LocalName == "v")
                {
                    value = inner.ReadElementContentAsString();
                    break;
                }
            }
        }

        return type switch
        {
            "s" => texts.ElementAtOrDefault(int.Parse(value, CultureInfo.InvariantCulture)) ?? throw new InvalidDataException(),
            "b" => value == "1" ? "是" : "否",
            "n" when value.Length > 0 => Number(value),
            _ => value,
        };
    }

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

    /// <summary>A workbook of one sheet; numbers are written as numbers.</summary>
    public static byte[] Write(string sheetName, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        using var output = new MemoryStream();
        using (var package = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(package, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>");
            Part(package, "_rels/.rels", $"<Relationships xmlns=\"{PackageRelations}\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Part(package, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets><sheet name=\"{Escaped(sheetName)}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Part(package, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{PackageRelations}\"><Relationship Id=\"rId1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Part(package, "xl/worksheets/sheet1.xml", SheetOf(rows));
        }

        return output.ToArray();
    }

    private static string SheetOf(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder($"<worksheet xmlns=\"{Main}\"><cols><col min=\"1\" max=\"1\" width=\"16\" customWidth=\"1\"/><col min=\"2\" max=\"2\" width=\"28\" customWidth=\"1\"/><col min=\"3\" max=\"8\" width=\"18\" customWidth=\"1\"/></cols><sheetData>");
        for (var row = 0; row < rows.Count; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\">");
            for (var column = 0; column < rows[row].Count; column++)
            {
                var cell = rows[row][column];
                var isNumber = decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
                text.Append(CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + column)}{row + 1}\"");
                text.Append(isNumber ? $"><v>{cell}</v></c>" : $" t=\"inlineStr\"><is><t xml:space=\"preserve\">{Escaped(cell)}</t></is></c>");
            }

            text.Append("</row>");
        }

        return text.Append("</sheetData></worksheet>").ToString();
    }

    private static string Escaped(string text) => System.Security.SecurityElement.Escape(text) ?? "";

    private static void Part(ZipArchive package, string path, string xml)
    {
        using var writer = new StreamWriter(package.CreateEntry(path).Open(), new UTF8Encoding(false));
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        writer.Write(xml);
    }
}
