namespace Market.Signing.Ofd;

/// <summary>A file of a ZIP package as its central directory gives it.</summary>
/// <param name="Name">Its path, with strokes and without a leading one.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="DataOffset">Where its bytes begin.</param>
/// <param name="CompressedSize">How many there are in the package.</param>
/// <param name="Size">How many there are when unpacked.</param>
internal sealed record ZipEntry(string Name, int Method, long DataOffset, long CompressedSize, long Size)
{
    /// <summary>Whether its bytes lie in the package as they are.</summary>
    public bool IsStored => Method == 0 && Size == CompressedSize;
}
