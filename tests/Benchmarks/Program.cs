using Market.Benchmarks;
using Market.Marketplace.Persistence;
using Market.Signing;

// Without arguments every section runs; otherwise those named.
var sections = new Dictionary<string, Func<IEnumerable<string>>>
{
    ["rsa2048"] = () => Seal("rsa2048"),
    ["p256"] = () => Seal("p256"),
    ["growth"] = GrowthBench.Run,
    ["memory"] = MemoryBench.Run,
    ["package"] = PackageBench.Run,
    ["threads"] = RateBench.RunThreads,
    ["album"] = RateBench.RunAlbum,
    ["elsewhere"] = ElsewhereBench.Run,
    ["digests"] = Digests,
    ["verify"] = Verify,
    ["draw"] = DrawBench.Run,
    ["clock"] = ClockBench.Run,
};
switch (args)
{
    case ["memory-child", var path]:
        Console.WriteLine(MemoryBench.Measure(path));
        return 0;
    case ["package-child", var package]:
        Console.WriteLine(PackageBench.Measure(package));
        return 0;
    case ["search", var address, .. var rest]:
        foreach (var row in SearchBench.Header.Concat(await SearchBench.RunAsync(address, string.Join(' ', rest))))
        {
            Console.WriteLine(row);
        }

        return 0;
    case ["api", .. var providers]:
        foreach (var row in ApiBench.Header)
        {
            Console.WriteLine(row);
        }

        foreach (var provider in providers is [] ? [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql] : providers.Select(Enum.Parse<DatabaseProvider>))
        {
            foreach (var row in await ApiBench.RunAsync(provider))
            {
                Console.WriteLine(row);
            }
        }

        return 0;
    case ["nodes"]:
        foreach (var row in await NodesBench.RunAsync())
        {
            Console.WriteLine(row);
        }

        return 0;
    case ["store", var provider, var files]:
        foreach (var row in await StoreBench.RunAsync(Enum.Parse<DatabaseProvider>(provider), int.Parse(files, System.Globalization.CultureInfo.InvariantCulture)))
        {
            Console.WriteLine(row);
        }

        return 0;
    case [ExaminerWorker.Verb]:
        return await ExaminerWorker.RunAsync();
    case ["api-child", .. var settings]:
        await BareServer.RunAsync(settings);
        return 0;
    case ["scale", var times, .. var rest] when int.TryParse(times.TrimEnd('x'), out var size) && size is >= 1 and <= 64:
        return await ScaleBench.RunAsync(size, Option(rest, "--provider") ?? "Sqlite", Option(rest, "--connection"));
    case ["album-child"]:
        Console.WriteLine(RateBench.MeasureAlbum());
        return 0;
}

if (args.FirstOrDefault(name => !sections.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no section '{unknown}'. Sections: {string.Join(' ', sections.Keys)}");
    return 2;
}

foreach (var name in args.Length > 0 ? args : [.. sections.Keys])
{
    Console.WriteLine($"\n## {name}\n");
    foreach (var row in sections[name]())
    {
        Console.WriteLine(row);
    }
}

return DrawBench.Missed || ClockBench.Missed ? 1 : 0;

static string? Option(string[] given, string name) => Array.IndexOf(given, name) is >= 0 and var at && at + 1 < given.Length ? given[at + 1] : null;

static IEnumerable<string> Seal(string key)
{
    yield return "| document | form | key | floor, ms | seal, ms | ratio | growth, bytes |";
    yield return "|---|---|---|---|---|---|---|";
    using var bench = new SealBench(key);
    foreach (var result in bench.Run())
    {
        yield return result.ToRow(key);
    }
}

static IEnumerable<string> Verify()
{
    using var verification = new VerifyBench();
    yield return VerifyBench.Header;
    foreach (var row in verification.Run())
    {
        yield return row;
    }
}

static IEnumerable<string> Digests()
{
    DigestBench.Run();
    return [];
}
