namespace Market.Cli;

/// <summary>Where answers and remarks go.</summary>
/// <param name="Output">Answers, for people or programs.</param>
/// <param name="Error">Remarks about the run.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error)
{
    /// <summary>Whether somebody watches the remarks, so that a progress bar makes sense.</summary>
    public bool IsWatched { get; init; } = !Console.IsErrorRedirected;
}
