using System.Text;
using Market.Marketplace.Ratings;
using Market.Marketplace.Search;

namespace Market.Marketplace.Agencies.Window;

/// <summary>An agency as the shop window knows it, with what its name is found by.</summary>
internal sealed class AgencyEntry
{
    private readonly string _chinese;
    private readonly string _latin;

    public AgencyEntry(
        Guid id, string name, string creditCode, AgencyStatus status, string regionCode, string address, DateTimeOffset admittedAt,
        IReadOnlyList<Qualification> qualifications, AgencyTally tally)
    {
        (Id, Name, CreditCode, Status, RegionCode, Address, AdmittedAt) = (id, name, creditCode, status, regionCode, address, admittedAt);
        (Qualifications, Tally) = (qualifications, tally);
        Record = new AgencyRecord(tally.Done, tally.OnTime, tally.FirstPass, tally.Running);
        Score = ObjectiveScore.Of(new PerformanceFacts(tally.Done, tally.OnTime, tally.Done, tally.FirstPass));
        SortKey = Pinyin.SortKey(name);
        _chinese = string.Join(' ', SearchGrams.Words(name));
        _latin = string.Join(' ', [creditCode.ToLowerInvariant(), _chinese, .. Pinyin.Initials(name), .. Pinyin.Full(name)]);
    }

    public Guid Id { get; }

    public string Name { get; }

    public string CreditCode { get; }

    public AgencyStatus Status { get; }

    public string RegionCode { get; }

    public string Address { get; }

    public DateTimeOffset AdmittedAt { get; }

    public IReadOnlyList<Qualification> Qualifications { get; }

    public AgencyTally Tally { get; }

    public AgencyRecord Record { get; }

    public decimal Score { get; }

    public string SortKey { get; }

    public decimal? AverageRating => Tally.Ratings == 0 ? null : Tally.RatingTenths / 10m / Tally.Ratings;

    public decimal? AveragePrice => Tally.Awards == 0 ? null : Tally.AwardThousandths / 1000m / Tally.Awards;

    /// <summary>Whether it contains all words, each as <see cref="SearchGrams.Words"/> gives them.</summary>
    public bool Contains(IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (!(Ascii.IsValid(word) ? _latin : _chinese).Contains(word, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    public AgencyCard ToCard(DateOnly today) => new(
        Id, Name, CreditCode, Status, RegionCode, Address, AdmittedAt, [.. Qualifications.Select(held => held.ToString())],
        Qualifications.Select(held => held.StandingOn(today)).DefaultIfEmpty().Max(), Record, Score, Tally.Ratings, AverageRating, Tally.Awards, AveragePrice);
}
