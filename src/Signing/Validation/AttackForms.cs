namespace Market.Signing.Validation;

/// <summary>Names the published attack whose form a finding has, so that an engineer knows at once what was tried.</summary>
/// <remarks>USF, ISA, SWA: Mladenov et al., CCS 2019. Shadow attacks: Mainka et al., NDSS 2021. EAA, SSA: Rohlmann et al., S&amp;P 2021.</remarks>
internal static class AttackForms
{
    private static readonly Dictionary<string, Reason> ByModification = new(StringComparer.Ordinal)
    {
        [ModificationCodes.UpdateIrregular] = Reasons.IncrementalSaving,
        [ModificationCodes.UnreferencedBytes] = Reasons.IncrementalSaving,
        [ModificationCodes.CatalogReplaced] = Reasons.IncrementalSaving,
        [ModificationCodes.CatalogChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.OpenActionChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.NamesChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.PageAdded] = Reasons.IncrementalSaving,
        [ModificationCodes.PageRemoved] = Reasons.IncrementalSaving,
        [ModificationCodes.PageTreeChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.PageChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.PageContentChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.PageResourceChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.ObjectChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.SharedObjectChanged] = Reasons.IncrementalSaving,
        [ModificationCodes.SignatureRedefined] = Reasons.IncrementalSaving,
        [ModificationCodes.ShownObjectHidden] = Reasons.ShadowHide,
        [ModificationCodes.AnnotationRemoved] = Reasons.ShadowHide,
        [ModificationCodes.SealHidden] = Reasons.ShadowHide,
        [ModificationCodes.FormValueReplaced] = Reasons.ShadowReplace,
        [ModificationCodes.FormAppearanceReplaced] = Reasons.ShadowReplace,
        [ModificationCodes.PageFontChanged] = Reasons.ShadowReplace,
        [ModificationCodes.SealAppearanceChanged] = Reasons.ShadowReplace,
        [ModificationCodes.SignedObjectReused] = Reasons.ShadowHideAndReplace,
        [ModificationCodes.MissingObjectSupplied] = Reasons.ShadowHideAndReplace,
        [ModificationCodes.AnnotationAdded] = Reasons.EvilAnnotation,
        [ModificationCodes.AnnotationChanged] = Reasons.EvilAnnotation,
        [ModificationCodes.UnsignedFieldAdded] = Reasons.SneakySignature,
    };

    private static readonly Reason[] Forgery =
    [
        Reasons.SignatureUnreadable, Reasons.ContentsMissing, Reasons.ByteRangeMissing, Reasons.ByteRangeMalformed, Reasons.ByteRangeBeyondFile,
    ];

    private static readonly Reason[] Wrapping = [Reasons.ByteRangeGap, Reasons.ByteRangeNotRevision, Reasons.CmsTrailingData];

    /// <summary>Adds the form of the attack to what was found about one signature.</summary>
    public static void Name(Findings findings, IReadOnlyList<Modification> modifications)
    {
        if (Array.Exists(Forgery, findings.Has))
        {
            findings.Add(Reasons.UniversalForgery);
        }

        if (Array.Exists(Wrapping, findings.Has))
        {
            findings.Add(Reasons.SignatureWrapping);
        }

        // An annotation over the page is its own attack, though the page's list of annotations names it.
        foreach (var modification in modifications)
        {
            if (ByModification.TryGetValue(modification.Code, out var reason))
            {
                findings.Add(reason);
            }
        }
    }
}
