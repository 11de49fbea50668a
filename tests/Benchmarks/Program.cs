using Market.Benchmarks;

if (args is ["digests"])
{
    DigestBench.Run();
    return;
}

Console.WriteLine("| document | form | key | floor, ms | seal, ms | ratio | growth, bytes |");
Console.WriteLine("|---|---|---|---|---|---|---|");
foreach (var key in args.Length > 0 ? args : ["rsa2048", "p256"])
{
    using var bench = new SealBench(key);
    foreach (var result in bench.Run())
    {
        Console.WriteLine(result.ToRow(key));
    }
}
