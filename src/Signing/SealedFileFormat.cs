namespace Market.Signing;

/// <summary>The kinds of sealed files that are judged.</summary>
public enum SealedFileFormat
{
    /// <summary>ISO 32000.</summary>
    Pdf,

    /// <summary>版式文件, GB/T 33190.</summary>
    Ofd,

    /// <summary>成果存证包: a ZIP file with a sealed result and all that is needed to check it.</summary>
    ResultPackage,
}
