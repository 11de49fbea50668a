using Market.Benchmarks;

if (args is ["digests"])
{
    DigestBench.Run();
    return;
}

if (args is ["verify"])
{
    using var verification = new VerifyBench();
    Console.WriteLine(VerifyBench.Header);
    foreach (var row in verification.Run())
    {
        Console.WriteLine(row);
    }

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
