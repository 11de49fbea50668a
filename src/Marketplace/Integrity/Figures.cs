using System.Globalization;

namespace Market.Marketplace.Integrity;

/// <summary>Figures of a finding, the same in every language.</summary>
internal static class Figures
{
    public static string Bytes(long size) => string.Create(CultureInfo.InvariantCulture, $"{size} B");

    public static string Different(object wanted, object there) => string.Create(CultureInfo.InvariantCulture, $"{wanted} ≠ {there}");
}
