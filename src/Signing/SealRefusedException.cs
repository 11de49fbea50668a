namespace Market.Signing;

/// <summary>A seal was not made because a rule forbids it; the file and the key are unchanged.</summary>
/// <remarks>The code is stable and explained in the reason catalogue, for example <c>certificate-expired</c>.</remarks>
public sealed class SealRefusedException : Exception
{
    /// <summary>A certification signature (DocMDP, P = 1) allows no further change.</summary>
    public const string LockedByCertification = "locked-by-certification";

    /// <summary>An earlier signature locked the field that was to be sealed (FieldMDP).</summary>
    public const string LockedField = "locked-field";

    /// <summary>The author of an encrypted document does not allow this to whoever lacks the owner password.</summary>
    public const string ForbiddenByPermissions = "forbidden-by-permissions";

    /// <summary>Drawing, attachments or a second place of the seal were asked for after a signature: they would break it.</summary>
    public const string StampAfterSignature = "stamp-after-signature";

    /// <summary>The document bears no seal, so there is nothing to extend.</summary>
    public const string NotSealed = "not-sealed";

    /// <summary>Only the first signature of a document can certify it.</summary>
    public const string CertificationNotFirst = "certification-not-first";

    /// <summary>A certification that allows no change contradicts what is to be added later: validation data, a second signature.</summary>
    public const string CertificationAgainstLevel = "certification-against-level";

    /// <summary>The empty field asks for something that this seal is not (/SV).</summary>
    public const string SeedValue = "seed-value";

    /// <summary>The certificate was issued with an algorithm that is no longer good enough.</summary>
    public const string CertificateTooWeak = "certificate-too-weak";

    /// <summary>The named field holds a signature already.</summary>
    public const string FieldAlreadySigned = "field-already-signed";

    /// <summary>The named field cannot carry this seal, or its name is of no use for a new field.</summary>
    public const string UnusableField = "unusable-field";

    /// <summary>The document has no signature field of the name asked for.</summary>
    public const string NoSuchField = "no-such-field";

    /// <summary>The page asked for does not exist.</summary>
    public const string NoSuchPage = "no-such-page";

    /// <summary>The seal or stamp would not lie wholly on the page.</summary>
    public const string OutsidePage = "outside-page";

    /// <summary>The file handed in as a seal's picture is no PNG file, damaged, or too large.</summary>
    public const string UnusablePicture = "unusable-picture";

    /// <summary>The keyword is not in the text of the pages.</summary>
    public const string KeywordNotFound = "keyword-not-found";

    /// <summary>The keyword stands in more places than a seal is ever put.</summary>
    public const string TooManyPlaces = "too-many-places";

    /// <summary>A straddle seal was asked for on a single page.</summary>
    public const string NothingToStraddle = "nothing-to-straddle";

    /// <summary>The signature does not fit in the space reserved for it.</summary>
    public const string ContainerTooSmall = "container-too-small";

    /// <summary>The text asked for holds a character that the seal font cannot draw.</summary>
    public const string CharacterNotInFont = "character-not-in-font";

    /// <summary>The key is one for SM2, which <see cref="Sm2SealKey"/> opens; as an ECDSA key it would make worthless signatures.</summary>
    public const string KeyIsSm2 = "key-is-sm2";

    /// <summary>No certificate was given that is the key's.</summary>
    public const string CertificateOfOtherKey = "certificate-of-other-key";

    /// <summary>The PKCS#11 module of the tokens is not there or does not work.</summary>
    public const string TokenModuleMissing = "token-module-missing";

    /// <summary>No token of the address asked for is in a slot.</summary>
    public const string TokenAbsent = "token-absent";

    /// <summary>The token's PIN is locked, ended or was never set.</summary>
    public const string TokenLocked = "token-locked";

    /// <summary>The token asks for its PIN, and none was given.</summary>
    public const string PinMissing = "pin-missing";

    /// <summary>The token does not accept the PIN.</summary>
    public const string PinWrong = "pin-wrong";

    public SealRefusedException(string code, string message)
        : base(message) => Code = code;

    public SealRefusedException(string code, string message, Exception innerException)
        : base(message, innerException) => Code = code;

    /// <summary>Stable, lower-case, hyphenated: <c>key-too-weak</c>, <c>locked-by-certification</c> and so on.</summary>
    public string Code { get; }
}
