using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Repair;

/// <summary>Sets the page tree of a damaged file right (ISO 32000-2, 7.7.3): leaves out kids that are not there or run in a
/// circle, and counts the pages anew.</summary>
internal sealed class PageTreeRepair(PdfRevision revision, ReadingLimits limits)
{
    private readonly HashSet<int> _visited = [];

    /// <summary>Nodes that had to be changed, by number.</summary>
    public Dictionary<int, PdfDictionary> Changed { get; } = [];

    /// <exception cref="PdfFormatException">No page is left, or the tree is too large.</exception>
    public void Run()
    {
        if (revision.Catalog["Pages"] is not PdfReference root || Count(root, null, 0) == 0)
        {
            throw new PdfFormatException(PdfFormatException.NoPages, "No page could be found in the damaged document.");
        }
    }

    /// <summary>How many pages are below; 0 for what is no node.</summary>
    private int Count(PdfReference reference, PdfReference? parent, int depth)
    {
        if (depth > limits.TreeDepth || !_visited.Add(reference.Number) || Read(reference) is not { } node)
        {
            return 0;
        }

        if (_visited.Count > 2 * limits.Pages)
        {
            throw new PdfFormatException(PdfFormatException.LimitExceeded, "The document has too many pages.");
        }

        // 7.7.3.2: the parent is required, and readers go up by it.
        var right = parent is null || node["Parent"].Equals(parent) ? node : node.With("Parent", parent);
        var pages = 1;
        if (node.ContainsKey("Kids"))
        {
            var kids = revision.Resolve(node["Kids"]) as PdfArray ?? PdfArray.Empty;
            var kept = new List<PdfObject>(kids.Count);
            pages = 0;
            foreach (var kid in kids.OfType<PdfReference>())
            {
                var below = Count(kid, reference, depth + 1);
                pages += below;
                if (below > 0)
                {
                    kept.Add(kid);
                }
            }

            if (kept.Count != kids.Count)
            {
                right = right.With("Kids", new PdfArray(kept));
            }

            if (revision.Resolve(node["Count"]) is not PdfInteger count || count.Value != pages)
            {
                right = right.With("Count", new PdfInteger(pages));
            }
        }

        if (!ReferenceEquals(right, node))
        {
            Changed[reference.Number] = right;
        }

        return pages;
    }

    private PdfDictionary? Read(PdfReference reference)
    {
        try
        {
            return revision.Resolve(reference) as PdfDictionary;
        }
        catch (PdfFormatException exception) when (exception.Code != PdfFormatException.LimitExceeded)
        {
            return null;
        }
    }
}
