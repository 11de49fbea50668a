namespace Market.Signing;

/// <summary>An empty signature field of the document, which the seal fills: in the middle of its box, smaller only if the
/// box is.</summary>
/// <param name="FieldName">Fully qualified name of the field.</param>
public sealed record FieldPlacement(string FieldName, SealPicture Picture) : SealPlacement(Picture);
