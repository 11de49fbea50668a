using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Sealing;

/// <summary>A file that was copied to an output and grows there by one update after the other, in one pass.</summary>
/// <remarks>The file itself is only read. What is appended goes to the output at once and is kept, to be read again. A document
/// time stamp needs a digest of all before it, so its digest was fed with the copy and is fed with every update.</remarks>
internal sealed class AppendedFile : IDisposable
{
    private readonly TailedStream _stream;
    private readonly Stream _output;
    private readonly string? _password;
    private readonly Queue<DocumentDigest> _stamps;

    /// <param name="original">The file, as it was copied.</param>
    /// <param name="output">Where it was copied to; goes on from there.</param>
    /// <param name="password">Opens the file when it is encrypted.</param>
    /// <param name="stamps">One digest for each document time stamp to come, fed with the whole file.</param>
    public AppendedFile(Stream original, Stream output, string? password, IEnumerable<DocumentDigest> stamps)
    {
        _stream = new TailedStream(original);
        (_output, _password) = (output, password);
        _stamps = new Queue<DocumentDigest>(stamps);
    }

    /// <summary>Whether anything was appended.</summary>
    public bool HasGrown { get; private set; }

    /// <summary>The file as it is now.</summary>
    public PdfFile Open() => PdfFile.Open(_stream, password: _password);

    /// <summary>The digest of the file as it is now, for the next time stamp.</summary>
    public DocumentDigest TakeStamp() => _stamps.Dequeue();

    /// <summary>Appends one complete update.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> update, CancellationToken ct)
    {
        foreach (var stamp in _stamps)
        {
            stamp.Digest.Append(update.Span);
        }

        HasGrown = true;
        _stream.Append(update.Span);
        await DocumentCopy.WriteAsync(_output, update, ct).ConfigureAwait(false);
    }

    public void Dispose() => _stream.Dispose();
}

/// <summary>The digest of a document that is still growing, and its algorithm.</summary>
internal sealed record DocumentDigest(ContentDigest Digest, HashAlgorithmName Algorithm) : IDisposable
{
    public static DocumentDigest Create(HashAlgorithmName algorithm) => new(ContentDigest.Create(algorithm), algorithm);

    public void Dispose() => Digest.Dispose();
}
