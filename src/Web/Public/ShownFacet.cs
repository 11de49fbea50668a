namespace Market.Web.Public;

/// <summary>What a list can be narrowed down by, as a page shows it.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Title">On the page.</param>
/// <param name="IsOpen">Whether its values are shown from the start.</param>
public sealed record ShownFacet(string Name, string Title, bool IsOpen, IReadOnlyList<ShownValue> Values);

/// <summary>A value of it.</summary>
/// <param name="Value">In the address.</param>
/// <param name="Text">On the page.</param>
/// <param name="Count">How many rows would be left.</param>
public sealed record ShownValue(string Value, string Text, int Count, bool IsWanted);
