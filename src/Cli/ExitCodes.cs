namespace Market.Cli;

/// <summary>What the tool tells its caller when it ends.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was done, or passed.</summary>
    public const int Done = 0;

    /// <summary>Something was refused, or did not pass.</summary>
    public const int Refused = 1;

    /// <summary>The command line was not understood, or names something that is not there; nothing was begun.</summary>
    public const int Usage = 2;
}
