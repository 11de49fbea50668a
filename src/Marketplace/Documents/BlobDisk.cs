namespace Market.Marketplace.Documents;

/// <summary>The steps that make a blob durable, in the order in which they must come; a test takes the disk away between any two.</summary>
internal class BlobDisk
{
    /// <summary>Opens a temporary file that is not there yet.</summary>
    public virtual Stream Create(string path) =>
        new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);

    /// <summary>The bytes are on disk when it returns.</summary>
    public virtual void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    /// <summary>Gives the file its name.</summary>
    public virtual void Move(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>The names in the directory are on disk when it returns.</summary>
    public virtual void FlushDirectory(string directory) => DirectoryFlush.Flush(directory);
}
