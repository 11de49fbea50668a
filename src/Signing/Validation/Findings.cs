namespace Market.Signing.Validation;

/// <summary>Collects findings, each once, and draws the verdict from them.</summary>
internal sealed class Findings
{
    private readonly List<Reason> _reasons = [];

    public IReadOnlyList<Reason> All => _reasons;

    public IReadOnlyList<string> Codes => [.. _reasons.Select(reason => reason.Code)];

    /// <summary>The worst effect decides; no finding at all passes.</summary>
    public Indication Indication =>
        Has(ReasonEffect.Fails) ? Indication.TotalFailed
        : Has(ReasonEffect.Unsure) ? Indication.Indeterminate
        : Indication.TotalPassed;

    /// <summary>The first finding with the worst effect gives the sub-indication.</summary>
    public SubIndication SubIndication => Indication switch
    {
        Indication.TotalFailed => _reasons.First(reason => reason.Effect == ReasonEffect.Fails).SubIndication,
        Indication.Indeterminate => _reasons.First(reason => reason.Effect == ReasonEffect.Unsure).SubIndication,
        _ => SubIndication.None,
    };

    public void Add(Reason reason)
    {
        if (!_reasons.Contains(reason))
        {
            _reasons.Add(reason);
        }
    }

    public void AddRange(IEnumerable<Reason> reasons)
    {
        foreach (var reason in reasons)
        {
            Add(reason);
        }
    }

    public bool Has(ReasonEffect effect) => _reasons.Exists(reason => reason.Effect == effect);

    public bool Has(Reason reason) => _reasons.Contains(reason);
}
