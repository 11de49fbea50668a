using System.Security.Cryptography;

namespace Market.Marketplace.Panels;

/// <summary>The randomness of a panel's draws, fixed before its first task: a secret is hashed many times over and the last value is published when the panel
/// opens. Each draw uses and reveals the value before the one revealed last, which anybody can hash to see that nothing was chosen afterwards.</summary>
internal static class PanelChain
{
    /// <summary>How many tasks a panel can draw for.</summary>
    public const int Length = 4096;

    /// <summary>The value published when the panel opens.</summary>
    public static byte[] CommitmentOf(byte[] secret) => After(secret, Length);

    /// <summary>The value that a turn reveals.</summary>
    /// <param name="turn">From 1.</param>
    public static byte[] Revealed(byte[] secret, int turn) => After(secret, Length - turn);

    private static byte[] After(byte[] secret, int steps)
    {
        var value = (byte[])secret.Clone();
        for (var step = 0; step < steps; step++)
        {
            value = SHA256.HashData(value);
        }

        return value;
    }
}
