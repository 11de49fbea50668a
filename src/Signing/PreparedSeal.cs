using System.Security.Cryptography;
using System.Text.Json;

namespace Market.Signing;

/// <summary>A document that waits for its signature value. Small, and can be kept as text while a remote key signs.</summary>
public sealed class PreparedSeal
{
    internal PreparedSeal(byte[] digest, HashAlgorithmName digestAlgorithm, long contentsOffset, int containerBytes, long length)
    {
        Digest = digest;
        DigestAlgorithm = digestAlgorithm;
        ContentsOffset = contentsOffset;
        ContainerBytes = containerBytes;
        Length = length;
    }

    /// <summary>The digest of the signed byte range: the message digest of the CMS to be made.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    public HashAlgorithmName DigestAlgorithm { get; }

    /// <summary>Where in the file the <c>&lt;</c> of /Contents stands.</summary>
    public long ContentsOffset { get; }

    /// <summary>How many bytes of CMS fit.</summary>
    public int ContainerBytes { get; }

    /// <summary>Length of the prepared file, which completing it does not change.</summary>
    public long Length { get; }

    /// <summary>What rebuilding the document changed before it was prepared; null for a document that was sound.</summary>
    public RepairReport? Repair { get; internal init; }

    /// <summary>What the caller may want to tell its user about the document; usually empty.</summary>
    public IReadOnlyList<SealWarning> Warnings => SealWarning.For(Repair);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static PreparedSeal FromJson(string json)
    {
        var state = JsonSerializer.Deserialize<State>(json) ?? throw new JsonException("A prepared seal is expected.");
        return new PreparedSeal(state.Digest, new HashAlgorithmName(state.DigestAlgorithm), state.ContentsOffset, state.ContainerBytes, state.Length) { Repair = state.Repair };
    }

    /// <summary>This object as text, to be kept until the signature comes.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize(new State(Digest.ToArray(), DigestAlgorithm.Name ?? "", ContentsOffset, ContainerBytes, Length, Repair));

    /// <summary>The second half of the split operation: puts the CMS signature into the prepared document.</summary>
    /// <param name="document">The prepared document; seekable and writable.</param>
    /// <param name="cms">DER of a detached CMS SignedData over <see cref="Digest"/>.</param>
    /// <exception cref="SealRefusedException">The signature is larger than the space reserved for it.</exception>
    /// <exception cref="InvalidOperationException">This is not the document that was prepared.</exception>
    public async Task CompleteAsync(Stream document, ReadOnlyMemory<byte> cms, CancellationToken ct = default)
    {
        var hole = new byte[(2 * ContainerBytes) + 2];
        if (document.Length != Length)
        {
            throw new InvalidOperationException("This is not the document that was prepared.");
        }

        document.Position = ContentsOffset;
        await document.ReadExactlyAsync(hole, ct).ConfigureAwait(false);
        if (hole[0] != '<' || hole[^1] != '>' || hole.AsSpan(1, hole.Length - 2).IndexOfAnyExcept((byte)'0') >= 0)
        {
            throw new InvalidOperationException("This is not the document that was prepared, or it is signed already.");
        }

        WriteContents(cms.Span, hole.AsSpan(1, hole.Length - 2));
        document.Position = ContentsOffset;
        await document.WriteAsync(hole, ct).ConfigureAwait(false);
        await document.FlushAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Writes the CMS as hexadecimal digits over the zeros reserved for it.</summary>
    internal static void WriteContents(ReadOnlySpan<byte> cms, Span<byte> digits)
    {
        if (2 * cms.Length > digits.Length)
        {
            throw new SealRefusedException(
                SealRefusedException.ContainerTooSmall, $"The signature takes {cms.Length} bytes; {digits.Length / 2} were reserved.");
        }

        Convert.TryToHexStringLower(cms, digits, out _);
    }

    private sealed record State(
        byte[] Digest, string DigestAlgorithm, long ContentsOffset, int ContainerBytes, long Length, RepairReport? Repair = null);
}
