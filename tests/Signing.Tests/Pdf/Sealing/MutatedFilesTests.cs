using System.Collections.Concurrent;
using Market.Fuzz;
using Market.Signing.Tests.Samples;
using Market.Testing;

namespace Market.Signing.Tests.Pdf.Sealing;

/// <summary>Ten thousand damaged files, the same every time: each is read, sealed and judged, or refused with a code, soon and in
/// little memory. <c>./dev fuzz</c> goes on from there.</summary>
public sealed class MutatedFilesTests
{
    private const int Mutations = 10_000;

    // A bomb takes as long as a hundred other files; a few of them say all there is to say.
    private const int MutationsOfBombs = 100;

    [Fact]
    public void Ten_thousand_mutated_files_are_answered_and_break_nothing()
    {
        using var key = SeedFiles.CreateKey();
        var seeds = SeedFiles.Load(Path.Combine(SampleDocuments.Folder, "..", "Fuzz", "Seeds"), key);
        var bombs = seeds[^1];
        var others = seeds[..^1];
        var findings = new ConcurrentBag<string>();

        Parallel.For(0, Mutations, number =>
        {
            var (name, bytes) = number < MutationsOfBombs ? bombs : others[number % others.Count];
            if (new Trial(key, SeedFiles.At).Run(Mutator.Mutate(bytes, new Sequence((ulong)number))) is { } complaint)
            {
                findings.Add($"Mutation {number} of {name}: {complaint}");
            }
        });

        Assert.Empty(findings);
    }

    [Fact]
    public void Every_collected_file_is_answered_and_breaks_nothing()
    {
        var corpus = Environment.GetEnvironmentVariable("MARKET_CORPUS");
        if (corpus is null)
        {
            Assert.Skip("Left out: MARKET_CORPUS names no folder of PDF files.");
        }

        using var key = SeedFiles.CreateKey();
        var findings = Directory.EnumerateFiles(corpus, "*.pdf", SearchOption.AllDirectories)
            .Select(path => (path, Complaint: new Trial(key, SeedFiles.At).Run(File.ReadAllBytes(path))))
            .Where(file => file.Complaint is not null);

        Assert.Empty(findings);
    }

    [Fact]
    public void The_files_that_are_mutated_are_themselves_in_order()
    {
        using var key = SeedFiles.CreateKey();
        var seeds = SeedFiles.Load(Path.Combine(SampleDocuments.Folder, "..", "Fuzz", "Seeds"), key);

        // Else the mutations would only try the ways out.
        Assert.True(seeds.Count >= 15);
        Assert.All(seeds[..^1], seed => Assert.Equal(3, PdfInspector.Inspect(new MemoryStream(seed.Bytes)).PageCount));
        Assert.All(seeds[..^1], seed => Assert.Null(new Trial(key, SeedFiles.At).Run(seed.Bytes)));
    }
}
