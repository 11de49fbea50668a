using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Timestamps;

/// <summary>A time-stamp authority on the loopback address that answers as a test wants; null is HTTP 503.</summary>
internal sealed class TimestampServer : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private int _answered;

    public TimestampServer(Func<int, byte[], byte[]?> answer) => _server = new LoopbackServer((_, query) =>
        IsSilent ? null
        : answer(Interlocked.Increment(ref _answered), query) is { } body ? Reply.Ok(body) with { IsChunked = true }
        : new Reply(503));

    public Uri Address => _server.Address;

    public int Requests => _server.Requests;

    /// <summary>Takes requests and never answers.</summary>
    public bool IsSilent { get; init; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
