using Market.Marketplace.Operations;
using Market.Marketplace.Selection;

namespace Market.Marketplace.Procurements;

/// <summary>What comes next in a selection, and its evidence so far.</summary>
internal sealed record SelectionStep(ProcurementAction Action, Outcome Outcome, IReadOnlyList<ListedCandidate>? DrawList = null);

/// <summary>The way from opened sign-ups to an order of winner and reserves, method by method; pure functions.</summary>
internal static class Selecting
{
    public static SelectionStep Begin(ProcurementTerms terms, Outcome outcome)
    {
        var eligible = outcome.Eligible;
        switch (terms.Method)
        {
            case SelectionMethod.Direct:
                return new SelectionStep(ProcurementAction.Select, outcome with { Order = [.. eligible.Select(applicant => applicant.CreditCode)] });
            case SelectionMethod.Random:
                return Draw(outcome, eligible.Select(applicant => Line(applicant, 1)));
            case SelectionMethod.Credit:
                var places = CreditRanking.Rank([.. eligible.Select(applicant => new ScoredCandidate(applicant.CreditCode, applicant.Score))], terms.BigList!.Value);
                return Draw(
                    outcome with { Places = places },
                    places.Where(place => place.OnBigList).Select(place => Line(outcome.Of(place.Code), place.Weight)));
            case SelectionMethod.BestPrice:
                // The base is drawn, so there is always a draw; its order also parts equal offers.
                return Draw(outcome, eligible.Select(applicant => Line(applicant, 1)));
            case SelectionMethod.LowestPrice:
                return ByPrice(outcome, PriceRules.Lowest(OffersOf(outcome)));
            case SelectionMethod.AveragePrice:
                return ByPrice(outcome, PriceRules.Average(OffersOf(outcome)));
            default:
                return new SelectionStep(ProcurementAction.AskOwner, outcome);
        }
    }

    public static SelectionStep AfterDraw(ProcurementTerms terms, Outcome outcome, Draw draw)
    {
        switch (terms.Method)
        {
            case SelectionMethod.Random:
                return new SelectionStep(ProcurementAction.Select, outcome with { Order = draw.Picks });
            case SelectionMethod.Credit:
                return new SelectionStep(ProcurementAction.AskOwner, outcome with { SmallList = [.. draw.Picks.Take(terms.SmallList!.Value)] });
            case SelectionMethod.BestPrice:
                var ruling = PriceRules.Best(OffersOf(outcome), BestPriceBase.Of(Convert.FromHexString(draw.Seed!)));
                return new SelectionStep(ProcurementAction.Select, outcome with { Ruling = ruling, Order = OrderOf(ruling, draw.Picks) });
            default:
                return new SelectionStep(ProcurementAction.Select, outcome with { Order = OrderOf(outcome.Ruling!, draw.Picks) });
        }
    }

    /// <summary>The owner's pick: from the small list, or among scored plans.</summary>
    public static Outcome Picked(ProcurementTerms terms, Outcome outcome, string code, string reason, IReadOnlyList<PlanScore> scores)
    {
        var choice = outcome.SmallList ?? [.. outcome.Eligible.Select(applicant => applicant.CreditCode)];
        if (!choice.Contains(code))
        {
            throw new RuleViolationException("pick-not-listed", code);
        }

        if (terms.Method != SelectionMethod.Merit)
        {
            return outcome with { PickReason = reason, Order = [code, .. choice.Where(other => other != code)] };
        }

        // Every plan gets a score and a reason, and the best one wins: no score sheet, no pick.
        if (!choice.ToHashSet().SetEquals(scores.Select(score => score.Code)) || scores.Any(score => string.IsNullOrWhiteSpace(score.Reason))
            || scores.Any(score => score.Points is < 0 or > 100) || scores.Count != choice.Count)
        {
            throw new RuleViolationException("scores-incomplete");
        }

        var ranked = scores.OrderByDescending(score => score.Points).ThenBy(score => outcome.Of(score.Code).Amount)
            .ThenBy(score => score.Code, StringComparer.Ordinal).ToList();
        return ranked[0].Points == scores.Single(score => score.Code == code).Points
            ? outcome with { PickReason = reason, Scores = scores, Order = [code, .. ranked.Select(score => score.Code).Where(other => other != code)] }
            : throw new RuleViolationException("pick-not-best");
    }

    private static SelectionStep ByPrice(Outcome outcome, PriceRuling ruling) => ruling.Leading.Count == 1
        ? new SelectionStep(ProcurementAction.Select, outcome with { Ruling = ruling, Order = OrderOf(ruling, []) })
        : Draw(outcome with { Ruling = ruling }, ruling.Leading.Select(code => Line(outcome.Of(code), 1)));

    /// <summary>Nearest first; equal ones as drawn; those who could not win come not at all.</summary>
    private static IReadOnlyList<string> OrderOf(PriceRuling ruling, IReadOnlyList<string> drawn) =>
    [
        .. ruling.Offers
            .Where(offer => offer.Standing is OfferStanding.Leading or OfferStanding.Considered)
            .OrderBy(offer => offer.Distance)
            .ThenBy(offer => drawn.IndexOf(offer.Code))
            .ThenBy(offer => offer.Code, StringComparer.Ordinal)
            .Select(offer => offer.Code),
    ];

    private static int IndexOf(this IReadOnlyList<string> codes, string code)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i] == code)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    private static SelectionStep Draw(Outcome outcome, IEnumerable<ListedCandidate> list) => new(ProcurementAction.BeginDraw, outcome, [.. list]);

    private static ListedCandidate Line(OpenedApplicant applicant, long weight) => new(applicant.CreditCode, applicant.Name, weight);

    private static List<PriceOffer> OffersOf(Outcome outcome) =>
        [.. outcome.Eligible.Select(applicant => new PriceOffer(applicant.CreditCode, applicant.Amount!.Value))];
}
