using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Exchange;

/// <summary>A department's system that writes into the exchange database.</summary>
/// <param name="Actor">In whose name its cases come.</param>
public sealed record FrontSender(Actor Actor);

/// <summary>Finds the department that a row names by its credit code.</summary>
public sealed class FindFrontSender(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>The department's system; null when there is no such department.</summary>
    public async Task<FrontSender?> ExecuteAsync(string creditCode)
    {
        var found = await db.Organisations.AsNoTracking().Where(row => row.CreditCode == creditCode && row.Kind == OrganisationKind.Department)
            .Select(row => new { row.Id, row.Name }).SingleOrDefaultAsync(context.Cancellation);
        return found is null ? null : new FrontSender(new Actor(found.Id, "前置库", found.Id, found.Name, [Role.DepartmentSystem]));
    }
}

/// <summary>Notes what became of a case that came through the exchange database.</summary>
public sealed class NoteFrontCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns the id of the note: one for each row there.</summary>
    public async Task<Guid> ExecuteAsync(Guid department, IReadOnlyDictionary<string, string> columns, Guid? caseId, string? refusal)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var key = KeyOf(columns[NationalTables.Serial]);
        var row = await db.ExchangeRows.SingleOrDefaultAsync(known => known.Table == NationalTables.Cases && known.Key == key, context.Cancellation)
            ?? db.Add(ExchangeRow.Incoming(department, key, Shortened(columns["spsxslbm"]), context)).Entity;
        row.Arrived(caseId, refusal, columns.Where(column => column.Value.Length > 0).ToDictionary(column => column.Key, column => column.Value), context);
        context.Changed(department);
        return row.Id;
    }

    /// <summary>A city's own key may be longer than ours.</summary>
    private static string KeyOf(string serial) =>
        serial.Length <= ExchangeRow.LongestKey ? serial : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(serial)));

    private static string Shortened(string number) => number.Length <= ExchangedCase.LongestNumber ? number : number[..ExchangedCase.LongestNumber];
}

/// <summary>Reads a row of the exchange database as the case that the interface takes.</summary>
internal static class FrontCases
{
    /// <summary>审批事项办理状态 of the national standard: 1 接件, 3 受理.</summary>
    private const string Received = "1";

    private const string Accepted = "3";

    /// <exception cref="RuleViolationException">A column says something that cannot be read.</exception>
    public static OutsideCase Read(IReadOnlyDictionary<string, string> columns)
    {
        var status = columns["blzt"] switch
        {
            Received => OutsideStatus.Filed,
            Accepted => OutsideStatus.Accepted,
            var other => throw new RuleViolationException("front-case-column", "blzt", other),
        };
        if (!decimal.TryParse(columns["jzmj"], NumberStyles.Number, CultureInfo.InvariantCulture, out var area))
        {
            throw new RuleViolationException("front-case-column", "jzmj", columns["jzmj"]);
        }

        return new OutsideCase(
            columns["spsxmc"],
            new ProjectRegistration(columns["xmdm"], columns["xmmc"], columns["jsdd"], area, columns["sfzz"] is "1" or "是", OrNull(columns["sjdwdm"])),
            new OutsideOwner(columns["dwmc"], columns["dwdm"]), status, OrNull(columns["blr"]), ElementsOf(columns["ys"]));
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static Dictionary<string, string>? ElementsOf(string json)
    {
        try
        {
            return json.Length == 0 ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json);
        }
        catch (JsonException)
        {
            throw new RuleViolationException("front-case-column", "ys", json);
        }
    }
}
