using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Crypto;

namespace Market.Signing.GuoMi;

/// <summary>Hands a finished digest to a signer that insists on digesting by itself.</summary>
/// <remarks>SM2 signs e = SM3(ZA || M), GB/T 32918.2. A key behind <see cref="ISealKey"/> is given e, not M, so the digest is made by us.</remarks>
internal sealed class PresetDigest(byte[] value) : IDigest
{
    private const int Sm3BlockBytes = 64;

    public string AlgorithmName => "Preset";

    public int GetDigestSize() => value.Length;

    public int GetByteLength() => Sm3BlockBytes;

    public void Update(byte input)
    {
        // What is digested was decided beforehand.
    }

    public void BlockUpdate(byte[] input, int inOff, int length)
    {
        // What is digested was decided beforehand.
    }

    // The span members belong to the interface of BouncyCastle.Cryptography, not to that of Portable.BouncyCastle.
    [SuppressMessage("Performance", "CA1822", Justification = "A member of the newer interface.")]
    public void BlockUpdate(ReadOnlySpan<byte> input)
    {
        // What is digested was decided beforehand.
    }

    public int DoFinal(byte[] output, int outOff) => DoFinal(output.AsSpan(outOff));

    public int DoFinal(Span<byte> output)
    {
        value.CopyTo(output);
        return value.Length;
    }

    public void Reset()
    {
        // The value stays.
    }
}
