using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Tests.Isolation;

/// <summary>A key that knows how often it signed, and what.</summary>
internal sealed class CountingKey(ISealKey key) : ISealKey
{
    public int Asked { get; private set; }

    public X509Certificate2 Certificate => key.Certificate;

    public IReadOnlyList<X509Certificate2> Chain => key.Chain;

    public SignatureScheme Scheme => key.Scheme;

    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken ct)
    {
        Asked++;
        return key.SignDigestAsync(digest, ct);
    }

    public void Dispose() => key.Dispose();
}
