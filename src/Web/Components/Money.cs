using System.Globalization;

namespace Market.Web.Components;

/// <summary>Amounts as on a contract.</summary>
public static class Money
{
    /// <summary>With thousands separators and cents: 480,000.00.</summary>
    public static string Say(decimal yuan) => yuan.ToString("#,##0.00", CultureInfo.InvariantCulture);
}
