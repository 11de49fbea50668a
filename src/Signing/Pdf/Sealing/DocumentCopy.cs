using System.Buffers;
using Market.Signing.Cms;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Copies a document and digests it on the way, in constant memory.</summary>
internal static class DocumentCopy
{
    private const int CopyBuffer = 256 << 10;

    /// <param name="input">Read from its start to its end.</param>
    /// <param name="output">Receives every byte.</param>
    /// <param name="digests">Each receives every byte too; those that are null are left out.</param>
    public static async Task CopyAsync(Stream input, Stream output, ContentDigest?[] digests, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(input.Length, 1, CopyBuffer));
        try
        {
            input.Position = 0;
            var left = input.Length;
            while (left > 0)
            {
                ct.ThrowIfCancellationRequested();
                var wanted = (int)Math.Min(left, buffer.Length);

                // Files and memory answer at once; asking them asynchronously would only cost a thread switch.
                var read = input is FileStream or MemoryStream
                    ? input.Read(buffer, 0, wanted)
                    : await input.ReadAsync(buffer.AsMemory(0, wanted), ct).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new PdfFormatException(PdfFormatException.Damaged, "The file became shorter while it was read.");
                }

                foreach (var digest in digests)
                {
                    digest?.Append(buffer.AsSpan(0, read));
                }

                await WriteAsync(output, buffer.AsMemory(0, read), ct).ConfigureAwait(false);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes to the output: at once where it is a file or memory, for the reason given above.</summary>
    public static ValueTask WriteAsync(Stream output, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (output is FileStream or MemoryStream)
        {
            output.Write(bytes.Span);
            return ValueTask.CompletedTask;
        }

        return output.WriteAsync(bytes, ct);
    }
}
