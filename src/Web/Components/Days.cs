using System.Globalization;
using Market.Web.Localization;

namespace Market.Web.Components;

/// <summary>Dates and times as a reader in China expects them: Beijing time, which has no summer time.</summary>
public static class Days
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>2026年1月5日, or 5 January 2026.</summary>
    public static string Say(DateOnly day) => Texts.IsEnglish
        ? day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"))
        : day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>The day of an instant in Beijing.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Beijing).DateTime);

    /// <summary>2026-01-05 09:30, Beijing time.</summary>
    public static string Say(DateTimeOffset at) =>
        at.ToOffset(Beijing).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
