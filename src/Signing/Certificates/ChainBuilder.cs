using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Certificates;

/// <summary>How building a chain to the configured anchors ended.</summary>
/// <param name="IsTrusted">A path leads to an anchor and every rule holds, validity periods included.</param>
/// <param name="ReachesAnchor">A path leads to an anchor, whatever else is wrong.</param>
/// <param name="IsTimely">Every certificate of the path was valid at the moment asked for.</param>
/// <param name="Path">The path as far as it was found, the leaf first; owned by whoever gave the certificates.</param>
internal sealed record ChainResult(bool IsTrusted, bool ReachesAnchor, bool IsTimely, IReadOnlyList<X509Certificate2> Path);

/// <summary>Builds certificate chains to configured anchors only (RFC 5280, 6.1), without the network and without the
/// machine's own store. Cross-certificates may run in circles and be as many as an attacker likes: the work is bounded.</summary>
internal static class ChainBuilder
{
    private const int LongestPath = 10;
    private const int MostSignatures = 100;

    /// <param name="leaf">The certificate in question.</param>
    /// <param name="helpers">Intermediates that came with the signature.</param>
    /// <param name="anchors">Roots to trust.</param>
    /// <param name="at">The moment at which the chain must be valid.</param>
    public static ChainResult Build(
        X509Certificate2 leaf, IEnumerable<X509Certificate2> helpers, IReadOnlyList<X509Certificate2> anchors, DateTimeOffset at) =>
        new Search(helpers, anchors, at).From(leaf);

    private sealed class Search(IEnumerable<X509Certificate2> helpers, IReadOnlyList<X509Certificate2> anchors, DateTimeOffset at)
    {
        private readonly List<X509Certificate2> _path = [];
        private ChainResult? _best;
        private int _signatures;

        public ChainResult From(X509Certificate2 leaf)
        {
            _path.Add(leaf);
            if (anchors.Any(anchor => IsSame(anchor, leaf)))
            {
                return Judge();
            }

            Extend(leaf);
            return _best ?? new ChainResult(false, false, IsValidAt(leaf), [leaf]);
        }

        /// <summary>Whether a path was found that nothing can better.</summary>
        private bool Extend(X509Certificate2 last)
        {
            var issuer = last.IssuerName.RawData.AsSpan();
            foreach (var anchor in anchors)
            {
                if (IsIssuer(anchor, last, issuer, isAnchor: true) && Complete(anchor))
                {
                    return true;
                }
            }

            if (_path.Count == LongestPath)
            {
                return false;
            }

            foreach (var helper in helpers)
            {
                if (!_path.Exists(known => IsSame(known, helper)) && IsIssuer(helper, last, issuer, isAnchor: false))
                {
                    _path.Add(helper);
                    if (Extend(helper))
                    {
                        return true;
                    }

                    _path.RemoveAt(_path.Count - 1);
                }
            }

            return false;
        }

        private bool Complete(X509Certificate2 anchor)
        {
            _path.Add(anchor);
            var result = Judge();
            _path.RemoveAt(_path.Count - 1);
            if (_best is null || result.IsTrusted || (result.IsTimely && !_best.IsTimely))
            {
                _best = result;
            }

            return result.IsTrusted;
        }

        private ChainResult Judge()
        {
            var isTimely = _path.TrueForAll(IsValidAt);
            return new ChainResult(isTimely && PathRules.Hold(_path, anchors, at), ReachesAnchor: true, isTimely, [.. _path]);
        }

        private bool IsIssuer(X509Certificate2 candidate, X509Certificate2 certificate, ReadOnlySpan<byte> issuer, bool isAnchor) =>
            issuer.SequenceEqual(candidate.SubjectName.RawData)
            && ++_signatures <= MostSignatures
            && SignedStructure.IsIssuedBy(certificate, candidate, isAnchor);

        private bool IsValidAt(X509Certificate2 certificate) => certificate.NotBefore <= at && at <= certificate.NotAfter;

        private static bool IsSame(X509Certificate2 one, X509Certificate2 other) => one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);
    }
}
