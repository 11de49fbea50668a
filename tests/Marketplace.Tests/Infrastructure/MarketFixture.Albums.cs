using Market.Marketplace.Albums;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;

namespace Market.Marketplace.Tests.Infrastructure;

// The steps of an album, for tests that are about a later one.
public sealed partial class MarketFixture
{
    internal static string DrawingName(int number) => $"建施-{number:D2} {number}层平面图_A.pdf";

    /// <summary>An open album with drawings in it, and one data file.</summary>
    internal async Task<Guid> AlbumAsync(TaskOrderDetails order, TestAgency agency, int drawings)
    {
        var album = await RunAsync(agency.Clerk, (StartAlbum start) => start.ExecuteAsync(order.Id));
        var files = new List<Guid>();
        for (var number = 1; number <= drawings; number++)
        {
            files.Add(await UploadAsync(agency.Clerk, TestData.Drawing($"建施-{number:D2}"), DrawingName(number)));
        }

        files.Add(await UploadAsync(agency.Clerk, "AC1032 模型"u8.ToArray(), "模型.dwg", "image/vnd.dwg"));
        await RunAsync(agency.Clerk, (AddSheets add) => add.ExecuteAsync(album, files));
        return album;
    }

    internal async Task<ResultDetails> SubmitAlbumAsync(Guid album, TaskOrderDetails order, TestAgency agency)
    {
        var current = await OrderAsync(agency.Clerk, order.Id);
        var receipt = await RunAsync(agency.Clerk, (SubmitAlbum submit) => submit.ExecuteAsync(album, current.Version, "TC-2026-001", "图纸齐全，符合规划条件"));
        return await ResultAsync(agency.Clerk, receipt.ResultId);
    }

    internal Task<AlbumSealing> SealingAsync(Actor actor, Guid result) => RunAsync(actor, (GetAlbumSealing get) => get.ExecuteAsync(result));

    /// <summary>Reads the list and confirms it.</summary>
    internal async Task<Guid> ConfirmAsync(ResultDetails result, Actor holder, Guid seal)
    {
        var sealing = await SealingAsync(holder, result.Id);
        var current = await ResultAsync(holder, result.Id);
        return await RunAsync(holder, (ConfirmAlbumSealing confirm) =>
            confirm.ExecuteAsync(result.Id, current.Version, seal, sealing.ListSha256, _host.NextCodeFor(holder)));
    }

    /// <summary>Both steps of the scheme on every sheet.</summary>
    internal async Task<ResultDetails> SealAlbumAsync(ResultDetails result, TestAgency agency)
    {
        await ConfirmAsync(result, agency.Practitioner, agency.PractitionerSeal);
        await _host.SealAlbumsAsync();
        await ApproveUnitSealAsync(result, agency);
        await ConfirmAsync(result, agency.Keeper, agency.UnitSeal);
        await _host.SealAlbumsAsync();
        return await ResultAsync(agency.Keeper, result.Id);
    }

    /// <summary>An album on the department's desk.</summary>
    internal async Task<(ResultDetails Result, TaskOrderDetails Order, TestAgency Agency)> DeliveredAlbumAsync(int drawings = 3)
    {
        var (order, agency) = await TakenOrderAsync();
        var result = await SubmitAlbumAsync(await AlbumAsync(order, agency, drawings), order, agency);
        await SealAlbumAsync(result, agency);
        await _host.DrainAsync();
        return (await ResultAsync(agency.Clerk, result.Id), await OrderAsync(agency.Clerk, order.Id), agency);
    }

    internal async Task<IReadOnlyList<SheetRow>> SheetsAsync(Actor actor, Guid album, SheetFilter filter = SheetFilter.All) =>
        (await RunAsync(actor, (ListSheets list) => list.ExecuteAsync(album, new PageRequest(Size: 100), filter))).Rows;
}
