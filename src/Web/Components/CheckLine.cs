namespace Market.Web.Components;

/// <summary>One of the five checks (五项核验) as shown.</summary>
/// <param name="Name">e.g. 内容完整.</param>
/// <param name="Tone">Good = passed, Warn = the machine cannot tell, Bad = failed.</param>
/// <param name="Sentence">The reason in words.</param>
public sealed record CheckLine(string Name, Tone Tone, string Sentence);
