using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Market.Marketplace.Selection;
using Market.Testing;

namespace Market.Benchmarks;

/// <summary>What is promised of draws: fast for the largest list, the same in the visitor's browser, and fair. A promise that
/// does not hold makes the program fail.</summary>
internal static class DrawBench
{
    private const int Candidates = 10_000;
    private const double LongestMilliseconds = 50;
    private const int Draws = 100_000;
    private const int Picks = 1_000_000;
    private const double LeastProbability = 0.001;

    /// <summary>Whether a promise was not kept.</summary>
    public static bool Missed { get; private set; }

    public static IEnumerable<string> Run()
    {
        yield return "| what | aim | found | kept |";
        yield return "|---|---|---|---|";
        var time = TimeOfTheLargestList();
        yield return Row("10,000 candidates: list frozen, seed, all drawn in order; median of 41, ms", "< 50", Say(time, "0.0"), time < LongestMilliseconds);
        var (agreeing, forgedFound) = InJavaScript();
        yield return Row("random draws of 1 to 40 candidates, the same in C# and in draw-v1.js under node", "100,000", Say(agreeing, "N0"), agreeing == Draws);
        yield return Row("of 100 forged proofs among them, how many the script calls forged", "100", Say(forgedFound, "0"), forgedFound == ForgedProofs);
        var (chiSquare, probability) = Fairness();
        yield return Row("1,000,000 weighted picks from the annex's list: χ² with 11 degrees of freedom", "-", Say(chiSquare, "0.00"), kept: true);
        yield return Row("the probability of a χ² at least so large", "> 0.001", Say(probability, "0.0000"), probability > LeastProbability);
    }

    private const int ForgedProofs = 100;

    private static double TimeOfTheLargestList()
    {
        const int Rounds = 41;
        var list = Enumerable.Range(0, Candidates).Select(i => new DrawCandidate(CodeOf(i), 1 + (i % 97))).ToArray();
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var pool = DrawPool.Freeze(list);
            var seed = DrawV1.Seed($"DRAW-{round}", pool, [SeedOf(round)]);
            var picks = DrawV1.Pick(pool, seed, Candidates);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (picks.Count != Candidates)
            {
                throw new InvalidOperationException("Not everybody was drawn.");
            }
        }

        times.Sort();
        return times[Rounds / 2];
    }

    /// <summary>Has the page's own script recompute draws that were made here; a few of them are forged, which it must see.</summary>
    private static (int Agreeing, int ForgedFound) InJavaScript()
    {
        var folder = Directory.CreateTempSubdirectory("market-draw-bench-");
        try
        {
            File.Copy(Path.Combine(Repository(), "src", "Web", "wwwroot", "js", "draw-v1.js"), Path.Combine(folder.FullName, "draw-v1.mjs"));
            File.WriteAllText(Path.Combine(folder.FullName, "run.mjs"), """
                import { createInterface } from 'node:readline';
                import { recompute } from './draw-v1.mjs';
                let [agreeing, forged] = [0, 0];
                for await (const line of createInterface({ input: process.stdin })) {
                  const { agrees } = recompute(JSON.parse(line));
                  if (agrees) agreeing++; else forged++;
                }
                console.log(`${agreeing} ${forged}`);
                """);
            var start = new ProcessStartInfo("node", "run.mjs")
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardInputEncoding = new UTF8Encoding(false),
            };
            using var node = Process.Start(start)!;
            for (var i = 0; i < Draws + ForgedProofs; i++)
            {
                node.StandardInput.WriteLine(Proof(i, isForged: i >= Draws));
            }

            node.StandardInput.Close();
            var answer = node.StandardOutput.ReadToEnd().Trim().Split(' ');
            node.WaitForExit();
            return (int.Parse(answer[0], CultureInfo.InvariantCulture), int.Parse(answer[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Proof(int number, bool isForged)
    {
        var random = new Sequence((ulong)number);
        var list = Enumerable.Range(0, random.Next(1, 41)).Select(i => new DrawCandidate(CodeOf((number * 41) + i), random.Next(1, 1000))).ToList();
        var pool = DrawPool.Freeze(list);
        byte[][] parts = [SeedOf(number), SeedOf(~number), Encoding.UTF8.GetBytes($"{random.Next(100_000, 999_999) / 100m}")];
        var drawId = $"DRAW-{number}";
        var seed = DrawV1.Seed(drawId, pool, parts.Select(part => (ReadOnlyMemory<byte>)part));
        var picks = DrawV1.Pick(pool, seed, pool.Candidates.Count).Select(pick => pick.Code).ToList();
        if (isForged)
        {
            parts[1][0] ^= 1;
        }

        return JsonSerializer.Serialize(
            new
            {
                DrawV1.Protocol,
                drawId,
                pool = pool.Candidates,
                poolHash = Convert.ToHexStringLower(pool.Hash.Span),
                parts = parts.Select(Convert.ToHexStringLower),
                seed = Convert.ToHexStringLower(seed),
                picks,
            },
            JsonSerializerOptions.Web);
    }

    /// <summary>Winners of a million draws from one list, against its weights.</summary>
    private static (double ChiSquare, double Probability) Fairness()
    {
        long[] weights = [1, 1, 1, 2, 2, 3, 1, 1, 5, 1, 2, 1];
        var pool = DrawPool.Freeze(weights.Select((weight, i) => new DrawCandidate(CodeOf(i), weight)));
        var won = pool.Candidates.ToDictionary(candidate => candidate.Code, _ => 0);
        for (var i = 0; i < Picks; i++)
        {
            won[DrawV1.Pick(pool, SeedOf(i), 1)[0].Code]++;
        }

        var chiSquare = pool.Candidates.Sum(candidate =>
        {
            var expected = (double)Picks * candidate.Weight / pool.TotalWeight;
            return Math.Pow(won[candidate.Code] - expected, 2) / expected;
        });
        return (chiSquare, UpperTail(chiSquare, weights.Length - 1));
    }

    /// <summary>The probability that χ² is at least so large, for an odd number of degrees of freedom: the normal tail, and the
    /// finite sum that repeated integration by parts leaves.</summary>
    private static double UpperTail(double chiSquare, int degrees)
    {
        var root = Math.Sqrt(chiSquare);
        var tail = 2 * NormalTail(root);
        var term = Math.Sqrt(2 / Math.PI) * Math.Exp(-chiSquare / 2) * root;
        for (var odd = 1; odd < degrees; odd += 2)
        {
            tail += term;
            term *= chiSquare / (odd + 2);
        }

        return tail;
    }

    /// <summary>The upper tail of the normal distribution, by Simpson's rule over its density.</summary>
    private static double NormalTail(double from)
    {
        const int Steps = 20_000;
        const double FarEnough = 12;
        var width = (Math.Max(FarEnough, from + FarEnough) - from) / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var x = from + (i * width);
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-x * x / 2);
        }

        return sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }

    private static byte[] SeedOf(int number) => SHA256.HashData(BitConverter.GetBytes(number));

    private static string CodeOf(int number) => string.Create(CultureInfo.InvariantCulture, $"9143010{number:D10}X");

    private static string Row(string what, string aim, string found, bool kept)
    {
        Missed |= !kept;
        return $"| {what} | {aim} | {found} | {(kept ? "yes" : "NO")} |";
    }

    private static string Say(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Market.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository was not found above the program.");
    }
}
