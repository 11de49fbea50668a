using System.Globalization;
using System.IO.Compression;
using System.Text;
using Market.Marketplace.Elements;

namespace Market.Marketplace.Tests.Elements;

public sealed class ElementImportTests
{
    private const string Head = "编码,要素,值,单位\r\n";

    public static TheoryData<string, byte[]> SameTable => new()
    {
        { "要素.csv", Encoding.UTF8.GetBytes($"{Head}YDMJ,用地面积,10000,㎡\r\nJRMJ,计容建筑面积,\"21,960.00\",m2\r\n") },
        { "要素.csv", CodePagesEncodingProvider.Instance.GetEncoding(54936)!.GetBytes($"{Head},用地面积,10000,平方米\r\n,计容建筑面积,21960,") },
        { "要素.CSV", Encoding.UTF8.GetBytes("\uFEFFname;value\n用地面积;10000\n计容建筑面积;21960\n") },
        { "要素.json", Encoding.UTF8.GetBytes("{\"用地面积\":10000,\"计容建筑面积\":\"21960 ㎡\"}") },
        { "要素.json", Encoding.UTF8.GetBytes("{\"elements\":[{\"code\":\"YDMJ\",\"value\":10000,\"unit\":\"㎡\"},{\"name\":\"计容建筑面积\",\"value\":21960}]}") },
        { "要素.xlsx", Spreadsheet.Write("要素", [["某项目要素表"], ["编码", "要素", "值", "单位"], ["YDMJ", "用地面积", "10000", "㎡"], ["JRMJ", "计容建筑面积", "21960.00", "㎡"]]) },
        { "要素.xlsx", OfficeWorkbook() },
    };

    [Theory]
    [MemberData(nameof(SameTable))]
    public async Task The_same_table_is_read_from_every_kind_of_file(string name, byte[] content)
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();

        var report = await market.RunAsync(agency.Clerk, (ImportElements import) => import.ExecuteAsync(order.Id, name, content));

