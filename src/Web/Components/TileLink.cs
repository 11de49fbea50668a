namespace Market.Web.Components;

/// <summary>A number of a first screen.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">How many.</param>
/// <param name="Href">The list that shows them.</param>
/// <param name="Tone">Bad for overdue, Warn for what needs attention.</param>
public sealed record TileLink(string Name, int Count, string Href, Tone Tone = Tone.Info);
