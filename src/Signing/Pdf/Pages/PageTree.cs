using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Pages;

/// <summary>The page tree of a revision: ISO 32000-2, 7.7.3.</summary>
internal sealed class PageTree
{
    private static readonly PdfRectangle UsLetter = new(0, 0, 612, 792);

    private readonly PdfRevision _revision;
    private readonly ReadingLimits _limits;
    private readonly PdfReference _root;

    /// <exception cref="PdfFormatException">There is no page tree, or it declares no page.</exception>
    public PageTree(PdfFile file, PdfRevision revision)
    {
        (_revision, _limits) = (revision, file.Limits);
        _root = revision.Catalog["Pages"] as PdfReference ?? throw Damaged("The document catalog names no pages.");
        var root = NodeOf(_root);
        var count = revision.Integer(root["Count"]) ?? throw Damaged("The page tree does not say how many pages there are.");
        if (count <= 0 || revision.Array(root["Kids"]) is not { Count: > 0 })
        {
            throw new PdfFormatException(PdfFormatException.NoPages, "The document has no pages.");
        }

        if (count > _limits.Pages)
        {
            throw new PdfFormatException(PdfFormatException.LimitExceeded, "The document has too many pages.");
        }

        Count = (int)count;
    }

    /// <summary>The number of pages the tree declares.</summary>
    public int Count { get; }

    /// <summary>The page of that index (0 for the first). Subtrees are passed over by their declared counts.</summary>
    /// <exception cref="PdfFormatException">The tree does not hold the pages it declares.</exception>
    public PdfPage Find(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var (reference, node, inherited) = (_root, NodeOf(_root), Inherited.None);
        for (var depth = 0; depth < _limits.TreeDepth; depth++)
        {
            if (IsLeaf(node))
            {
                return index == 0 ? ToPage(reference, node, inherited) : throw Damaged("The page tree declares pages it does not hold.");
            }

            inherited = inherited.Under(node);
            (reference, node, index) = FindKid(node, index);
        }

        throw Damaged("The page tree is too deep.");
    }

    /// <summary>All pages in order, by walking the whole tree.</summary>
    /// <exception cref="PdfFormatException">The tree is malformed, loops, or holds another number of pages than declared.</exception>
    public IEnumerable<PdfPage> Walk()
    {
        var visited = new HashSet<int>();
        var pending = new Stack<(PdfReference Reference, Inherited Inherited, int Depth)>();
        pending.Push((_root, Inherited.None, 0));
        var found = 0;
        while (pending.TryPop(out var next))
        {
            if (!visited.Add(next.Reference.Number) || next.Depth > _limits.TreeDepth || visited.Count > 2 * _limits.Pages)
            {
                throw Damaged("The page tree runs in a circle or is too deep.");
            }

            var node = NodeOf(next.Reference);
            if (IsLeaf(node))
            {
                found++;
                yield return ToPage(next.Reference, node, next.Inherited);
                continue;
            }

            var kids = KidsOf(node);
            var inherited = next.Inherited.Under(node);
            for (var i = kids.Count - 1; i >= 0; i--)
            {
                pending.Push((kids[i] as PdfReference ?? throw Damaged("A page is not an object of its own."), inherited, next.Depth + 1));
            }
        }

        if (found != Count)
        {
            throw Damaged("The page tree holds another number of pages than it declares.");
        }
    }

