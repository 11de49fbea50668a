using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Certificates;

/// <summary>Who a certificate says its holder is.</summary>
/// <param name="CommonName">CN, the person's or the unit's name.</param>
/// <param name="Organisation">O, the unit.</param>
/// <param name="OrganisationCode">The unit's 统一社会信用代码.</param>
/// <param name="Title">A practitioner's title, for example 注册城乡规划师.</param>
/// <param name="SerialNumber">A practitioner's registration number.</param>
internal sealed record SubjectName(string? CommonName, string? Organisation, string? OrganisationCode, string? Title, string? SerialNumber)
{
    private const int CreditCodeLength = 18;

    public static SubjectName Read(X509Certificate2 certificate)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
            {
                if (!part.HasMultipleElements && part.GetSingleElementType().Value is { } oid && part.GetSingleElementValue() is { } value)
                {
                    values.TryAdd(oid, value);
                }
            }
        }
        catch (CryptographicException)
        {
            // Names in circulation are not always well formed; what was read so far still helps the reader.
        }

        return From(values);
    }

    /// <summary>Names the parts of a distinguished name, given by object identifier.</summary>
    public static SubjectName From(IReadOnlyDictionary<string, string> values)
    {
        var organisation = values.GetValueOrDefault(Oids.Organization);
        var serialNumber = values.GetValueOrDefault(Oids.SerialNumber);
        return new SubjectName(
            values.GetValueOrDefault(Oids.CommonName),
            organisation,
            CreditCode(values.GetValueOrDefault(Oids.OrganizationIdentifier)) ?? CreditCode(serialNumber),
            values.GetValueOrDefault(Oids.Title),
            serialNumber);
    }

    // A plain code, or one behind a prefix of EN 319 412-1, 5.1.4 such as NTRCN-.
    private static string? CreditCode(string? value)
    {
        var code = value?[(value.LastIndexOf('-') + 1)..];
        return code is { Length: CreditCodeLength } && code.All(char.IsAsciiLetterOrDigit) ? code.ToUpperInvariant() : null;
    }
}
