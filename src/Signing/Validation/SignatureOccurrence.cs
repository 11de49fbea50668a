using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>A signature in the revision where it first appears.</summary>
/// <param name="Field">The field as it was then.</param>
/// <param name="Revision">That revision.</param>
/// <param name="Dictionary">The signature dictionary; null when /V is something else.</param>
/// <param name="IsShared">Whether another field shows the same signature.</param>
internal sealed record SignatureOccurrence(SignatureField Field, PdfRevision Revision, PdfDictionary? Dictionary, bool IsShared)
{
    /// <summary>The object that holds the signature dictionary; null when nothing indirect does.</summary>
    public int? ObjectNumber => (Field.Dictionary["V"] as PdfReference ?? Field.Value as PdfReference ?? Field.Reference)?.Number;

    public bool IsDocumentTimestamp => Dictionary?.HasName("SubFilter", "ETSI.RFC3161") is true;
}

/// <summary>Finds every signature that any revision shows, so that none can be made to disappear.</summary>
internal static class SignatureInventory
{
    /// <exception cref="PdfFormatException">A revision's form cannot be read.</exception>
    public static List<SignatureOccurrence> Read(PdfFile file)
    {
        var found = new List<SignatureOccurrence>();
        var known = new HashSet<(string Name, PdfObject Value)>();
        foreach (var revision in file.Revisions)
        {
            var fields = SignatureFields.Read(file, revision).Where(HoldsSomething).ToList();
            foreach (var field in fields.Where(field => known.Add((field.Name, ValueOf(field)))))
            {
                var value = ValueOf(field);
                var isShared = value is PdfReference
                    && (fields.Count(other => ValueOf(other).Equals(value)) > 1 || found.Exists(other => ValueOf(other.Field).Equals(value)));
                found.Add(new SignatureOccurrence(field, revision, revision.Resolve(value) as PdfDictionary, isShared));
            }
        }

        return found;
    }

    // A /V that names a missing object is a damaged signature, not an empty field.
    private static bool HoldsSomething(SignatureField field) => field.IsSigned || field.Dictionary.ContainsKey("V");

    private static PdfObject ValueOf(SignatureField field) => field.IsSigned ? field.Value : field.Dictionary["V"];
}
