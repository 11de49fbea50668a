using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Sealing;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Pdf.Writing;

namespace Market.Signing;

/// <summary>Prepares a document that somebody else will seal with a program of their own (待签文件): attachments and stamps in
/// an incremental update without a signature. Whatever is sealed later covers them.</summary>
public static class PdfPreparer
{
    /// <summary>Writes the prepared document. The same input gives the same bytes.</summary>
    /// <param name="input">The document; must be seekable. Read from its start.</param>
    /// <param name="output">Receives the whole document; only written to.</param>
    /// <param name="at">The moment that the attachments bear.</param>
    /// <exception cref="PdfFormatException">The input is not a PDF, damaged, or without pages.</exception>
    /// <exception cref="SealRefusedException">The document bears a signature already, or a stamp does not fit on its page.</exception>
    public static async Task PrepareAsync(
        Stream input, Stream output, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var update = Draft(input, attachments, stamps, at);
        await WriteAsync(input, output, update.Buffer.Memory, ct).ConfigureAwait(false);
    }

    /// <summary>Prepares a stranger's document without reading it: the revision comes from <paramref name="examiner"/>, the original bytes
    /// are copied here.</summary>
    /// <param name="examiner">Reads the document; an <see cref="IsolatedExaminer"/> for files of strangers.</param>
    /// <exception cref="ExaminerUnavailableException">Nobody could look at the document; nothing is said of it.</exception>
    /// <inheritdoc cref="PrepareAsync(Stream, Stream, IReadOnlyList{PdfAttachment}, IReadOnlyList{PageStamp}, DateTimeOffset, CancellationToken)"/>
    public static async Task PrepareAsync(
        Stream input, Stream output, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at,
        IFileExaminer examiner, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(examiner);
        await WriteAsync(input, output, await examiner.DraftPreparationAsync(input, attachments, stamps, at, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
    }

    /// <summary>The revision to append.</summary>
    /// <inheritdoc cref="PrepareAsync(Stream, Stream, IReadOnlyList{PdfAttachment}, IReadOnlyList{PageStamp}, DateTimeOffset, CancellationToken)" path="/exception"/>
    internal static IncrementalUpdate Draft(Stream input, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at)
    {
        using var file = PdfFile.Open(input);
        if (SignatureFields.Read(file, file.Current).Any(field => field.IsSigned))
        {
            throw new SealRefusedException(SealRefusedException.StampAfterSignature, "The document bears a signature already; nothing can be added under it.");
        }

        if (!file.Permissions.MayModify)
        {
            throw new SealRefusedException(
                SealRefusedException.ForbiddenByPermissions, "The author of the encrypted document does not allow anything to be drawn on its pages or attached to it.");
        }

        var update = new IncrementalUpdate(file);
        try
        {
            var edits = new DocumentEdits(file.Current, update);
            AttachmentWriter.Write(file, update, edits, attachments, at);
            StampWriter.Write(edits, new PlacementResolver(file, new PageTree(file, file.Current)), stamps);
            edits.Flush();
            update.Finish(ChangingId(update, at));
            return update;
        }
        catch
        {
            update.Dispose();
            throw;
        }
    }

    private static async Task WriteAsync(Stream input, Stream output, ReadOnlyMemory<byte> revision, CancellationToken ct)
    {
        await DocumentCopy.CopyAsync(input, output, [], ct).ConfigureAwait(false);
        await output.WriteAsync(revision, ct).ConfigureAwait(false);
        await output.FlushAsync(ct).ConfigureAwait(false);
    }

    // 14.4: the second part of the identifier differs between revisions.
    private static byte[] ChangingId(IncrementalUpdate update, DateTimeOffset at) => SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"prepared {update.Offset} {update.Buffer.Length} {at.UtcTicks}")))[..16];
}
