using System.Globalization;
using Market.Marketplace.Operations;

namespace Market.Web.Localization;

/// <summary>Words of the marketplace's states in the reader's language.</summary>
public static class Words
{
    /// <summary>The word for a state, e.g. 已送达.</summary>
    public static string Word(this Enum value) => Wording.Of(value, CultureInfo.CurrentUICulture);
}
