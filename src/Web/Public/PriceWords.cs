using System.Globalization;
using Market.Web.Localization;

namespace Market.Web.Public;

/// <summary>Bands of prices as people read them.</summary>
internal static class PriceWords
{
    private const decimal TenThousand = 10_000m;

    /// <summary>"50000-100000" as 5 万至 10 万元; what is no band reads as it stands.</summary>
    public static string Say(Texts texts, string band)
    {
        var ends = band.Split('-');
        if (ends.Length != 2 || !decimal.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            return band;
        }

        return !decimal.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? texts["{0} 万元及以上", Say(from)]
            : from == 0 ? texts["不到 {0} 万元", Say(to)]
            : texts["{0} 万至 {1} 万元", Say(from), Say(to)];
    }

    private static string Say(decimal amount) => Texts.IsEnglish
        ? amount.ToString("#,##0", CultureInfo.InvariantCulture)
        : (amount / TenThousand).ToString("0.##", CultureInfo.InvariantCulture);
}
