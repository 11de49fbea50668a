using System.Text;
using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Albums;

public sealed class AlbumTests
{
    [Theory]
    [InlineData("建施-01 一层平面图_A.pdf", "建施-01", "一层平面图", "A")]
    [InlineData("S-102_基础详图_V2.pdf", "S-102", "基础详图", "V2")]
    [InlineData("A1.03 总平面图（第2版）.pdf", "A1.03", "总平面图", "第2版")]
    [InlineData("总平面图.pdf", "总平面图", "总平面图", "")]
    [InlineData("水施-7.pdf", "水施-7", "水施-7", "")]
    public void A_file_name_tells_number_title_and_revision(string file, string number, string title, string revision) =>
        Assert.Equal(new SheetName(number, title, revision), SheetName.Of(file));

    [Fact]
    public void Sheet_numbers_sort_as_people_count()
    {
        string[] numbers = ["建施-10", "建施-2", "建施-02a", "结施-1", "建施-1"];

        Assert.Equal(["建施-1", "建施-2", "建施-02a", "建施-10", "结施-1"], numbers.Order(NaturalOrder.Instance));
    }

    [Fact]
    public async Task Each_uploaded_file_gets_its_own_answer_and_one_bad_file_keeps_no_other_out()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.RunAsync(agency.Clerk, (StartAlbum start) => start.ExecuteAsync(order.Id));
        var drawing = TestData.Drawing("一层");
        Guid[] files =
        [
            await market.UploadAsync(agency.Clerk, drawing, "建施-01 一层平面图.pdf"),
            await market.UploadAsync(agency.Clerk, drawing, "建施-01 副本.pdf"),
            await market.UploadAsync(agency.Clerk, TestData.Drawing("另一张"), "建施-01 一层平面图修改.pdf"),
            await market.UploadAsync(agency.Clerk, "%PDF-1.7 not really"u8.ToArray(), "建施-02 坏的.pdf"),
            await market.UploadAsync(agency.Clerk, Encoding.UTF8.GetBytes("AC1032"), "模型.dwg", "image/vnd.dwg"),
        ];

        var added = await market.RunAsync(agency.Clerk, (AddSheets add) => add.ExecuteAsync(album, files));

        Assert.Equal(
            [SheetOutcome.Added, SheetOutcome.SameFile, SheetOutcome.SameNumber, SheetOutcome.Refused, SheetOutcome.Added],
            added.Select(file => file.Outcome));
        Assert.Equal("PDF文件已损坏，无法读取。请从原程序重新导出后上传。", added[3].Say(System.Globalization.CultureInfo.GetCultureInfo("zh-CN")));
        var sheets = await market.SheetsAsync(agency.Clerk, album);
        Assert.Equal([SheetKind.Drawing, SheetKind.Drawing, SheetKind.Data], sheets.Select(sheet => sheet.Kind));
        Assert.Equal(2, (await market.SheetsAsync(agency.Clerk, album, SheetFilter.Attention)).Count);
    }

    [Fact]
    public async Task Two_drawings_of_one_number_are_handed_in_only_after_one_is_renumbered()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.AlbumAsync(order, agency, 1);
        var twin = await market.UploadAsync(agency.Clerk, TestData.Drawing("另一张"), "建施-01 屋顶.pdf");
        await market.RunAsync(agency.Clerk, (AddSheets add) => add.ExecuteAsync(album, [twin]));

        Assert.Equal("sheet-number-twice", await market.RefusalAsync(agency.Clerk, (SubmitAlbum submit) =>
            submit.ExecuteAsync(album, order.Version, "TC-1", "结论")));

        var row = (await market.SheetsAsync(agency.Clerk, album)).Single(sheet => sheet.Title == "屋顶");
        await market.RunAsync(agency.Clerk, (DescribeSheet describe) => describe.ExecuteAsync(row.Id, row.Version, new SheetName("建施-09", "屋顶平面图", "B")));
        await market.RunAsync(agency.Clerk, (SortSheets sort) => sort.ExecuteAsync(album));
        var result = await market.SubmitAlbumAsync(album, order, agency);

        Assert.Equal((ResultStatus.Prechecked, 3), (result.Status, result.SheetCount));
        Assert.Equal(["建施-01", "建施-09", "模型"], (await market.SheetsAsync(agency.Clerk, album)).Select(sheet => sheet.Number));
    }

    [Fact]
    public async Task A_list_that_was_handed_in_never_changes()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.AlbumAsync(order, agency, 1);
        await market.SubmitAlbumAsync(album, order, agency);
        var sheet = (await market.SheetsAsync(agency.Clerk, album))[0];
        var late = await market.UploadAsync(agency.Clerk, TestData.Drawing("迟到"), "建施-99 迟到.pdf");

        Assert.Equal("album-closed", await market.RefusalAsync(agency.Clerk, (RemoveSheet remove) => remove.ExecuteAsync(sheet.Id, sheet.Version)));
        Assert.Equal("album-closed", await market.RefusalAsync(agency.Clerk, (AddSheets add) => add.ExecuteAsync(album, [late])));
        Assert.Equal("album-closed", await market.RefusalAsync(agency.Clerk, (PlaceSeals place) => place.ExecuteAsync(album, 60, 60)));
    }

    [Fact]
    public async Task Nobody_else_sees_an_album_before_it_is_delivered()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.AlbumAsync(order, agency, 1);
        await market.SubmitAlbumAsync(album, order, agency);
        var other = market.World.AgencyOf(agency.Id == market.World.First.Id ? market.World.Second.Id : market.World.First.Id);

        foreach (var actor in new[] { other.Clerk, market.World.Official, market.World.Owner, market.World.OtherOfficial })
        {
            Assert.Equal("not-found", await market.RefusalAsync(actor, (GetAlbum get) => get.ExecuteAsync(album)));
            Assert.Empty(await market.SheetsAsync(actor, album));
        }
    }

    [Fact]
    public async Task The_drawn_list_names_every_file_with_its_digest()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.AlbumAsync(order, agency, 12);
        var result = await market.SubmitAlbumAsync(album, order, agency);

        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.OriginalFileId));
        var text = await Judges.TextOfAsync(file.Content);

        foreach (var sheet in await market.SheetsAsync(agency.Clerk, album))
        {
            Assert.Contains(sheet.Number, text, StringComparison.Ordinal);
            Assert.Contains(sheet.Sha256[..16], text, StringComparison.Ordinal);
        }
    }
}
