namespace Market.Signing.Validation;

/// <summary>What document time stamps prove: every byte before their end was there at their time (EN 319 102-1, 5.6.2.3).</summary>
internal sealed class ProofsOfExistence
{
    private readonly List<(long End, DateTimeOffset At)> _proofs = [];

    /// <summary>A time stamp that proves its time covers the file up to an offset.</summary>
    public void Add(long end, DateTimeOffset at) => _proofs.Add((end, at));

    /// <summary>By when everything before the offset had come into being; null when nothing proves it.</summary>
    public DateTimeOffset? Of(long? end)
    {
        DateTimeOffset? earliest = null;
        foreach (var proof in _proofs)
        {
            if (proof.End > end && (earliest is null || proof.At < earliest))
            {
                earliest = proof.At;
            }
        }

        return earliest;
    }
}
