using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Org.BouncyCastle.Crypto.Digests;

namespace Market.Benchmarks;

/// <summary>How fast the digests of sealing go over content that is in memory, beside the SM3 of the library that makes our SM2.</summary>
internal static class DigestBench
{
    private const int Bytes = 64 << 20;
    private const int PieceBytes = 256 << 10;
    private const int Rounds = 7;

    public static void Run()
    {
        var piece = RandomNumberGenerator.GetBytes(PieceBytes);
        Console.WriteLine("| digest | MiB/s |");
        Console.WriteLine("|---|---|");
        Report("SHA-256", () => Digest(HashAlgorithmName.SHA256, piece));
        Report("SM3", () => Digest(Sm3.Name, piece));
        Report("SM3 of BouncyCastle", () =>
        {
            var digest = new SM3Digest();
            for (var done = 0; done < Bytes; done += piece.Length)
            {
                digest.BlockUpdate(piece, 0, piece.Length);
            }

            digest.DoFinal(new byte[digest.GetDigestSize()], 0);
        });
    }

    private static void Digest(HashAlgorithmName algorithm, byte[] piece)
    {
        using var digest = ContentDigest.Create(algorithm);
        for (var done = 0; done < Bytes; done += piece.Length)
        {
            digest.Append(piece);
        }

        digest.Finish();
    }

    private static void Report(string name, Action work)
    {
        work();
        work();
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            rates.Add((Bytes >> 20) / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        rates.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rates[Rounds / 2]:0} |"));
    }
}
