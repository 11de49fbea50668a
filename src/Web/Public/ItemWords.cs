using Market.Web.Localization;

namespace Market.Web.Public;

/// <summary>Words of service items shared by the list and the guide.</summary>
internal static class ItemWords
{
    /// <summary>The limit of an item: its own words where one figure does not say it all.</summary>
    public static string Limit(Texts texts, int? workingDays, string? words) =>
        words ?? (workingDays is { } days ? texts["{0} 个工作日", days] : texts["按合同约定"]);
}
