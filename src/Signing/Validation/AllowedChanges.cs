using Market.Signing.Pdf.Objects;

namespace Market.Signing.Validation;

/// <summary>What the comparison of one update has found so far: changes that are explained, and those that are not allowed.</summary>
internal sealed class AllowedChanges(UpdateChanges changes, Lazy<ReferenceScan> scan)
{
    private const int MostModifications = 500;
    private readonly HashSet<int> _explained = [];
    private readonly List<(int Number, HashSet<int> Owners)> _owned = [];
    private readonly List<Modification> _modifications = [];

    public IReadOnlyList<Modification> Modifications => _modifications;

    /// <summary>Changed objects that no rule allows.</summary>
    public IEnumerable<int> Unexplained => changes.Changed.Where(number => !_explained.Contains(number)).Order();

    public void Report(string code, int? objectNumber = null, int? page = null, string? detail = null)
    {
        if (_modifications.Count < MostModifications)
        {
            _modifications.Add(new Modification(code, objectNumber, page, detail));
        }
    }

    /// <summary>The object behind a value was compared; its change needs no other explanation.</summary>
    public void Explain(PdfObject value)
    {
        if (value is PdfReference reference)
        {
            _explained.Add(reference.Number);
        }
    }

    /// <summary>As <see cref="Explain"/>, for an object that would be harmful in another role: nothing but the owners may refer to it.</summary>
    public void ExplainOwned(PdfObject value, params IEnumerable<int> owners)
    {
        if (value is PdfReference reference && changes.Changed.Contains(reference.Number))
        {
            _explained.Add(reference.Number);
            RequireOwned(value, owners);
        }
    }

    /// <summary>Nothing but the owners may refer to the object, whether it changed itself or what it leads to did.</summary>
    public void RequireOwned(PdfObject value, params IEnumerable<int> owners)
    {
        if (value is PdfReference reference)
        {
            _owned.Add((reference.Number, [.. owners]));
        }
    }

    /// <summary>Checks what can only be told from the whole document before the update.</summary>
    public void CheckReferences()
    {
        foreach (var (number, owners) in _owned)
        {
            if (!scan.Value.IsOnlyReferencedFrom(number, owners))
            {
                Report(ModificationCodes.SharedObjectChanged, number);
            }
        }

        // An object that was missing before and is referred to would appear in the signed content.
        foreach (var number in changes.Added.Where(number => scan.Value.IsReferenced(number)).Order())
        {
            Report(ModificationCodes.MissingObjectSupplied, number);
        }
    }
}
