namespace Market.Marketplace.ProjectBoxes;

/// <summary>A rule over all papers of one project: the same fact must be the same in each of them.</summary>
/// <param name="Element">The fact.</param>
/// <param name="Kinds">In which kinds of artefacts; what a case declares is compared too.</param>
/// <param name="Tolerance">How far two figures may lie apart.</param>
public sealed record ConsistencyRule(string Element, IReadOnlyList<ArtifactKind> Kinds, decimal Tolerance = 0);

/// <summary>What one paper says.</summary>
/// <param name="Source">The paper, in words.</param>
/// <param name="Value">As written there.</param>
public sealed record StatedFact(string Source, string Value);

/// <summary>Papers of one project that contradict each other.</summary>
/// <param name="Element">The fact they differ in.</param>
/// <param name="Stated">What each of them says.</param>
public sealed record ConsistencyFinding(string Element, IReadOnlyList<StatedFact> Stated);

/// <summary>Compares the papers of a project (业务真伪比对).</summary>
public static class Consistency
{
    /// <summary>Where papers contradict each other.</summary>
    /// <param name="rules">The region's rules.</param>
    /// <param name="papers">Papers in force with their kind, null for what a case declares.</param>
    public static IReadOnlyList<ConsistencyFinding> Check(
        IReadOnlyList<ConsistencyRule> rules, IReadOnlyList<(ArtifactKind? Kind, string Source, IReadOnlyDictionary<string, string> Elements)> papers) =>
    [
        .. from rule in rules
           let stated = papers.Where(paper => (paper.Kind is null || rule.Kinds.Contains(paper.Kind.Value)) && paper.Elements.ContainsKey(rule.Element))
               .Select(paper => new StatedFact(paper.Source, paper.Elements[rule.Element])).ToList()
           where Differ(stated, rule.Tolerance)
           select new ConsistencyFinding(rule.Element, stated),
    ];

    private static bool Differ(List<StatedFact> stated, decimal tolerance)
    {
        var figures = stated.Select(fact => decimal.TryParse(fact.Value, System.Globalization.CultureInfo.InvariantCulture, out var figure) ? figure : (decimal?)null).ToList();
        return figures.Contains(null)
            ? stated.Select(fact => fact.Value).Distinct(StringComparer.Ordinal).Skip(1).Any()
            : figures.Count > 1 && figures.Max() - figures.Min() > tolerance;
    }
}
