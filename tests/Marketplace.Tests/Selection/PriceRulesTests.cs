using Market.Marketplace.Selection;

namespace Market.Marketplace.Tests.Selection;

public sealed class PriceRulesTests
{
    [Fact]
    public void The_lowest_price_leads_and_equal_ones_lead_together()
    {
        Assert.Equal(["B"], PriceRules.Lowest(Offers(("A", 100.01m), ("B", 100m), ("C", 250m))).Leading);
        Assert.Equal(["A", "C"], PriceRules.Lowest(Offers(("C", 90m), ("B", 91m), ("A", 90m))).Leading);
    }

    [Fact]
    public void The_best_price_of_the_published_example_comes_out()
    {
        var ruling = PriceRules.Best(
            Offers(("A", 98_000m), ("B", 95_000m), ("C", 96_000m), ("D", 92_000m), ("E", 99_000m), ("F", 97_000m)), 97);

        Assert.Equal(96_500m, ruling.Mean);
        Assert.Equal(93_605m, ruling.Reference);
        Assert.Equal(["B"], ruling.Leading);
        Assert.Equal(["D", "E"], Trimmed(ruling));
    }

    [Fact]
    public void The_extremes_of_the_best_price_cannot_win_even_when_they_are_nearest()
    {
        var ruling = PriceRules.Best(Offers(("A", 95m), ("B", 100m), ("C", 100m), ("D", 100m)), 95);

        Assert.Equal(95m, ruling.Reference);
        Assert.Equal(["B", "C"], ruling.Leading);
    }

    [Fact]
    public void With_three_offers_nothing_is_trimmed() =>
        Assert.Empty(Trimmed(PriceRules.Best(Offers(("A", 90m), ("B", 95m), ("C", 100m)), 98)));

    [Fact]
    public void The_average_price_goes_to_the_nearest_offer_that_is_not_above_the_mean()
    {
        var ruling = PriceRules.Average(Offers(("A", 80m), ("B", 99m), ("C", 101m), ("D", 120m)));

        Assert.Equal(100m, ruling.Reference);
        Assert.Equal(["B"], ruling.Leading);
        Assert.Equal(OfferStanding.AboveReference, ruling.Offers.Single(offer => offer.Code == "C").Standing);
    }

    [Fact]
    public void From_five_offers_on_the_average_leaves_the_extremes_out_of_the_mean()
    {
        var ruling = PriceRules.Average(Offers(("A", 1m), ("B", 98m), ("C", 100m), ("D", 102m), ("E", 100_000m)));

        Assert.Equal(100m, ruling.Reference);
        Assert.Equal(["C"], ruling.Leading);
    }

    [Fact]
    public void Halves_of_a_cent_are_rounded_up()
    {
        var ruling = PriceRules.Average(Offers(("A", 10.00m), ("B", 10.01m)));

        Assert.Equal(10.01m, ruling.Reference);
        Assert.Equal(["B"], ruling.Leading);
    }

    [Fact]
    public void A_single_offer_leads_by_every_rule()
    {
        var only = Offers(("A", 88.88m));

        Assert.Equal(["A"], PriceRules.Lowest(only).Leading);
        Assert.Equal(["A"], PriceRules.Best(only, 95).Leading);
        Assert.Equal(["A"], PriceRules.Average(only).Leading);
    }

    [Fact]
    public void The_last_by_credit_fall_off_the_big_list_and_lots_follow_the_score()
    {
        var places = CreditRanking.Rank([new("A", 91.5m), new("B", 60m), new("C", 88.25m), new("D", 70m)], bigList: 2);

        Assert.Equal(["A", "C"], places.Where(place => place.OnBigList).Select(place => place.Code));
        Assert.Equal([9150L, 8825L, 0L, 0L], places.Select(place => place.Weight));
    }

    [Fact]
    public void Equals_of_the_last_place_stay_on_the_big_list()
    {
        var places = CreditRanking.Rank([new("A", 90m), new("B", 80m), new("C", 80m), new("D", 79.99m)], bigList: 2);

        Assert.Equal(["A", "B", "C"], places.Where(place => place.OnBigList).Select(place => place.Code));
    }

    private static IReadOnlyCollection<PriceOffer> Offers(params (string Code, decimal Amount)[] offers) =>
        [.. offers.Select(offer => new PriceOffer(offer.Code, offer.Amount))];

    private static IEnumerable<string> Trimmed(PriceRuling ruling) =>
        ruling.Offers.Where(offer => offer.Standing == OfferStanding.Trimmed).Select(offer => offer.Code);
}
