using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Market.Marketplace.Search;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Seeding;

/// <summary>How much is seeded.</summary>
/// <param name="Agencies">Agencies.</param>
/// <param name="Notices">Public notices.</param>
/// <param name="Orders">Task orders.</param>
/// <param name="Open">How many of the orders, the latest, are being worked on (<see cref="OpenOrders"/>); the others are finished.</param>
public sealed record SeedSize(int Agencies, int Notices, int Orders, int Open = 0)
{
    /// <summary>Orders of one case and one trigger.</summary>
    internal const int OrdersPerCase = 5;

    internal int Cases => Math.Max(1, (Orders + OrdersPerCase - 1) / OrdersPerCase);

    internal int Owners => Math.Max(1, Cases / 100);

    internal int Total => (Agencies * 4) + Owners + (Cases * 3) + Orders + Notices;
}

/// <summary>Fills an empty market with as many agencies, finished task orders and notices as are asked for, the same ones in every run: what a
/// measurement at scale is taken on. Rows are written past the operations, tallies and search terms as the operations would have kept them.</summary>
public sealed class MarketSeed(SeedSize size, Action<string, long, long> progress)
{
    /// <summary>An agency on time with so many of a hundred orders, and right at the first try with so many.</summary>
    private readonly record struct Quality(int OnTime, int FirstPass);

    private static readonly DateTimeOffset End = new(2026, 11, 1, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(1000);

    private readonly Guid[] _agencies = new Guid[size.Agencies];
    private readonly Quality[] _qualities = new Quality[size.Agencies];
    private readonly TallyChange[] _tallies = new TallyChange[size.Agencies];
    private readonly List<(long Term, long Document)> _terms = [];
    private long _done;

    /// <summary>Writes everything. The database has service items and no agencies.</summary>
    public async Task RunAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var items = await db.ServiceItems.AsNoTracking().OrderBy(item => item.Code).ToListAsync();
        await db.Database.OpenConnectionAsync();
        await BeginAsync(db);
        await AgenciesAsync(db);
        var department = Id(0, 1_000_001);
        var rule = Id(0, 1_000_002);
        await PeopleAsync(db, department, rule);
        await CasesAsync(db, department, rule);
        await OrdersAsync(db, department, [.. items.Select(item => (item.Id, item.Code, item.Name))]);
        await NoticesAsync(db, [.. items.Select(item => (item.Code, item.Name))]);
        await TalliesAsync(db);
        await TermsAsync(db);
        await EndAsync(db);
    }

    private async Task AgenciesAsync(MarketplaceDbContext db)
    {
        var chance = new SeedChance(1);
        for (var n = 0; n < size.Agencies; n++)
        {
            _agencies[n] = Id(0, n);
            _qualities[n] = new Quality(70 + chance.Below(31), 60 + chance.Below(41));
        }

        var searched = SearchedRows.All.Single(rows => rows.Row == typeof(Agency));
        await using (var organisations = await BulkTable.OpenAsync<Organisation>(db, "Id", "Version", "Kind", "Name", "CreditCode"))
        {
            for (var n = 0; n < size.Agencies; n++)
            {
                var (name, region, _) = SeedNames.Agency(n);
                await organisations.AddAsync(_agencies[n], 1L, OrganisationKind.Agency, name, SeedNames.Code('A', region, n));
                Step("机构");
            }
        }

        await using (var agencies = await BulkTable.OpenAsync<Agency>(
            db, "Id", "Version", "CreditCode", "Name", "Status", "AdmittedAt", "RegionCode", "Address", "ContactName", "ContactPhone", SearchKey.Column))
        {
            for (var n = 0; n < size.Agencies; n++)
            {
                var (name, region, _) = SeedNames.Agency(n);
                var (code, key) = (SeedNames.Code('A', region, n), SearchKey.Of(_agencies[n]));
                await agencies.AddAsync(
                    _agencies[n], 1L, code, name, n % 100 == 99 ? AgencyStatus.Suspended : AgencyStatus.Admitted, End - Span, region, $"测试路 {n} 号", "联系人", "0731-00000000", key);
                _terms.AddRange(searched.TermsOf(field => field == nameof(Agency.Name) ? name : code).Select(term => (term, key)));
                Step("机构");
            }
        }

        await using (var licences = await BulkTable.OpenAsync<Qualification>(
            db, "Id", "AgencyId", "Category", "Specialty", "Grade", "CertificateNumber", "Issuer", "ValidFrom", "ValidTo"))
        {
            for (var n = 0; n < size.Agencies; n++)
            {
                var own = SeedNames.Licence(SeedNames.Agency(n).Kind, chance);
                var until = new DateOnly(2026, 10, 1).AddDays(chance.Below(1200));
                await licences.AddAsync(Id(1, n), _agencies[n], own.Category, own.Specialty, own.Grade, $"证{n:D8}", "主管部门（测试）", until.AddYears(-5), until);
                Step("资质");
            }
        }

        await using var people = await BulkTable.OpenAsync<Practitioner>(db, "Id", "AgencyId", "Name", "Title", "RegistrationNumber", "HeldNumber", "ValidTo");
        for (var n = 0; n < size.Agencies; n++)
        {
            await people.AddAsync(Id(2, n), _agencies[n], $"执业{n}", "注册测绘师", $"ZC{n:D8}", $"ZC{n:D8}", new DateOnly(2028, 12, 31));
            Step("执业人员");
        }
    }