    /// <summary>All pages in order with their lists of annotations, and nothing else of them.</summary>
    /// <exception cref="PdfFormatException">As for <see cref="Walk"/>.</exception>
    public IEnumerable<(PdfReference Reference, PdfObject Annotations)> WalkAnnotations()
    {
        var visited = new HashSet<int>();
        var pending = new Stack<(PdfReference Reference, int Depth)>();
        pending.Push((_root, 0));
        var found = 0;
        while (pending.TryPop(out var next))
        {
            if (!visited.Add(next.Reference.Number) || next.Depth > _limits.TreeDepth || visited.Count > 2 * _limits.Pages)
            {
                throw Damaged("The page tree runs in a circle or is too deep.");
            }

            var node = _revision.GetEntries(next.Reference, "Kids", "Annots") ?? throw Damaged("The page tree names a page that does not exist.");
            if (IsLeaf(node))
            {
                found++;
                yield return (next.Reference, node["Annots"]);
                continue;
            }

            var kids = KidsOf(node);
            for (var i = kids.Count - 1; i >= 0; i--)
            {
                pending.Push((kids[i] as PdfReference ?? throw Damaged("A page is not an object of its own."), next.Depth + 1));
            }
        }

        if (found != Count)
        {
            throw Damaged("The page tree holds another number of pages than it declares.");
        }
    }

    private (PdfReference Reference, PdfDictionary Node, int Index) FindKid(PdfDictionary node, int index)
    {
        var kids = KidsOf(node);

        // As many kids as pages: every kid is a page, and the wanted one is known without reading the others.
        if (_revision.Integer(node["Count"]) == kids.Count && index < kids.Count
            && kids[index] is PdfReference direct && NodeOf(direct) is var page && IsLeaf(page))
        {
            return (direct, page, 0);
        }

        foreach (var item in kids)
        {
            var reference = item as PdfReference ?? throw Damaged("A page is not an object of its own.");
            var kid = NodeOf(reference);
            var pages = IsLeaf(kid) ? 1 : _revision.Integer(kid["Count"]) ?? 0;
            if (index < pages)
            {
                return (reference, kid, index);
            }

            index -= (int)Math.Clamp(pages, 0, _limits.Pages);
        }

        throw Damaged("The page tree declares pages it does not hold.");
    }

    private PdfDictionary NodeOf(PdfReference reference) =>
        _revision.Resolve(reference) as PdfDictionary ?? throw Damaged("The page tree names a page that does not exist.");

    private PdfArray KidsOf(PdfDictionary node) => _revision.Array(node["Kids"]) ?? throw Damaged("A node of the page tree has no kids.");

    // /Type is required but often wrong; whether there are kids is what every reader goes by.
    private static bool IsLeaf(PdfDictionary node) => !node.ContainsKey("Kids");

    private PdfPage ToPage(PdfReference reference, PdfDictionary node, Inherited inherited)
    {
        var own = inherited.Under(node);
        var media = PdfRectangle.TryRead(_revision, own.MediaBox) ?? UsLetter;
        if (media.Width <= 0 || media.Height <= 0)
        {
            throw Damaged("A page has no size.");
        }

        var crop = own.CropBox is PdfNull ? media : (PdfRectangle.TryRead(_revision, own.CropBox) ?? media).Within(media);
        var rotate = _revision.Integer(own.Rotate) ?? 0;
        var unit = _revision.Number(node["UserUnit"]) ?? 1;
        return new PdfPage(
            reference, node, media, crop,
            rotate % 90 == 0 ? (int)(((rotate % 360) + 360) % 360) : 0,
            unit is > 0 and <= 75_000 ? unit : 1,
            own.Resources);
    }

    private static PdfFormatException Damaged(string sentence) => new(PdfFormatException.Damaged, sentence);

    private readonly record struct Inherited(PdfObject Resources, PdfObject MediaBox, PdfObject CropBox, PdfObject Rotate)
    {
        public static readonly Inherited None = new(PdfNull.Value, PdfNull.Value, PdfNull.Value, PdfNull.Value);

        public Inherited Under(PdfDictionary node) => new(
            Own(node, "Resources", Resources), Own(node, "MediaBox", MediaBox), Own(node, "CropBox", CropBox), Own(node, "Rotate", Rotate));

        private static PdfObject Own(PdfDictionary node, string key, PdfObject inherited) => node[key] is PdfNull ? inherited : node[key];
    }
}
