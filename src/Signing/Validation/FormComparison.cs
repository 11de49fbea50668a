using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>Compares the interactive forms of two revisions: new signatures may come, everything else stays.</summary>
internal sealed class FormComparison
{
    private const int HiddenFlags = 0x01 | 0x02 | 0x20; // Invisible, Hidden, NoView (ISO 32000-2, table 167)

    private const int DefaultResources = 3; // levels: the resources, a category, its entries

    private static readonly HashSet<string> SigningKeys = new(StringComparer.Ordinal) { "V", "AP", "AS", "F", "M", "MK", "DA" };

    private readonly UpdateChanges _changes;
    private readonly AllowedChanges _allowed;
    private readonly PdfRevision _before;
    private readonly PdfRevision _after;
    private readonly List<SignatureField> _fieldsBefore;
    private readonly List<SignatureField> _fieldsAfter;

    public FormComparison(PdfFile file, UpdateChanges changes, AllowedChanges allowed)
    {
        (_changes, _allowed, _before, _after) = (changes, allowed, changes.Before, changes.After);
        _fieldsBefore = SignatureFields.Read(file, _before);
        _fieldsAfter = SignatureFields.Read(file, _after);
    }

    /// <summary>Fields signed by this update.</summary>
    public List<SignatureField> NewlySigned { get; } = [];

    /// <summary>Widgets of fields that this update added and signed.</summary>
    public HashSet<int> NewWidgets { get; } = [];

    public void Compare()
    {
        CompareSignatureFields();
        CompareForm(_before.Catalog["AcroForm"], _after.Catalog["AcroForm"]);
    }

    private void CompareSignatureFields()
    {
        foreach (var field in _fieldsBefore)
        {
            var now = _fieldsAfter.Find(other => field.Reference is { } reference ? reference.Equals(other.Reference) : other.Name == field.Name);
            if (now is null)
            {
                _allowed.Report(ModificationCodes.SignatureFieldRemoved, field.Reference?.Number, detail: field.Name);
            }
            else if (field.IsSigned)
            {
                CompareSigned(field, now);
            }
            else if (now.IsSigned)
            {
                CompareSigning(field, now);
            }
        }

        foreach (var field in _fieldsAfter.Where(field => !_fieldsBefore.Exists(other => SameField(other, field))))
        {
            if (!field.IsSigned)
            {
                _allowed.Report(ModificationCodes.UnsignedFieldAdded, field.Reference?.Number, detail: field.Name);
                continue;
            }

            NewlySigned.Add(field);
            NewWidgets.UnionWith(field.Widgets.Where(widget => IsWidget(widget, field)).Select(widget => widget.Number));
        }
    }

    private static bool SameField(SignatureField one, SignatureField other) =>
        one.Reference is { } reference ? reference.Equals(other.Reference) : one.Name == other.Name;

    // A new widget is an annotation of its own and nothing else: not a page, not a stream.
    private bool IsWidget(PdfReference widget, SignatureField field) =>
        _changes.Added.Contains(widget.Number)
        && _after.Resolve(widget) is PdfDictionary dictionary
        && dictionary.HasName("Subtype", "Widget")
        && (!dictionary.ContainsKey("Type") || dictionary.HasName("Type", "Annot"))
        && !dictionary.ContainsKey("Contents")
        && !dictionary.ContainsKey("A")
        && !dictionary.ContainsKey("AA")
        && (widget.Equals(field.Reference) || dictionary["Parent"].Equals(field.Reference ?? (PdfObject)PdfNull.Value));

    /// <summary>A field that was signed before: nothing about it may change.</summary>
    private void CompareSigned(SignatureField before, SignatureField after)
    {
        if (!before.Value.Equals(after.Value))
        {
            _allowed.Report(ModificationCodes.SignatureReplaced, before.Reference?.Number, detail: before.Name);
        }

        if (before.Value is PdfReference value && _changes.Written.Contains(value.Number))
        {
            _allowed.Report(ModificationCodes.SignatureRedefined, value.Number, detail: before.Name);
            _allowed.Explain(value);
        }

        foreach (var part in before.Widgets.Append(before.Reference).OfType<PdfReference>().Distinct())
        {
            if (_changes.Changed.Contains(part.Number))
            {
                ReportSealChange(part, before.Name);
                _allowed.Explain(part);
            }
        }
    }

    private void ReportSealChange(PdfReference part, string name)
    {
        var (before, after) = (_before.Dictionary(part), _after.Dictionary(part));
        if (before is null || after is null)
        {
            _allowed.Report(ModificationCodes.SealFieldChanged, part.Number, detail: name);
            return;
        }

        foreach (var key in DifferingKeys(before, after))
        {
            var code = key switch
            {
                "F" when ((_after.Integer(after["F"]) ?? 0) & HiddenFlags) != 0 => ModificationCodes.SealHidden,
                "Rect" => ModificationCodes.SealMoved,
                "AP" or "AS" or "MK" => ModificationCodes.SealAppearanceChanged,
                "V" => ModificationCodes.SignatureReplaced,
                _ => ModificationCodes.SealFieldChanged,
            };
            _allowed.Report(code, part.Number, detail: $"{name} /{key}");
        }
    }

