using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Who refers to what in one revision: every object is read once.</summary>
internal sealed class ReferenceScan
{
    /// <summary>Stands for the trailer among the referrers.</summary>
    public const int Trailer = 0;

    private readonly Dictionary<int, HashSet<(int Owner, string Key)>> _referrers = [];

    private readonly PdfRevision _revision;
    private readonly bool _seeksActive;
    private bool _isActive;

    private ReferenceScan(PdfRevision revision, bool seeksActive) => (_revision, _seeksActive) = (revision, seeksActive);

    /// <summary>Reads all objects of the revision; unreadable ones refer to nothing.</summary>
    public static ReferenceScan Read(PdfRevision revision) => new ReferenceScan(revision, seeksActive: false).Visit(revision.AllNumbers());

    /// <summary>Whether any of these objects runs, sends or opens something, or is taken from another file.</summary>
    public static bool IsActive(PdfRevision revision, IEnumerable<int> numbers) => new ReferenceScan(revision, seeksActive: true).Visit(numbers)._isActive;

    private ReferenceScan Visit(IEnumerable<int> numbers)
    {
        Visit(Trailer, "", _revision.Trailer);
        foreach (var number in numbers)
        {
            try
            {
                var value = UpdateChanges.Get(_revision, number);
                _isActive |= _seeksActive && ActiveDictionary.IsAction(value);
                Visit(number, "", value);
            }
            catch (PdfFormatException exception)
            {
                // Nothing a reader could show; what needs the object fails on its own. A stream whose content is in another file
                // (ISO 32000-2, 7.3.8.2) is not read here at all.
                _isActive |= exception.Code == PdfFormatException.Unsupported;
            }
        }

        return this;
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
        foreach (var (name, value) in dictionary.Entries)
        {
            // The key of the outermost dictionary says what a reference is for.
            Visit(owner, key.Length == 0 ? name : key, value);
        }

        _isActive = _isActive || (_seeksActive && IsActive(dictionary));
    }

    private bool IsActive(PdfDictionary dictionary)
    {
        try
        {
            return ActiveDictionary.Is(_revision, dictionary);
        }
        catch (PdfFormatException)
        {
            // What cannot be read does not run either.
            return false;
        }
    }
}
