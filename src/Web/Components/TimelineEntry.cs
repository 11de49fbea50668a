namespace Market.Web.Components;

/// <summary>One line of a timeline.</summary>
/// <param name="At">When it happened.</param>
/// <param name="What">What happened, as a short sentence.</param>
/// <param name="Who">The person or organisation that did it.</param>
/// <param name="Detail">Reason, opinion or number, when there is one.</param>
/// <param name="Tone">How it went.</param>
public sealed record TimelineEntry(DateTimeOffset At, string What, string? Who = null, string? Detail = null, Tone Tone = Tone.Info);