    /// <summary>An empty field that is signed now: its value and its look may come, its place stays.</summary>
    private void CompareSigning(SignatureField before, SignatureField after)
    {
        NewlySigned.Add(after);
        foreach (var part in before.Widgets.Append(before.Reference).OfType<PdfReference>().Distinct())
        {
            if (!_changes.Changed.Contains(part.Number))
            {
                continue;
            }

            _allowed.Explain(part);
            if (_before.Dictionary(part) is not { } old || _after.Dictionary(part) is not { } now)
            {
                _allowed.Report(ModificationCodes.FormFieldChanged, part.Number, detail: before.Name);
                continue;
            }

            foreach (var key in DifferingKeys(old, now).Where(key => !SigningKeys.Contains(key)))
            {
                _allowed.Report(ModificationCodes.FormFieldChanged, part.Number, detail: $"{before.Name} /{key}");
            }

            // The blank look of the empty field may be drawn over, when nothing else shows it.
            if (_before.Dictionary(old["AP"]) is { } appearance)
            {
                _allowed.RequireOwned(old["AP"], part.Number);
                _allowed.ExplainOwned(old["AP"], part.Number);
                _allowed.ExplainOwned(appearance["N"], old["AP"] is PdfReference indirect ? indirect.Number : part.Number);
            }
        }
    }

    private void CompareForm(PdfObject before, PdfObject after)
    {
        var old = _before.Resolve(before) as PdfDictionary;
        if (_after.Resolve(after) is not PdfDictionary now)
        {
            if (old is not null)
            {
                _allowed.Report(ModificationCodes.FormChanged, detail: "/AcroForm");
            }

            return;
        }

        _allowed.Explain(before);
        old ??= PdfDictionary.Empty;
        foreach (var key in old.Keys.Union(now.Keys))
        {
            if (!IsFormEntryAllowed(key, old[key], now[key], after))
            {
                _allowed.Report(ModificationCodes.FormChanged, detail: "/AcroForm /" + key);
            }
        }
    }

    private bool IsFormEntryAllowed(string key, PdfObject before, PdfObject after, PdfObject form)
    {
        switch (key)
        {
            case "Fields":
                CompareFieldList(before, after, form);
                return true;
            case "SigFlags":
                var (old, now) = (_before.Integer(before) ?? 0, _after.Integer(after) ?? 0);
                return (old & ~now) == 0 && now is >= 0 and <= 3;
            case "DR":
                _allowed.ExplainOwned(before, form is PdfReference reference ? [reference.Number] : []);
                return IsGrown(before, after, DefaultResources);
            case "DA":
                return before is PdfNull || before.Equals(after);
            case "NeedAppearances":
                return after is PdfNull or PdfBoolean { Value: false } || before.Equals(after);
            default:
                return before.Equals(after);
        }
    }

    private void CompareFieldList(PdfObject before, PdfObject after, PdfObject form)
    {
        var owner = form is PdfReference reference ? reference.Number : (_after.Trailer["Root"] as PdfReference)?.Number ?? 0;
        _allowed.ExplainOwned(before, owner);
        var old = _before.Array(before) ?? PdfArray.Empty;
        var now = _after.Array(after) ?? PdfArray.Empty;
        for (var i = 0; i < old.Count; i++)
        {
            if (i >= now.Count || !old[i].Equals(now[i]))
            {
                _allowed.Report(ModificationCodes.FormFieldRemoved, (old[i] as PdfReference)?.Number);
                return;
            }
        }

        foreach (var item in now.Skip(old.Count))
        {
            var isSigned = item is PdfReference field
                && _changes.Added.Contains(field.Number)
                && _fieldsAfter.Exists(other => field.Equals(other.Reference));
            if (!isSigned)
            {
                _allowed.Report(ModificationCodes.FormFieldAdded, (item as PdfReference)?.Number);
            }
        }
    }

    // Resources of the form may be added; those in use stay the same. Some producers keep the picture of the latest
    // signature among them, where nothing draws it.
    private bool IsGrown(PdfObject before, PdfObject after, int depth)
    {
        if (before is PdfNull || before.Equals(after))
        {
            return true;
        }

        return depth > 0
            && _before.Resolve(before) is PdfDictionary old
            && _after.Resolve(after) is PdfDictionary now
            && old.Keys.All(key => (depth == DefaultResources && key == "XObject") || IsGrown(old[key], now[key], depth - 1));
    }

    private static IEnumerable<string> DifferingKeys(PdfDictionary before, PdfDictionary after) =>
        before.Keys.Union(after.Keys).Where(key => !before[key].Equals(after[key]));
}
