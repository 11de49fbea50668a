namespace Market.Signing.GuoMi;

/// <summary>What is wrong with a certificate path.</summary>
[Flags]
internal enum GmChainProblems
{
    None = 0,

    /// <summary>No path of valid signatures leads to a configured anchor.</summary>
    NoAnchor = 1,

    /// <summary>A certificate of the path was not valid at the moment asked for.</summary>
    NotTimely = 2,

    /// <summary>An issuer may not issue, the path is longer than allowed, or a critical extension is unknown.</summary>
    RuleBroken = 4,
}

/// <summary>A certificate path, the leaf first, and what is wrong with it.</summary>
internal sealed record GmChain(IReadOnlyList<GmCertificate> Path, GmChainProblems Problems)
{
    private const int LongestPath = 8;

    /// <summary>More signature checks than any honest chain needs; certificates that come with a signature are hostile input.</summary>
    private const int MostSignatureChecks = 64;

    public bool IsTrusted => Problems == GmChainProblems.None;

    /// <summary>Looks for a path of SM2 signatures to an anchor (RFC 5280, 6.1, without policies and name constraints).</summary>
    /// <param name="leaf">The certificate in question; it may itself be an anchor.</param>
    /// <param name="helpers">Issuers that came with the signature.</param>
    /// <param name="anchors">Certificates to trust.</param>
    /// <param name="at">The moment at which all of the path must be valid.</param>
    /// <returns>A path without problems if there is one, else the most telling one.</returns>
    public static GmChain Build(
        GmCertificate leaf, IReadOnlyList<GmCertificate> helpers, IReadOnlyList<GmCertificate> anchors, DateTimeOffset at)
    {
        var search = new Search(helpers, anchors, at);
        search.Extend([leaf]);
        return search.Best ?? new GmChain([leaf], GmChainProblems.NoAnchor | (leaf.IsValidAt(at) ? 0 : GmChainProblems.NotTimely));
    }

    private sealed class Search(IReadOnlyList<GmCertificate> helpers, IReadOnlyList<GmCertificate> anchors, DateTimeOffset at)
    {
        private int _checksLeft = MostSignatureChecks;

        public GmChain? Best { get; private set; }

        public void Extend(List<GmCertificate> path)
        {
            var last = path[^1];
            if (anchors.Any(anchor => anchor.Encoded.Span.SequenceEqual(last.Encoded.Span)))
            {
                var found = new GmChain([.. path], Judge(path));
                Best = Best is null || found.IsTrusted ? found : Best;
                return;
            }

            foreach (var issuer in anchors.Concat(helpers))
            {
                if (Best is { IsTrusted: true } || path.Count == LongestPath)
                {
                    return;
                }

                if (issuer.Subject.Span.SequenceEqual(last.Issuer.Span)
                    && issuer.PublicKey is { } key
                    && !path.Exists(earlier => earlier.Encoded.Span.SequenceEqual(issuer.Encoded.Span))
                    && _checksLeft-- > 0
                    && last.IsSignedBy(key))
                {
                    Extend([.. path, issuer]);
                }
            }
        }

        private GmChainProblems Judge(List<GmCertificate> path)
        {
            var problems = path.TrueForAll(certificate => certificate.IsValidAt(at)) ? GmChainProblems.None : GmChainProblems.NotTimely;
            for (var index = 0; index < path.Count; index++)
            {
                var certificate = path[index];
                if (certificate.HasUnknownCriticalExtension)
                {
                    problems |= GmChainProblems.RuleBroken;
                }

                // RFC 5280, 4.2.1.9: self-issued certificates below do not count.
                var authoritiesBelow = path.Skip(1).Take(Math.Max(0, index - 1)).Count(below => !below.IsSelfIssued);
                if (index > 0 && (!certificate.MayIssue || authoritiesBelow > (certificate.PathLength ?? int.MaxValue)))
                {
                    problems |= GmChainProblems.RuleBroken;
                }
            }

            return problems;
        }
    }
}
