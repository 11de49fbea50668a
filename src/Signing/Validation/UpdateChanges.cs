using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>The objects one incremental update touches, compared by content with the revision before.</summary>
internal sealed class UpdateChanges
{
    private const int DeepestComparison = 6;
    private readonly PdfFile _file;

    public UpdateChanges(PdfFile file, PdfRevision before, PdfRevision after)
    {
        _file = file;
        (Before, After) = (before, after);
        foreach (var (number, entry) in after.OwnEntries())
        {
            if (number != 0)
            {
                Classify(number, entry);
            }
        }
    }

    public PdfRevision Before { get; }

    public PdfRevision After { get; }

    /// <summary>Numbers whose object is another one now, or gone.</summary>
    public HashSet<int> Changed { get; } = [];

    /// <summary>Numbers that had no object before.</summary>
    public HashSet<int> Added { get; } = [];

    /// <summary>Every number the update gives an object for, also where the object is the same as before.</summary>
    public HashSet<int> Written { get; } = [];

    public static PdfObject Get(PdfRevision revision, int number) =>
        revision.TryFind(number, out var entry) && entry.Kind != XrefEntryKind.Free
            ? revision.Get(new PdfReference(number, entry.Kind == XrefEntryKind.InUse ? entry.Generation : 0))
            : PdfNull.Value;

    /// <summary>As <see cref="Get"/>; null where the object cannot be read.</summary>
    public static PdfObject? TryGet(PdfRevision revision, int number)
    {
        try
        {
            return Get(revision, number);
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether two values are the same; streams are compared with their content.</summary>
    public bool Same(PdfObject one, PdfObject other) => (one, other) switch
    {
        (PdfStream left, PdfStream right) => _file.SameContent(left, right),
        _ => one.Equals(other),
    };

    /// <summary>Whether two values say the same, looking through references that were merely renumbered.</summary>
    public bool SameMeaning(PdfObject before, PdfObject after) => SameMeaning(before, after, DeepestComparison);

    private bool SameMeaning(PdfObject before, PdfObject after, int depth)
    {
        if (before is PdfReference reference && before.Equals(after))
        {
            return !Changed.Contains(reference.Number);
        }

        return depth > 0 && (Before.Resolve(before), After.Resolve(after)) switch
        {
            (PdfDictionary one, PdfDictionary other) =>
                one.Count == other.Count && one.Keys.All(key => other.ContainsKey(key) && SameMeaning(one[key], other[key], depth - 1)),
            (PdfArray one, PdfArray other) =>
                one.Count == other.Count && Enumerable.Range(0, one.Count).All(i => SameMeaning(one[i], other[i], depth - 1)),
            (PdfDictionary or PdfArray, _) => false,
            var (one, other) => Same(one, other),
        };
    }

    private void Classify(int number, XrefEntry entry)
    {
        var isThere = entry.Kind != XrefEntryKind.Free;
        var wasThere = Before.TryFind(number, out var earlier) && earlier.Kind != XrefEntryKind.Free;
        if (isThere)
        {
            Written.Add(number);
        }

        if (!wasThere)
        {
            // Freeing a number that was never in use changes nothing; some producers do it for every number.
            if (isThere)
            {
                Added.Add(number);
            }
        }
        else if (!isThere || !IsSame(number, earlier, entry))
        {
            Changed.Add(number);
        }
    }

    private bool IsSame(int number, XrefEntry earlier, XrefEntry entry)
    {
        if (GenerationOf(earlier) != GenerationOf(entry))
        {
            return false;
        }

        try
        {
            var (old, current) = (Get(Before, number), Get(After, number));

            // A cross-reference stream is where the update is described; it is not content.
            return Same(old, current) || (IsXrefStream(old) && IsXrefStream(current));
        }
        catch (PdfFormatException)
        {
            return false;
        }
    }

    private static int GenerationOf(XrefEntry entry) => entry.Kind == XrefEntryKind.InUse ? entry.Generation : 0;

    private static bool IsXrefStream(PdfObject value) => value is PdfStream stream && stream.Dictionary.HasName("Type", "XRef");
}
