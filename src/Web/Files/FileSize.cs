using System.Globalization;

namespace Market.Web.Files;

/// <summary>Sizes as people read them.</summary>
public static class FileSize
{
    private const double Unit = 1024;

    /// <summary>12.3 MB.</summary>
    public static string Say(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / Unit:0.#} KB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / Unit / Unit:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / Unit / Unit / Unit:0.##} GB"),
    };
}