    private async Task PeopleAsync(MarketplaceDbContext db, Guid department, Guid rule)
    {
        await using (var organisations = await BulkTable.OpenAsync<Organisation>(db, "Id", "Version", "Kind", "Name", "CreditCode"))
        {
            await organisations.AddAsync(department, 1L, OrganisationKind.Department, "规模测试自然资源局", SeedNames.Code('D', "430100", 9_999_999));
            for (var n = 0; n < size.Owners; n++)
            {
                await organisations.AddAsync(Id(3, n), 1L, OrganisationKind.Enterprise, $"规模测试业主{n}有限公司", SeedNames.Code('O', "430100", n));
                Step("业主");
            }
        }

        await using var rules = await BulkTable.OpenAsync<TriggerRule>(db, "Id", "Version", "Code", "Name", "ApprovalItem");
        await rules.AddAsync(rule, 1L, "SCALE", "规模测试", "规模测试");
    }

    private async Task CasesAsync(MarketplaceDbContext db, Guid department, Guid rule)
    {
        await using (var projects = await BulkTable.OpenAsync<Project>(
            db, "Id", "Version", "Code", "Name", "OwnerId", "OwnerName", "RegionCode", "Site", "BuildingAreaSquareMetres", "RegisteredAt"))
        {
            for (var n = 0; n < size.Cases; n++)
            {
                await projects.AddAsync(
                    Id(4, n), 1L, $"SC{n:D10}", ProjectName(n), Id(3, n % size.Owners), $"规模测试业主{n % size.Owners}有限公司", "430104", "测试路", 10_000m, At(n, size.Cases));
                Step("项目");
            }
        }

        await using (var cases = await BulkTable.OpenAsync<ApprovalCase>(
            db, "Id", "Version", "Number", "ApprovalItem", "ProjectId", "OwnerId", "DepartmentId", "Status", "StartedAt", "ChangedAt", "FiledAt", "AnsweredAt"))
        {
            for (var n = 0; n < size.Cases; n++)
            {
                var at = At(n, size.Cases);
                await cases.AddAsync(Id(5, n), 1L, $"BJ-S-{n:D8}", "规模测试", Id(4, n), Id(3, n % size.Owners), department, CaseStatus.Accepted, at, at, at, at);
                Step("办件");
            }
        }

        await using var groups = await BulkTable.OpenAsync<TaskGroup>(db, "Id", "RuleId", "EventId", "CaseId", "CreatedAt");
        for (var n = 0; n < size.Cases; n++)
        {
            await groups.AddAsync(Id(6, n), rule, Id(5, n), Id(5, n), At(n, size.Cases));
            Step("任务组");
        }
    }

    private async Task OrdersAsync(MarketplaceDbContext db, Guid department, (Guid Id, string Code, string Name)[] items)
    {
        await using var orders = await BulkTable.OpenAsync<TaskOrder>(
            db, "Id", "Version", "Number", "GroupId", "CaseId", "ProjectId", "OwnerId", "DepartmentId", "ServiceItemId", "ServiceItemCode", "ServiceItemName",
            "LimitWorkingDays", "Payer", "PriceBasis", "AgencyId", "AgencyName", "Status", "DueAt", "CreatedAt", "DispatchedAt", "AcceptedAt", "HandedInAt", "CompletedAt", "ReturnCount",
            "Deadline", "NextSweepAt");
        for (var n = 0; n < size.Orders; n++)
        {
            var open = n < size.Orders - size.Open ? null : OpenOrders.Of(n);
            var order = OrderOf(n);
            var (item, at, of) = (items[order.Item % items.Length], At(n, size.Orders), n / SeedSize.OrdersPerCase);
            var due = open?.Deadline.DueAt ?? ChinaTime.EndOf(ChinaTime.DayOf(at).AddDays(14));
            await orders.AddAsync(
                Id(7, n), 6L, $"RW-S-{n:D8}", Id(6, of), Id(5, of), Id(4, of), Id(3, of % size.Owners), department, item.Id, item.Code, item.Name, 10, Catalogue.Payer.Treasury, "元",
                _agencies[order.Agency], SeedNames.Agency(order.Agency).Name, open is null ? TaskOrderStatus.Completed : TaskOrderStatus.InProgress, due, at, at, at.AddHours(5),
                open is not null ? (DateTimeOffset?)null : due.AddDays(order.OnTime ? -2 : 3), open is null ? due.AddDays(4) : (DateTimeOffset?)null, order.Returns,
                open?.Deadline, open?.NextSweepAt);
            if (open is not null)
            {
                Step("任务单");
                continue;
            }

            _tallies[order.Agency] += new TallyChange { Done = 1, OnTime = order.OnTime ? 1 : 0, FirstPass = order.Returns == 0 ? 1 : 0 };
            Step("任务单");
        }
    }

