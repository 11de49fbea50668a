namespace Market.Signing.Isolation;

/// <summary>Writes the pieces of a rebuilt document or a drafted revision down, up to a size: a worker in the hand of a hostile file could send
/// without end.</summary>
internal sealed class BoundedPieces(Stream output, long most)
{
    private long _left = most;

    /// <exception cref="InvalidDataException">It is more than a document can come to.</exception>
    public async Task AddAsync(byte[] piece, CancellationToken ct)
    {
        _left -= piece.Length;
        if (_left < 0)
        {
            throw new InvalidDataException("The examining process sends more than the document can come to.");
        }

        await output.WriteAsync(piece, ct).ConfigureAwait(false);
    }
}
