using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>Compares the fields that are filled in. Under <see cref="ValidationProfile.FormFilling"/> a field may get a
/// value and the look of it; another look alone, with the value as it was, is the shadow attack "replace".</summary>
internal sealed class FormFilling(UpdateChanges changes, AllowedChanges allowed, ValidationProfile profile)
{
    private const int ReadOnly = 1; // ISO 32000-2, table 227

    // What viewers touch when somebody fills in a field (tables 166, 168, 226, 228 and 234).
    private static readonly HashSet<string> FillingKeys = new(StringComparer.Ordinal) { "V", "RV", "I", "AS", "AP", "M", "MK", "DA" };

    private readonly PdfRevision _before = changes.Before;
    private readonly PdfRevision _after = changes.After;

    /// <summary>Fields this update filled in.</summary>
    public List<SignatureField> Filled { get; } = [];

    /// <param name="fields">The fields of the revision before, those for signatures left out.</param>
    /// <param name="pageOf">The page that shows an annotation.</param>
    public void Compare(IEnumerable<SignatureField> fields, Func<int, int?> pageOf)
    {
        foreach (var field in fields)
        {
            var parts = field.Widgets.Append(field.Reference).OfType<PdfReference>().Distinct().ToList();
            var touched = parts.Where(part => IsTouched(part.Number)).ToList();
            if (touched.Count == 0)
            {
                continue;
            }

            var code = CodeOf(field, parts);
            if (profile == ValidationProfile.FormFilling && code != ModificationCodes.FormAppearanceReplaced)
            {
                Filled.Add(field);
                touched.ForEach(part => ComparePart(field, part));
            }
            else
            {
                var page = touched.Select(part => pageOf(part.Number)).FirstOrDefault(number => number is not null);
                touched.ForEach(part => Refuse(field, part, code, page));
            }
        }
    }

    // Changed itself, or one of the streams that draw it.
    private bool IsTouched(int number) => changes.Changed.Contains(number) || Looks(_before, number).Any(changes.Changed.Contains);

    private static IEnumerable<int> Looks(PdfRevision revision, int number)
    {
        if (revision.Dictionary(new PdfReference(number))?["AP"] is not { } value)
        {
            yield break;
        }

        var pending = new Stack<(PdfObject Value, int Depth)>([(value, 0)]);
        while (pending.TryPop(out var next))
        {
            if (next.Value is PdfReference reference)
            {
                yield return reference.Number;
            }

            // Appearance dictionary, then one stream or a dictionary of states (12.5.5).
            if (next.Depth < 3 && revision.Resolve(next.Value) is PdfDictionary dictionary)
            {
                foreach (var (_, entry) in dictionary.Entries)
                {
                    pending.Push((entry, next.Depth + 1));
                }
            }
        }
    }

    // Whether something was shown in the field before and something else is now.
    private string CodeOf(SignatureField field, List<PdfReference> parts)
    {
        if (IsEmpty(_before.Resolve(field.Value)))
        {
            return ModificationCodes.FormFieldChanged;
        }

        var now = parts.Select(part => _after.Dictionary(part)?["V"]).FirstOrDefault(value => value is not (null or PdfNull)) ?? PdfNull.Value;
        if (!changes.SameMeaning(field.Value, now))
        {
            return ModificationCodes.FormValueReplaced;
        }

        // Drawn again by another viewer, a look shows the value as before; what showed something else was a trap.
        return parts.TrueForAll(part => Shows(_before, part, field.Value) && Shows(_after, part, now))
            ? ModificationCodes.FormFieldChanged
            : ModificationCodes.FormAppearanceReplaced;
    }

    // The value stands in the look's content letter by letter; where fonts code letters otherwise, nothing is known.
    private static bool Shows(PdfRevision revision, PdfReference part, PdfObject value) =>
        revision.Resolve(value) is PdfString { Bytes: var text }
        && Looks(revision, part.Number).All(look =>
            revision.Get(new PdfReference(look)) is not PdfStream stream || revision.Decode(stream).AsSpan().IndexOf(text.Span) >= 0);

    private static bool IsEmpty(PdfObject value) => value switch
    {
        PdfNull => true,
        PdfString { Bytes.Length: var length } text => length == 0 || text.ToText().Length == 0,
        PdfName { Value: "Off" } => true,
        PdfArray { Count: 0 } => true,
        _ => false,
    };

    private void Refuse(SignatureField field, PdfReference part, string code, int? page)
    {
        allowed.Explain(part);
        foreach (var look in Looks(_before, part.Number))
        {
            allowed.Explain(new PdfReference(look));
        }

        allowed.Report(code, part.Number, page, field.Name);
    }

    private void ComparePart(SignatureField field, PdfReference part)
    {
        allowed.Explain(part);
        if (_before.Dictionary(part) is not { } old || _after.Dictionary(part) is not { } now)
        {
            allowed.Report(ModificationCodes.FormFieldChanged, part.Number, detail: field.Name);
            return;
        }

        foreach (var key in old.Keys.Union(now.Keys).Where(key => !old[key].Equals(now[key]) && !IsFilling(key, old[key], now[key])))
        {
            allowed.Report(ModificationCodes.FormFieldChanged, part.Number, detail: $"{field.Name} /{key}");
        }

        // The old look may be drawn over in place, when nothing else shows it.
        var owners = Looks(_before, part.Number).Append(part.Number).ToHashSet();
        foreach (var look in owners.Where(look => look != part.Number))
        {
            allowed.RequireOwned(new PdfReference(look), owners);
            allowed.ExplainOwned(new PdfReference(look), owners);
        }

        // The new look must be drawn anew: an object that was signed as something else would change its role.
        foreach (var look in Looks(_after, part.Number).Where(look => !changes.Added.Contains(look) && !owners.Contains(look)))
        {
            allowed.Report(ModificationCodes.SignedObjectReused, look, detail: field.Name);
        }
    }

    private bool IsFilling(string key, PdfObject before, PdfObject after) =>
        FillingKeys.Contains(key)
        || (key == "Ff" && ((_before.Integer(before) ?? 0) | ReadOnly) == (_after.Integer(after) ?? 0));
}
