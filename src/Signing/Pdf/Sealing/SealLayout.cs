namespace Market.Signing.Pdf.Sealing;

/// <summary>What one revision shows of seals: in the signature's own widget, and drawn into the pages besides.</summary>
/// <param name="InField">The picture that an existing visible field shows.</param>
/// <param name="Own">Where a new field shows.</param>
/// <param name="Drawn">Further places, and the ones planned for later signers.</param>
internal sealed record SealLayout(SealPicture? InField, PlacedPicture? Own, IReadOnlyList<PlacedPicture> Drawn)
{
    /// <exception cref="SealRefusedException">The document has no such place.</exception>
    public static SealLayout Of(SealOptions options, SealTarget target, PlacementResolver resolver)
    {
        var planned = options.PlannedPlacements.SelectMany(resolver.Resolve);
        if (options.Placements.Count == 0)
        {
            return new SealLayout(null, null, [.. planned]);
        }

        var first = options.Placements[0];
        if (target.IsVisible)
        {
            var further = first is FieldPlacement or DefaultPlacement or SealImpression ? options.Placements.Skip(1) : options.Placements;
            return new SealLayout(first.Picture, null, [.. further.SelectMany(resolver.Resolve), .. planned]);
        }

        if (first is FieldPlacement field)
        {
            throw new SealRefusedException(SealRefusedException.UnusableField, $"The field '{field.FieldName}' is not shown on any page.");
        }

        var places = options.Placements.SelectMany(resolver.Resolve).ToList();
        if (places.Count == 0)
        {
            throw new SealRefusedException(SealRefusedException.NothingToStraddle, "A straddle seal needs at least two pages.");
        }

        return target.Existing is null
            ? new SealLayout(null, places[0], [.. places.Skip(1), .. planned])
            : new SealLayout(null, null, [.. places, .. planned]);
    }
}
