namespace Market.Web.Files;

/// <summary>Limits of uploads, section <c>Uploads</c> of the settings.</summary>
public sealed class UploadOptions
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Largest PDF in bytes.</summary>
    public long LargestPdf { get; set; } = 500 * Megabyte;

    /// <summary>Largest scan in bytes.</summary>
    public long LargestScan { get; set; } = 50 * Megabyte;

    /// <summary>Largest PDF in bytes that a visitor may have checked.</summary>
    public long LargestPublicCheck { get; set; } = 100 * Megabyte;

    /// <summary>How many uploads one person may have open.</summary>
    public int OpenPerPerson { get; set; } = 50;

    /// <summary>Bytes of open uploads that one person may hold.</summary>
    public long OpenBytesPerPerson { get; set; } = 5 * 1024 * Megabyte;

    /// <summary>How long an upload that does not go on is kept.</summary>
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromHours(24);
}
