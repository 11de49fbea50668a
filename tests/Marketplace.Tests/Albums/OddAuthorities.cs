using System.Security.Cryptography;
using Market.Signing;

namespace Market.Marketplace.Tests.Albums;

/// <summary>Stamps a number of signatures; then the process is gone, as far as this process can act it.</summary>
internal sealed class DyingAuthority(ITimestampAuthority honest, int stamps) : ITimestampAuthority
{
    private int _left = stamps;

    public Task<byte[]> StampAsync(ReadOnlyMemory<byte> messageImprint, HashAlgorithmName algorithm, CancellationToken ct) =>
        Interlocked.Decrement(ref _left) >= 0
            ? honest.StampAsync(messageImprint, algorithm, ct)
            : throw new OperationCanceledException("The process is gone.");
}

/// <summary>Cannot be reached a number of times; then it stamps.</summary>
internal sealed class ShakyAuthority(ITimestampAuthority honest, int failures) : ITimestampAuthority
{
    private int _left = failures;

    public Task<byte[]> StampAsync(ReadOnlyMemory<byte> messageImprint, HashAlgorithmName algorithm, CancellationToken ct) =>
        Interlocked.Decrement(ref _left) >= 0
            ? throw new TimestampException("timestamp-unreachable", "Nobody answers.", isTransient: true)
            : honest.StampAsync(messageImprint, algorithm, ct);
}
