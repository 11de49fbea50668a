using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Selection;

namespace Market.Marketplace.Tests.Selection;

/// <summary>The protocol's own example, and any number of others that come out the same every time.</summary>
internal static class DrawVectors
{
    public const string DrawId = "DRAW-2026-000001";

    public static DrawPool Pool() => DrawPool.Freeze(
        new long[] { 1, 1, 1, 2, 2, 3, 1, 1, 5, 1, 2, 1 }.Select((weight, index) => new DrawCandidate(
            string.Create(CultureInfo.InvariantCulture, $"9132010000000{index + 1:000}X{(index + 1) % 10}"), weight)));

    public static ReadOnlyMemory<byte>[] Parts() =>
    [
        Enumerable.Range(0, 32).Select(value => (byte)value).ToArray(),
        SHA256.HashData("enterprise-nonce"u8),
        SHA256.HashData("beacon round 12345"u8),
    ];

    /// <summary>A list of 1 to 60 candidates with weights from 1 to a thousand million, and a seed.</summary>
    public static (DrawPool Pool, byte[] Seed) Made(int number)
    {
        var seed = SHA256.HashData(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        var candidates = Enumerable.Range(0, 1 + (seed[0] % 60)).Select(index =>
        {
            var chance = BitConverter.ToUInt64(HMACSHA256.HashData(seed, BitConverter.GetBytes(index)));
            return new DrawCandidate(
                string.Create(CultureInfo.InvariantCulture, $"C{chance % 1000}-{index}-机构"),
                chance % 3 == 0 ? 1 + (long)(chance % DrawPool.LargestWeight) : 1 + (long)(chance % 9));
        });
        return (DrawPool.Freeze(candidates), seed);
    }
}
