using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Who refers to what in one revision: every object is read once.</summary>
internal sealed class ReferenceScan
{
    /// <summary>Stands for the trailer among the referrers.</summary>
    public const int Trailer = 0;

    private static readonly HashSet<string> ActiveActions = new(StringComparer.Ordinal)
    {
        "JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition", "RichMediaExecute", "GoToE",
    };

    /// <summary>Names without which no object is active.</summary>
    public static IEnumerable<string> ActiveNames => ActiveActions.Append("XFA");

    private readonly Dictionary<int, HashSet<(int Owner, string Key)>> _referrers = [];

    private ReferenceScan()
    {
    }

    /// <summary>Whether an action or script runs, sends or opens something.</summary>
    public bool HasActiveContent { get; private set; }

    /// <summary>Reads all objects of the revision; unreadable ones refer to nothing.</summary>
    public static ReferenceScan Read(PdfRevision revision)
    {
        var scan = new ReferenceScan();
        scan.Visit(Trailer, "", revision.Trailer);
        foreach (var number in revision.AllNumbers())
        {
            try
            {
                scan.Visit(number, "", UpdateChanges.Get(revision, number));
            }
            catch (PdfFormatException)
            {
                // Nothing a reader could show; what needs the object fails on its own.
            }
        }

        return scan;
    }

    /// <summary>Whether an object refers to it; the trailer's own keys show nothing.</summary>
    public bool IsReferenced(int number) => _referrers.TryGetValue(number, out var referrers) && referrers.Any(place => place.Owner != Trailer);

    /// <summary>Whether only these objects refer to it, and each under one key only: in the catalog, the extensions must not
    /// be something else as well.</summary>
    public bool IsOnlyReferencedFrom(int number, IReadOnlySet<int> owners) =>
        !_referrers.TryGetValue(number, out var referrers)
        || (referrers.All(place => owners.Contains(place.Owner)) && referrers.DistinctBy(place => place.Owner).Count() == referrers.Count);

    // The dictionary of a cross-reference stream is a trailer, not content.
    private void Visit(int owner, string key, PdfObject value)
    {
        switch (value)
        {
            case PdfReference reference:
                if (!_referrers.TryGetValue(reference.Number, out var referrers))
                {
                    _referrers[reference.Number] = referrers = [];
                }

                referrers.Add((owner, key));
                break;
            case PdfArray array:
                foreach (var item in array.Items)
                {
                    Visit(owner, key, item);
                }

                break;
            case PdfDictionary dictionary:
                VisitDictionary(owner, key, dictionary);
                break;
            case PdfStream stream when !stream.Dictionary.HasName("Type", "XRef"):
                VisitDictionary(owner, key, stream.Dictionary);
                break;
            default:
                break;
        }
    }

    private void VisitDictionary(int owner, string key, PdfDictionary dictionary)
    {
        HasActiveContent |= (dictionary["S"] is PdfName action && ActiveActions.Contains(action.Value) && IsAction(dictionary))
            || (dictionary.ContainsKey("XFA") && dictionary.ContainsKey("Fields"));
        foreach (var (name, value) in dictionary.Entries)
        {
            // The key of the outermost dictionary says what a reference is for.
            Visit(owner, key.Length == 0 ? name : key, value);
        }
    }

    // /S is also the key of other things (a transparency group, a structure element); those carry none of these.
    private static bool IsAction(PdfDictionary dictionary) =>
        dictionary.HasName("Type", "Action")
        || dictionary.ContainsKey("JS")
        || dictionary.ContainsKey("F")
        || dictionary.ContainsKey("Win")
        || dictionary.ContainsKey("R")
        || dictionary.ContainsKey("CMD")
        || !dictionary.ContainsKey("Type");
}
