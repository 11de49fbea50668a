using Market.Signing.Pdf.Reading;
using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>A state of the document that one signature covers.</summary>
/// <param name="FieldName">Fully qualified name of the signature field.</param>
/// <param name="Number">Which revision of the file it ends, counted from 1.</param>
/// <param name="Length">That many first bytes of the file are the signed document.</param>
public sealed record SignedRevision(string FieldName, int Number, long Length);

/// <summary>Cuts signed revisions out of a file: what was really signed can be looked at, whatever was appended later.</summary>
public static class PdfRevisions
{
    private const int ChunkSize = 128 << 10;

    /// <summary>The signed revisions in the order of the file. A signature whose range is not exact ends none.</summary>
    /// <param name="pdf">The file; it must be seekable and stays open.</param>
    /// <param name="password">Of an encrypted file, the user's or the owner's; null tries the empty one.</param>
    /// <exception cref="PdfFormatException">The file cannot be read, or not with this password.</exception>
    public static IReadOnlyList<SignedRevision> List(Stream pdf, string? password = null)
    {
        using var file = PdfFile.Open(pdf, password: password);
        var found = new List<SignedRevision>();
        foreach (var signature in SignatureInventory.Read(file))
        {
            if (ByteRangeCheck.TryRange(file, signature) is { } range)
            {
                found.Add(new SignedRevision(signature.Field.Name, signature.Revision.Index + 1, range.End));
            }
        }

        return found;
    }

    /// <summary>Writes one signed revision as a file of its own: the very bytes that were signed.</summary>
    /// <param name="pdf">The file; it must be seekable and stays open.</param>
    /// <param name="revision">One of those <see cref="List"/> gives for this file.</param>
    /// <param name="output">Receives the bytes.</param>
    /// <exception cref="ArgumentException">The file is shorter than the revision.</exception>
    public static async Task ExtractAsync(Stream pdf, SignedRevision revision, Stream output, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(pdf);
        ArgumentNullException.ThrowIfNull(revision);
        ArgumentNullException.ThrowIfNull(output);
        if (revision.Length > pdf.Length)
        {
            throw new ArgumentException("The file is shorter than the revision.", nameof(revision));
        }

        pdf.Position = 0;
        var buffer = new byte[ChunkSize];
        for (var left = revision.Length; left > 0;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
            await pdf.ReadExactlyAsync(part, ct).ConfigureAwait(false);
            await output.WriteAsync(part, ct).ConfigureAwait(false);
            left -= part.Length;
        }
    }
}
