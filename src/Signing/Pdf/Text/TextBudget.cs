namespace Market.Signing.Pdf.Text;

/// <summary>What reading the text of one document may cost. Every stream decoded is paid for, each time it is, so forms that
/// draw forms that draw forms end soon; a large honest document has a large budget.</summary>
internal sealed class TextBudget(long fileLength)
{
    private const long Least = 64L << 20;
    private const long PerFileByte = 16;

    // Decoding and running a stream has a price of its own, also for an empty one.
    private const int PerStream = 2048;

    private long _left = Least + (PerFileByte * fileLength);

    /// <exception cref="PdfFormatException">The budget is spent.</exception>
    public void Spend(int decodedBytes)
    {
        _left -= decodedBytes + PerStream;
        if (_left < 0)
        {
            throw new PdfFormatException(PdfFormatException.LimitExceeded, "The document's pages draw more than a reader should follow to find text.");
        }
    }
}
