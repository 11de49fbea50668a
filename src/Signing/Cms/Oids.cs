namespace Market.Signing.Cms;

/// <summary>Object identifiers used in CMS, time stamps and certificates.</summary>
internal static class Oids
{
    // RFC 5652
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";

    // RFC 5035 and RFC 2634
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    // ISO 32000-2, 12.8.3.3.2 and EN 319 122-1
    public const string AdobeRevocationInfo = "1.2.840.113583.1.1.8";
    public const string RevocationValues = "1.2.840.113549.1.9.16.2.24";

    // RFC 3161
    public const string SignatureTimeStamp = "1.2.840.113549.1.9.16.2.14";
    public const string TstInfo = "1.2.840.113549.1.9.16.1.4";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    // RFC 5280, 4.2.1.12
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    // Digests
    public const string Md5 = "1.2.840.113549.2.5";
    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha224 = "2.16.840.1.101.3.4.2.4";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";
    public const string Sha3With256 = "2.16.840.1.101.3.4.2.8";
    public const string Sha3With384 = "2.16.840.1.101.3.4.2.9";
    public const string Sha3With512 = "2.16.840.1.101.3.4.2.10";
    public const string Shake256 = "2.16.840.1.101.3.4.2.12";
    public const string Shake256WithLength = "2.16.840.1.101.3.4.2.18";

    // Signatures
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string Mgf1 = "1.2.840.113549.1.1.8";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string Md5WithRsa = "1.2.840.113549.1.1.4";
    public const string Sha1WithRsa = "1.2.840.113549.1.1.5";
    public const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    public const string Sha384WithRsa = "1.2.840.113549.1.1.12";
    public const string Sha512WithRsa = "1.2.840.113549.1.1.13";
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string EcdsaWithSha1 = "1.2.840.10045.4.1";
    public const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    public const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";

    public const string Sha3With256AndRsa = "2.16.840.1.101.3.4.3.14";
    public const string Sha3With384AndRsa = "2.16.840.1.101.3.4.3.15";
    public const string Sha3With512AndRsa = "2.16.840.1.101.3.4.3.16";
    public const string EcdsaWithSha3With256 = "2.16.840.1.101.3.4.3.10";
    public const string EcdsaWithSha3With384 = "2.16.840.1.101.3.4.3.11";
    public const string EcdsaWithSha3With512 = "2.16.840.1.101.3.4.3.12";

    // RFC 8410
    public const string Ed25519 = "1.3.101.112";
    public const string Ed448 = "1.3.101.113";

    // BSI TR-03111: the value is r and s side by side instead of their DER.
    public const string PlainEcdsaWithSha256 = "0.4.0.127.0.7.1.1.4.1.3";
    public const string PlainEcdsaWithSha384 = "0.4.0.127.0.7.1.1.4.1.4";
    public const string PlainEcdsaWithSha512 = "0.4.0.127.0.7.1.1.4.1.5";

    // Certificates
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string BasicConstraints = "2.5.29.19";
    public const string CertificatePolicies = "2.5.29.32";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string IssuerAlternativeName = "2.5.29.18";
    public const string NameConstraints = "2.5.29.30";
    public const string PolicyMappings = "2.5.29.33";
    public const string PolicyConstraints = "2.5.29.36";
    public const string InhibitAnyPolicy = "2.5.29.54";
    public const string QcStatements = "1.3.6.1.5.5.7.1.3";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    public const string OcspAccess = "1.3.6.1.5.5.7.48.1";
    public const string CaIssuersAccess = "1.3.6.1.5.5.7.48.2";

    // RFC 6960
    public const string OcspBasic = "1.3.6.1.5.5.7.48.1.1";
    public const string OcspNonce = "1.3.6.1.5.5.7.48.1.2";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    // RFC 5280, 5: revocation lists
    public const string CrlNumber = "2.5.29.20";
    public const string CrlReason = "2.5.29.21";
    public const string DeltaCrlIndicator = "2.5.29.27";
    public const string IssuingDistributionPoint = "2.5.29.28";
    public const string AuthorityKeyIdentifier = "2.5.29.35";

    // Names
    public const string CommonName = "2.5.4.3";
    public const string SerialNumber = "2.5.4.5";
    public const string Organization = "2.5.4.10";
    public const string Title = "2.5.4.12";
    public const string OrganizationIdentifier = "2.5.4.97";
}