    private async Task NoticesAsync(MarketplaceDbContext db, (string Code, string Name)[] items)
    {
        var searched = SearchedRows.All.Single(rows => rows.Row == typeof(Notice));
        await using var notices = await BulkTable.OpenAsync<Notice>(
            db, "Id", "Version", "Number", "Kind", "TaskOrderId", "TaskOrderNumber", "CaseNumber", "ProjectName", "DepartmentName", "ServiceItemCode", "ServiceItemName",
            "AgencyName", "Evidence", "PublishedAt", SearchKey.Column);
        for (var n = 0; n < size.Notices; n++)
        {
            // Notices are of the newest orders.
            var number = Math.Max(0, size.Orders - size.Notices) + (n % Math.Max(1, size.Orders));
            var (order, at, of) = (OrderOf(number), At(n, size.Notices), number / SeedSize.OrdersPerCase);
            var (item, agency, project) = (items[order.Item % items.Length], SeedNames.Agency(order.Agency).Name, ProjectName(of));
            var (id, code) = (Id(8, n, at), $"GS-S-{n:D8}");
            var key = SearchKey.Of(id);
            var evidence = new AssignmentEvidence(PanelAssignment.Rotation, Id(6, of), "规模测试入围库", "KJ-SCALE", 0, 1, [], _agencies[order.Agency], at);
            await notices.AddAsync(
                id, 1L, code, NoticeKind.Assignment, Id(7, number), $"RW-S-{number:D8}", $"BJ-S-{of:D8}", project, "规模测试自然资源局", item.Code, item.Name, agency, evidence, at, key);
            _terms.AddRange(searched.TermsOf(field => field switch
            {
                nameof(Notice.ProjectName) => project,
                nameof(Notice.ServiceItemName) => item.Name,
                nameof(Notice.AgencyName) => agency,
                nameof(Notice.Number) => code,
                _ => null,
            }).Select(term => (term, key)));
            Step("公示");
        }
    }

    private async Task TalliesAsync(MarketplaceDbContext db)
    {
        await using var tallies = await BulkTable.OpenAsync<AgencyTally>(db, "AgencyId", "Done", "OnTime", "FirstPass", "ChangedAt");
        for (var n = 0; n < size.Agencies; n++)
        {
            await tallies.AddAsync(_agencies[n], _tallies[n].Done, _tallies[n].OnTime, _tallies[n].FirstPass, End);
        }
    }

    private async Task TermsAsync(MarketplaceDbContext db)
    {
        // In the order of the key, each page of the table is written once.
        _terms.Sort();
        var written = 0L;
        await using var terms = await BulkTable.OpenAsync<SearchTerm>(db, "Term", "Document");
        foreach (var (term, document) in _terms)
        {
            await terms.AddAsync(term, document);
            if (++written % 50_000 == 0)
            {
                progress("检索词", written, _terms.Count);
            }
        }

        progress("检索词", _terms.Count, _terms.Count);
    }

    private static async Task BeginAsync(MarketplaceDbContext db)
    {
        if (db is SqliteMarketplaceDbContext)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY;");
            await db.Database.ExecuteSqlRawAsync("BEGIN");
        }
    }

    private static async Task EndAsync(MarketplaceDbContext db)
    {
        switch (db)
        {
            case SqliteMarketplaceDbContext:
                await db.Database.ExecuteSqlRawAsync("COMMIT");
                await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA foreign_keys = ON; ANALYZE;");
                break;
            case PostgreSqlMarketplaceDbContext:
                await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
                break;
        }
    }

    private (int Agency, int Item, bool OnTime, int Returns) OrderOf(int n)
    {
        // One agency in five is new: it has no orders yet.
        var chance = new SeedChance(77_000_000_000UL + (ulong)n);
        var agency = chance.Below(Math.Max(1, size.Agencies * 4 / 5));
        return (agency, chance.Below(1000), chance.Below(100) < _qualities[agency].OnTime, chance.Below(100) < _qualities[agency].FirstPass ? 0 : 1 + chance.Below(2));
    }

    private static string ProjectName(int n) => SeedNames.Project(new SeedChance(55_000_000_000UL + (ulong)n));

    private static DateTimeOffset At(int n, int all) => End - Span + (Span * ((double)n / all));

    /// <summary>An id of version 7 (RFC 9562, 5.7) without chance: kind and number stand where the random bits do.</summary>
    private static Guid Id(int kind, int n, DateTimeOffset? at = null)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = (at ?? (End - Span)).ToUnixTimeMilliseconds() + (at is null ? n >> 20 : 0);
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        }

        bytes[6] = 0x70;
        bytes[7] = (byte)kind;
        bytes[8] = 0x80;
        (bytes[9], bytes[10], bytes[11]) = ((byte)((n >> 16) & 0xF), (byte)(n >> 8), (byte)n);
        (bytes[12], bytes[13], bytes[14], bytes[15]) = ((byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n);
        return new Guid(bytes, bigEndian: true);
    }

    private void Step(string what)
    {
        if (++_done % 10_000 == 0 || _done == size.Total)
        {
            progress(what, _done, size.Total);
        }
    }
}