        Assert.Empty(report.Refused);
        Assert.Equal((2, "2.20"), (report.Taken, report.Form.Table.Rows.Single(row => row.Name == "容积率").Value));
    }

    [Fact]
    public async Task Each_wrong_line_is_refused_with_its_number_and_reason_and_the_others_are_taken()
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var file = Encoding.UTF8.GetBytes(
            $"{Head}YDMJ,,15,亩\r\nJRMJ,,21960,㎡\r\n,绿化率,35,%\r\nRJL,,2.2,\r\n,用地性质,居住,\r\n,用地性质,工业,\r\n,用地面积,,\r\n");

        var report = await market.RunAsync(agency.Clerk, (ImportElements import) => import.ExecuteAsync(order.Id, "要素.csv", file));

        Assert.Equal(2, report.Taken);
        Assert.Equal(
            [(2, "wrong-unit"), (4, "unknown"), (5, "computed"), (7, "twice")], report.Refused.Select(line => (line.Row, line.Problem.Code)));
        Assert.Equal("用地面积：单位是“亩”，应为“㎡”，请换算后填写。", report.Refused[0].Problem.Say(CultureInfo.GetCultureInfo("zh-CN")));
        Assert.Equal("居住", report.Form.Entered["用地性质"]);
    }

    public static TheoryData<string, byte[], string> Damaged => new()
    {
        { "要素.pdf", [1, 2], "elements-file-kind" },
        { "要素.xlsx", [1, 2, 3], "elements-file-damaged" },
        { "要素.xlsx", Zip("xl/other.xml", "<a/>"), "elements-file-damaged" },
        { "要素.xlsx", EntityBomb(), "elements-file-damaged" },
        { "要素.json", Encoding.UTF8.GetBytes("{\"用地面积\":[1]}"), "elements-file-damaged" },
        { "要素.json", Encoding.UTF8.GetBytes("{"), "elements-file-damaged" },
        { "要素.json", Encoding.UTF8.GetBytes("[]"), "elements-file-damaged" },
        { "要素.csv", Encoding.UTF8.GetBytes("甲,乙\r\n1,2\r\n"), "elements-file-head" },
        { "要素.csv", Encoding.UTF8.GetBytes($"{Head}\"用地面积"), "elements-file-damaged" },
        { "要素.csv", [0xFF, 0xFF, 0xFF], "elements-file-damaged" },
        { "要素.csv", new byte[ElementLines.LargestFile + 1], "elements-file-large" },
        { "要素.csv", Encoding.UTF8.GetBytes(Head + string.Concat(Enumerable.Repeat("A,B,1,\r\n", 2001))), "elements-file-long" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task A_file_that_is_something_else_is_refused_with_a_sentence(string name, byte[] content, string code)
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();

        Assert.Equal(code, await market.RefusalAsync(agency.Clerk, (ImportElements import) => import.ExecuteAsync(order.Id, name, content)));
    }

    [Fact]
    public async Task The_template_that_is_given_out_comes_back_as_it_is()
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await market.RunAsync(agency.Clerk, (SaveElements save) => save.ExecuteAsync(order.Id, TestData.GoodElements));

        foreach (var kind in Enum.GetValues<ElementFileKind>())
        {
            var template = await market.RunAsync(agency.Clerk, (ExportElements export) => export.ExecuteAsync(order.Id, kind));
            var report = await market.RunAsync(agency.Clerk, (ImportElements import) => import.ExecuteAsync(order.Id, template.Name, template.Content));

            Assert.Empty(report.Refused);
            Assert.Equal(2, report.Taken);
        }
    }

    // As office programs write: shared texts cut into runs, a skipped row, a binary fraction, a formula with its last value.
    private static byte[] OfficeWorkbook(string prologue = "")
    {
        using var output = new MemoryStream();
        using (var package = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
            const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            const string packages = "http://schemas.openxmlformats.org/package/2006";
            const string kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml";
            Add(package, "[Content_Types].xml", $"<Types xmlns=\"{packages}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kinds}.sheet.main+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{kinds}.sharedStrings+xml\"/><Override PartName=\"/xl/worksheets/sheet9.xml\" ContentType=\"{kinds}.worksheet+xml\"/></Types>");
            Add(package, "_rels/.rels", $"<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add(package, "xl/workbook.xml", $"<workbook {main} xmlns:r=\"{relations}\"><sheets><sheet name=\"表\" sheetId=\"4\" r:id=\"rId7\"/></sheets></workbook>");
            Add(package, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId7\" Type=\"{relations}/worksheet\" Target=\"/xl/worksheets/sheet9.xml\"/></Relationships>");
            Add(package, "xl/sharedStrings.xml", $"<sst {main}><si><t>要素</t></si><si><t>值</t></si><si><r><t>用地</t></r><r><t>面积</t></r><rPh sb=\"0\" eb=\"1\"><t>ydmj</t></rPh></si><si><t>计容建筑面积</t></si></sst>");
            Add(package, "xl/worksheets/sheet9.xml", prologue + $"<worksheet {main}><sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"D2\" t=\"s\"><v>1</v></c></row><row r=\"4\"><c r=\"B4\" t=\"s\"><v>2</v></c><c r=\"C4\"/><c r=\"D4\"><v>10000</v></c></row><row r=\"5\"><c r=\"B5\" t=\"s\"><v>3</v></c><c r=\"D5\"><f>D4*2.196</f><v>21960.000000000004</v></c></row></sheetData></worksheet>");
        }

        return output.ToArray();
    }

    private static byte[] EntityBomb() => OfficeWorkbook("<!DOCTYPE a [<!ENTITY b \"bbbb\">]>");

    private static byte[] Zip(string path, string content)
    {
        using var output = new MemoryStream();
        using (var package = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(package, path, content);
        }

        return output.ToArray();
    }

    private static void Add(ZipArchive package, string path, string content)
    {
        using var writer = new StreamWriter(package.CreateEntry(path).Open());
        writer.Write(content);
    }
}
