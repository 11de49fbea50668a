using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Compares trailer and catalog of two revisions, the form left out.</summary>
internal sealed class CatalogComparison(UpdateChanges changes, AllowedChanges allowed)
{
    private readonly PdfRevision _before = changes.Before;
    private readonly PdfRevision _after = changes.After;

    /// <summary>False when the catalogs cannot be compared at all.</summary>
    public bool Compare()
    {
        var root = _before.Trailer["Root"];
        if (root is not PdfReference rootReference || !root.Equals(_after.Trailer["Root"]))
        {
            allowed.Report(ModificationCodes.CatalogReplaced);
            SignedObjects.ReportReuse(changes, allowed, root, _after.Trailer["Root"], null);
            return false;
        }

        if (!_before.Resolve(_before.Trailer["Encrypt"]).Equals(_after.Resolve(_after.Trailer["Encrypt"])))
        {
            allowed.Report(ModificationCodes.EncryptionChanged);
        }

        // The document information is no content; only its own object may hold it.
        allowed.ExplainOwned(_before.Trailer["Info"], ReferenceScan.Trailer);

        var (before, after) = (_before.Catalog, _after.Catalog);
        allowed.Explain(root);
        foreach (var key in before.Keys.Union(after.Keys))
        {
            CompareEntry(key, before[key], after[key], rootReference.Number);
        }

        new DescriptionComparison(changes, allowed).Compare();

        return true;
    }

    private void CompareEntry(string key, PdfObject before, PdfObject after, int root)
    {
        switch (key)
        {
            case "AcroForm":
                break;
            case "DSS":
                CompareValidationData(before, after, root);
                break;
            case "Extensions":
                allowed.ExplainOwned(after, root);
                Require(IsGrown(_before.Resolve(before), _after.Resolve(after)), key, before, after);
                break;
            case "Version":
                Require(IsRaised(_before.Name(before), _after.Name(after)), key, before, after);
                break;
            case "Metadata":
                allowed.ExplainOwned(after, root);
                Require(before.Equals(after) || IsMetadata(after), key, before, after);
                break;
            default:
                Require(before.Equals(after), key, before, after);
                break;
        }
    }

    private void Require(bool holds, string key, PdfObject before, PdfObject after)
    {
        if (!holds)
        {
            allowed.Report(
                key switch
                {
                    "OpenAction" or "AA" => ModificationCodes.OpenActionChanged,
                    "Names" => ModificationCodes.NamesChanged,
                    "Pages" => ModificationCodes.PageTreeChanged,
                    _ => ModificationCodes.CatalogChanged,
                },
                detail: "/" + key);
            SignedObjects.ReportReuse(changes, allowed, before, after, null);
        }
    }

    // ISO 32000-2, 12.8.4.3: dictionaries and arrays of streams; certificates, responses and lists may come and go.
    private void CompareValidationData(PdfObject before, PdfObject after, int root)
    {
        if (_after.Resolve(after) is not PdfDictionary dictionary)
        {
            if (_before.Resolve(before) is not PdfNull)
            {
                allowed.Report(ModificationCodes.ValidationDataRemoved, detail: "/DSS");
            }

            return;
        }

        var parts = new List<PdfObject> { after };
        var isWellFormed = true;
        foreach (var (key, value) in dictionary.Entries)
        {
            isWellFormed &= key == "VRI" ? CollectVri(value, parts) : CollectList(key, value, parts);
        }

        if (!isWellFormed)
        {
            allowed.Report(ModificationCodes.ValidationDataMalformed, detail: "/DSS");
        }

        var owners = parts.OfType<PdfReference>().Select(part => part.Number).Append(root).ToHashSet();
        foreach (var part in parts)
        {
            allowed.ExplainOwned(part, owners);
        }
    }

    private bool CollectVri(PdfObject value, List<PdfObject> parts)
    {
        parts.Add(value);
        if (_after.Resolve(value) is not PdfDictionary vri)
        {
            return false;
        }

        var isWellFormed = true;
        foreach (var (name, entry) in vri.Entries)
        {
            if (name == "Type")
            {
                continue;
            }

            parts.Add(entry);
            isWellFormed &= _after.Resolve(entry) is PdfDictionary related
                && related.Entries.All(pair => CollectList(pair.Key, pair.Value, parts));
        }

        return isWellFormed;
    }

    private bool CollectList(string key, PdfObject value, List<PdfObject> parts)
    {
        if (key is "Type" or "TU" or "TS")
        {
            return true;
        }

        if (_after.Resolve(value) is not PdfArray array)
        {
            return false;
        }

        parts.Add(value);
        return array.All(item => item is PdfReference && _after.Resolve(item) is PdfStream or PdfNull);
    }

    // Extensions may be added, and their level raised, but none taken away.
    private static bool IsGrown(PdfObject before, PdfObject after) => before is PdfNull
        ? after is PdfDictionary or PdfNull
        : before is PdfDictionary old && after is PdfDictionary grown && old.Keys.All(grown.ContainsKey);

    private static bool IsRaised(string? before, string? after) =>
        after is not null && string.CompareOrdinal(before ?? "", after) <= 0;

    private bool IsMetadata(PdfObject value) => _after.Resolve(value) is PdfStream stream && stream.Dictionary.HasName("Type", "Metadata");
}
