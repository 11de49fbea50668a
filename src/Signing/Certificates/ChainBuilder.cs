using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Certificates;

/// <summary>How building a chain to the configured anchors ended.</summary>
/// <param name="IsTrusted">A path leads to an anchor and every rule holds, validity periods included.</param>
/// <param name="ReachesAnchor">A path leads to an anchor, whatever else is wrong.</param>
/// <param name="IsTimely">Every certificate of the path was valid at the moment asked for.</param>
/// <param name="Certificates">The path as far as it was found, the leaf first, as DER.</param>
internal sealed record ChainResult(bool IsTrusted, bool ReachesAnchor, bool IsTimely, IReadOnlyList<byte[]> Certificates);

/// <summary>Builds certificate chains to configured anchors only, without the network and without the machine's own store.</summary>
internal static class ChainBuilder
{
    private const X509ChainStatusFlags NoAnchor = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <param name="leaf">The certificate in question.</param>
    /// <param name="helpers">Intermediates that came with the signature.</param>
    /// <param name="anchors">Roots to trust.</param>
    /// <param name="at">The moment at which the chain must be valid.</param>
    public static ChainResult Build(
        X509Certificate2 leaf, IEnumerable<X509Certificate2> helpers, IReadOnlyList<X509Certificate2> anchors, DateTimeOffset at)
    {
        if (anchors.Count == 0)
        {
            return new ChainResult(false, false, leaf.NotBefore <= at && at <= leaf.NotAfter, [leaf.RawData]);
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(anchors.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(helpers.ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        var isTrusted = chain.Build(leaf);

        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        var path = chain.ChainElements.Select(element => element.Certificate).ToList();
        var result = new ChainResult(
            isTrusted,
            (status & NoAnchor) == 0,
            (status & X509ChainStatusFlags.NotTimeValid) == 0,
            [.. path.Select(certificate => certificate.RawData)]);
        path.ForEach(certificate => certificate.Dispose());
        return result;
    }
}
