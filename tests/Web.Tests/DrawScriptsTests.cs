using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Market.Marketplace.Selection;
using Market.Marketplace.Tests.Selection;

namespace Market.Web.Tests;

/// <summary>The page's script and the script to download compute what the program computes.</summary>
public sealed class DrawScriptsTests : IDisposable
{
    private const int Draws = 400;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("market-draw-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_browser_script_recomputes_the_published_vector_and_hundreds_of_other_draws()
    {
        var proofs = Enumerable.Range(0, Draws).Select(Proof).Prepend(Vector()).ToArray();

        var answers = await RecomputeInJavaScriptAsync(proofs);

        Assert.All(answers.Zip(proofs), pair => Assert.Equal(Outcome(pair.Second) + "true", Outcome(pair.First) + pair.First["agrees"]));
    }

    [Theory]
    [InlineData("a weight", "\"weight\":5", "\"weight\":6")]
    [InlineData("a secret", "0001020304", "0001020305")]
    [InlineData("the winner", "\"picks\":[\"9132010000000006X6\"", "\"picks\":[\"9132010000000009X9\"")]
    public async Task The_scripts_say_so_when_something_published_was_changed(string what, string published, string changed)
    {
        var text = Vector().ToJsonString();
        Assert.Contains(published, text, StringComparison.Ordinal);
        var forged = JsonNode.Parse(text.Replace(published, changed, StringComparison.Ordinal))!;

        var answer = Assert.Single(await RecomputeInJavaScriptAsync(forged));

        Assert.False((bool)answer["agrees"]!, what);
        Assert.Equal(1, (await RecomputeInPythonAsync(forged)).ExitCode);
    }

    [Fact]
    public async Task The_script_to_download_recomputes_the_published_vector_and_other_draws()
    {
        foreach (var proof in Enumerable.Range(0, 8).Select(Proof).Prepend(Vector()))
        {
            var (exitCode, output) = await RecomputeInPythonAsync(proof);

            Assert.True(exitCode == 0, output);
            Assert.Contains((string)proof["seed"]!, output, StringComparison.Ordinal);
        }
    }

    private static JsonNode Vector() => Proof(DrawVectors.DrawId, DrawVectors.Pool(), DrawVectors.Parts(), 3);

    private static JsonNode Proof(int number)
    {
        var (pool, part) = DrawVectors.Made(number);
        return Proof($"DRAW-{number}-号", pool, [part, part.AsMemory(0, number % 32)], 1 + (number % 40));
    }

    private static JsonNode Proof(string drawId, DrawPool pool, ReadOnlyMemory<byte>[] parts, int count)
    {
        var seed = DrawV1.Seed(drawId, pool, parts);
        return JsonSerializer.SerializeToNode(
            new
            {
                DrawV1.Protocol,
                DrawId = drawId,
                Pool = pool.Candidates,
                PoolHash = Convert.ToHexStringLower(pool.Hash.Span),
                Parts = parts.Select(part => Convert.ToHexStringLower(part.Span)),
                Seed = Convert.ToHexStringLower(seed),
                Picks = DrawV1.Pick(pool, seed, count).Select(pick => pick.Code),
            },
            JsonSerializerOptions.Web)!;
    }

    private static string Outcome(JsonNode proof) => $"{proof["poolHash"]} {proof["seed"]} {proof["picks"]!.ToJsonString()}";

    private async Task<IReadOnlyList<JsonNode>> RecomputeInJavaScriptAsync(params JsonNode[] proofs)
    {
        File.Copy(Script("draw-v1.js"), Path.Combine(_folder.FullName, "draw-v1.mjs"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "run.mjs"), """
            import { readFileSync } from 'node:fs';
            import { recompute } from './draw-v1.mjs';
            process.stdout.write(JSON.stringify(JSON.parse(readFileSync('proofs.json', 'utf8')).map(recompute)));
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "proofs.json"), JsonSerializer.Serialize(proofs));
        var (exitCode, output) = await RunAsync("node", "run.mjs");
        Assert.True(exitCode == 0, output);
        return [.. JsonNode.Parse(output)!.AsArray().Select(node => node!)];
    }

    private async Task<(int ExitCode, string Output)> RecomputeInPythonAsync(JsonNode proof)
    {
        var file = Path.Combine(_folder.FullName, "proof.json");
        await File.WriteAllTextAsync(file, proof.ToJsonString());
        return await RunAsync("python3", Script("draw-v1.py"), file);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = _folder.FullName,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private static string Script(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Market.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "src", "Web", "wwwroot", "js", name);
    }
}
