using System.Globalization;
using Market.Marketplace.Catalogue;

namespace Market.Marketplace.Agencies.Window;

/// <summary>Which facet values an agency has on a day.</summary>
internal sealed class AgencyFacets
{
    private static readonly int[] Shares = [98, 95, 90, 80];
    private static readonly int[] Stars = [45, 40, 30];
    private static readonly int[] Prices = [70, 80, 90, 100];

    private readonly DateOnly _day;
    private readonly (string Code, int[] Groups)[] _items;
    private readonly IReadOnlyList<QualificationOption>[] _groups;
    private readonly Dictionary<(string, string?, string?), int[]> _opened = [];

    public AgencyFacets(IReadOnlyList<ServiceItemTerms> items, DateOnly day)
    {
        _day = day;
        var groups = new List<IReadOnlyList<QualificationOption>>();
        _items = [.. items.Select(item => (item.Code, GroupsOf(item.RequiredQualification)))];
        _groups = [.. groups];

        int[] GroupsOf(QualificationRequirement requirement)
        {
            var first = groups.Count;
            groups.AddRange(requirement.AnyOf.Count == 0 ? requirement.AndAnyOf : [requirement.AnyOf, .. requirement.AndAnyOf]);
            return [.. Enumerable.Range(first, groups.Count - first)];
        }
    }

    /// <summary>The thresholds of a facet of figures, the best first; none for other facets.</summary>
    public static IReadOnlyList<string> ThresholdsOf(AgencyFacet facet) => facet switch
    {
        AgencyFacet.OnTime or AgencyFacet.FirstPass => [.. Shares.Select(Say)],
        AgencyFacet.Rating => [.. Stars.Select(Say)],
        AgencyFacet.Price => [.. Prices.Select(Say)],
        AgencyFacet.Item or AgencyFacet.Qualification or AgencyFacet.Grade or AgencyFacet.Region => [],
    };

    public IEnumerable<(AgencyFacet Facet, string Value)> Of(AgencyEntry entry)
    {
        var inForce = entry.Qualifications.Where(held => held.StandingOn(_day) != QualificationStanding.NotInForce).ToList();
        foreach (var held in inForce)
        {
            yield return (AgencyFacet.Qualification, held.Category);
            if (held.Grade is { Length: > 0 } grade)
            {
                yield return (AgencyFacet.Grade, GradeOf(held.Category, grade));
                yield return (AgencyFacet.Grade, grade);
            }
        }

        var satisfied = inForce.SelectMany(OpenedBy).ToHashSet();
        foreach (var (code, groups) in _items)
        {
            if (Array.TrueForAll(groups, satisfied.Contains))
            {
                yield return (AgencyFacet.Item, code);
            }
        }

        if (Regions.ProvinceOf(entry.RegionCode) is not null)
        {
            yield return (AgencyFacet.Region, entry.RegionCode[..2]);
        }

        foreach (var threshold in FiguresOf(entry))
        {
            yield return threshold;
        }
    }

    /// <summary>A grade of one category: 甲级 of planners and 甲级 of surveyors are different things.</summary>
    public static string GradeOf(string category, string grade) => $"{category}|{grade}";

    private static IEnumerable<(AgencyFacet Facet, string Value)> FiguresOf(AgencyEntry entry)
    {
        var (done, tally) = (entry.Record.Done, entry.Tally);
        foreach (var share in Shares.Where(share => done > 0 && entry.Record.OnTime * 100 >= share * done))
        {
            yield return (AgencyFacet.OnTime, Say(share));
        }

        foreach (var share in Shares.Where(share => done > 0 && entry.Record.FirstPass * 100 >= share * done))
        {
            yield return (AgencyFacet.FirstPass, Say(share));
        }

        foreach (var stars in Stars.Where(stars => tally.Ratings > 0 && tally.RatingTenths >= stars * tally.Ratings))
        {
            yield return (AgencyFacet.Rating, Say(stars));
        }

        foreach (var price in Prices.Where(price => tally.Awards > 0 && tally.AwardThousandths <= price * 10 * tally.Awards))
        {
            yield return (AgencyFacet.Price, Say(price));
        }
    }

    // Few kinds of licences make up all that agencies hold: each kind is compared with the items once.
    private int[] OpenedBy(Qualification held)
    {
        var kind = (held.Category, held.Specialty, held.Grade);
        if (!_opened.TryGetValue(kind, out var opened))
        {
            _opened[kind] = opened = [.. Enumerable.Range(0, _groups.Length).Where(group => _groups[group].Any(option => held.Satisfies(option, _day)))];
        }

        return opened;
    }

    private static string Say(int number) => number.ToString(CultureInfo.InvariantCulture);
}
