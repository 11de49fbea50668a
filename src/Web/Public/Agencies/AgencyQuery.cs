using System.Globalization;
using Market.Marketplace.Agencies.Window;
using Market.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Market.Web.Public.Agencies;

/// <summary>A search of agencies as it stands in the address.</summary>
internal static class AgencyQuery
{
    /// <summary>The name of a facet in the address.</summary>
    public static string NameOf(AgencyFacet facet) => facet switch
    {
        AgencyFacet.Item => "item",
        AgencyFacet.Qualification => "qualification",
        AgencyFacet.Grade => "grade",
        AgencyFacet.Region => "region",
        AgencyFacet.OnTime => "ontime",
        AgencyFacet.FirstPass => "firstpass",
        AgencyFacet.Rating => "rating",
        AgencyFacet.Price => "price",
    };

    /// <summary>How a value reads.</summary>
    public static string Say(Texts texts, AgencyFacet facet, FacetValue value) => facet switch
    {
        AgencyFacet.Item => value.Name ?? value.Value,
        AgencyFacet.Region => value.Name ?? value.Value,
        AgencyFacet.OnTime or AgencyFacet.FirstPass => texts["{0}% 以上", value.Value],
        AgencyFacet.Rating => texts["{0} 星以上", (int.Parse(value.Value, CultureInfo.InvariantCulture) / 10m).ToString("0.0", CultureInfo.InvariantCulture)],
        AgencyFacet.Price => texts["平均不高于 {0}%", value.Value],
        AgencyFacet.Qualification or AgencyFacet.Grade => value.Value,
    };

    /// <summary>The address with one value set or taken away; the list then begins at its first page.</summary>
    public static string With(NavigationManager navigation, AgencyFacet facet, string? value)
    {
        var changes = new Dictionary<string, object?> { [NameOf(facet)] = value, ["page"] = null };
        if (facet == AgencyFacet.Qualification)
        {
            changes[NameOf(AgencyFacet.Grade)] = null;
        }

        return navigation.GetUriWithQueryParameters(changes);
    }
}
