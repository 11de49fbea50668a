using Market.Marketplace;
using Market.Marketplace.Persistence;
using Market.Testing;
using Microsoft.Playwright;
using Npgsql;

namespace Market.E2E.Nodes;

/// <summary>The system as a city runs it: PostgreSQL, two nodes with the demonstration in it, nginx in front, and a browser.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Database = "market";
    private readonly string _directory = Directory.CreateTempSubdirectory("market-nodes-").FullName;
    private PostgreSqlServer _postgres = null!;
    private Proxy _proxy = null!;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The nodes; all share the data directory.</summary>
    public IReadOnlyList<WebNode> Nodes { get; private set; } = [];

    /// <summary>Where users and systems go.</summary>
    public Uri Address => _proxy.Address;

    public static async Task<Cluster> StartAsync()
    {
        var cluster = new Cluster();
        try
        {
            await cluster.InitializeAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the proxy, whose certificate is the test's own.</summary>
    public static HttpClient NewClient(Uri address, System.Net.CookieContainer? cookies = null) => new(new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        AllowAutoRedirect = false,
        UseCookies = cookies is not null,
        CookieContainer = cookies ?? new System.Net.CookieContainer(),
    })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Takes new requests away from a node, stops it as an administrator does, starts it again and gives it back.</summary>
    public async Task RestartAsync(WebNode node)
    {
        await _proxy.LeaveOutAsync(node.Port);
        await node.StopAsync();
        node.Start();
        await node.UntilReadyAsync();
        await _proxy.LeaveOutAsync(null);
    }

    /// <summary>A person with a browser, signed in through the proxy.</summary>
    public async Task<Person> EnterAsync(string userName)
    {
        if (_browser is null)
        {
            Assertions.SetDefaultExpectTimeout(60_000);
            _playwright = await Playwright.CreateAsync();
            _browser = await Stage.LaunchAsync(_playwright);
        }

        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            Locale = "zh-CN",
            IgnoreHTTPSErrors = true,
            ViewportSize = new ViewportSize { Width = 1366, Height = 768 },
        });
        context.SetDefaultTimeout(60_000);
        var person = new Person(context, await context.NewPageAsync(), userName);
        await person.SignInAsync();
        return person;
    }

    /// <summary>The operations of the system, without a page.</summary>
    public Door Door { get; private set; } = null!;

    /// <summary>The rows of a query, as the database has them.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(_postgres.ConnectionString(Database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The one number of a query.</summary>
    public async Task<long> NumberAsync(string sql) => Assert.Single(await QueryAsync(sql, row => row.GetInt64(0)));

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        if (Door is not null)
        {
            await Door.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task InitializeAsync()
    {
        _postgres = await PostgreSqlServer.StartAsync();
        await _postgres.ExecuteAsync($"CREATE DATABASE {Database}");
        var data = Directory.CreateDirectory(Path.Combine(_directory, "data")).FullName;
        var connection = _postgres.ConnectionString(Database, largestPool: 60);
        WebNode[] nodes = [.. Enumerable.Range(0, 2).Select(_ => new WebNode(connection, data, "https://localhost/"))];
        Nodes = nodes;
        _proxy = new Proxy(Path.Combine(_directory, "nginx"), [.. nodes.Select(node => node.Port)]);
        // Together, as a machine that comes back from a power cut starts them.
        foreach (var node in nodes)
        {
            node.Start();
        }

        foreach (var node in nodes)
        {
            await node.UntilReadyAsync();
        }

        await _proxy.StartAsync();
        Door = new Door(new MarketplaceOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = connection, DataDirectory = data, WebhookNetworks = ["127.0.0.0/8"] });
    }
}
