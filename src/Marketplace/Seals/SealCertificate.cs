using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;

namespace Market.Marketplace.Seals;

/// <summary>Whether a certificate may stand behind a seal: its holder is the seal's, it is for signing, and it is in force.</summary>
internal static class SealCertificate
{
    private const string CommonName = "2.5.4.3";
    private const int CreditCodeLength = 18;
    private const X509KeyUsageFlags Signing = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;

    /// <summary>Reads DER or PEM.</summary>
    /// <exception cref="RuleViolationException">It is neither.</exception>
    public static X509Certificate2 Load(byte[] encoded)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(encoded);
        }
        catch (CryptographicException e)
        {
            throw new RuleViolationException("certificate-unreadable", e);
        }
    }

    /// <summary>Refuses a certificate that is not the holder's, not for signing or not in force.</summary>
    public static void Require(X509Certificate2 certificate, SealHolder holder, Practitioner? practitioner, OperationContext context)
    {
        var names = NamesIn(certificate);
        if (names.Select(name => CreditCodeIn(name.Value)).OfType<string>().ToList() is { Count: > 0 } codes
            ? !codes.Contains(holder.CreditCode)
            : !names.Any(name => name.Value.Contains(holder.Name, StringComparison.Ordinal)))
        {
            throw new RuleViolationException("certificate-other-unit", holder.Name);
        }

        if (practitioner is not null
            && !names.Any(name => name.Oid == CommonName && name.Value.Contains(practitioner.Name, StringComparison.Ordinal)))
        {
            throw new RuleViolationException("certificate-other-person", practitioner.Name);
        }

        if (certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is { } usage && (usage.KeyUsages & Signing) == 0)
        {
            throw new RuleViolationException("certificate-not-for-signing");
        }

        if (context.At < certificate.NotBefore.ToUniversalTime() || context.At > certificate.NotAfter.ToUniversalTime())
        {
            throw new RuleViolationException(
                "certificate-expired", practitioner?.Name ?? holder.Name, Calendars.ChinaTime.DayOf(certificate.NotAfter.ToUniversalTime()));
        }
    }

    private static List<(string Oid, string Value)> NamesIn(X509Certificate2 certificate)
    {
        var names = new List<(string, string)>();
        try
        {
            foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
            {
                if (!part.HasMultipleElements && part.GetSingleElementType().Value is { } oid && part.GetSingleElementValue() is { } value)
                {
                    names.Add((oid, value));
                }
            }
        }
        catch (CryptographicException)
        {
            // Names in circulation are not always well formed; what was read so far decides.
        }

        return names;
    }

    // A plain code, or one behind a prefix of EN 319 412-1, 5.1.4 such as NTRCN-.
    private static string? CreditCodeIn(string value)
    {
        var code = value[(value.LastIndexOf('-') + 1)..];
        return code.Length == CreditCodeLength && CreditCode.IsValid(code) ? code : null;
    }
}
