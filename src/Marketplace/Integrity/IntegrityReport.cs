namespace Market.Marketplace.Integrity;

/// <summary>How a store was found.</summary>
/// <param name="At">When it was looked at.</param>
/// <param name="Rows">How many rows were held against files and other rows.</param>
/// <param name="Files">How many files were found.</param>
/// <param name="Bytes">How much they hold.</param>
/// <param name="HashedFiles">How many were read and digested.</param>
/// <param name="Findings">What is wrong, the gravest first.</param>
public sealed record IntegrityReport(
    DateTimeOffset At, long Rows, long Files, long Bytes, long HashedFiles, IReadOnlyList<IntegrityFinding> Findings)
{
    /// <summary>Whether nothing is damaged and nothing waits; leftovers harm nobody.</summary>
    public bool IsSound => Findings.All(finding => finding.Gravity == FindingGravity.Leftover);

    /// <summary>How many findings are so grave.</summary>
    public int CountOf(FindingGravity gravity) => Findings.Count(finding => finding.Gravity == gravity);
}

/// <summary>Told while something long runs: what, how much is done, how much there is.</summary>
public delegate void Progress(string what, long done, long all);

/// <summary>A check under way: what was found and counted so far.</summary>
internal sealed class IntegrityRun(Progress? progress)
{
    private readonly List<IntegrityFinding> _findings = [];
    private readonly Lock _adding = new();

    public long Rows { get; set; }

    public IReadOnlyList<IntegrityFinding> Findings
    {
        get
        {
            lock (_adding)
            {
                return [.. _findings.OrderBy(finding => finding.Gravity).ThenBy(finding => finding.Kind)
                    .ThenBy(finding => finding.Where, StringComparer.Ordinal).ThenBy(finding => finding.Id, StringComparer.Ordinal)];
            }
        }
    }

    public void Add(FindingKind kind, string where, object id, string detail = "")
    {
        lock (_adding)
        {
            _findings.Add(new IntegrityFinding(kind, where, id.ToString() ?? "", detail));
        }
    }

    public void Show(string what, long done, long all) => progress?.Invoke(what, done, all);
}
