using System.Security.Cryptography;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Sealing;

/// <summary>What the author of an empty signature field asks of whoever signs it (/SV, ISO 32000-2, 12.7.5.5, table 237). What is
/// required and met is signed; what is required and not met is refused in words; recommendations are left to the caller.</summary>
internal sealed class SeedValues
{
    // Table 237, /Ff: which entries are requirements.
    private const int FilterRequired = 1 << 0;
    private const int SubFilterRequired = 1 << 1;
    private const int VersionRequired = 1 << 2;
    private const int ReasonsRequired = 1 << 3;
    private const int AttestationRequired = 1 << 4;
    private const int RevocationRequired = 1 << 5;
    private const int DigestRequired = 1 << 6;
    private const int LockRequired = 1 << 7;

    // Table 237, /V: 3 is the parser that knows every entry of PDF 2.0.
    private const int KnownVersion = 3;

    private readonly PdfRevision _revision;
    private readonly PdfDictionary _values;
    private readonly SealTarget _target;
    private readonly long _required;

    private SeedValues(PdfRevision revision, PdfDictionary values, SealTarget target)
    {
        (_revision, _values, _target) = (revision, values, target);
        _required = revision.Integer(values["Ff"]) ?? 0;
    }

    /// <exception cref="SealRefusedException"><c>seed-value</c>: the seal would not be what the field asks for.</exception>
    public static void Require(PdfFile file, SealTarget target, SealOptions options, SignatureNames names, HashAlgorithmName digest)
    {
        if (target.Existing is { } field && file.Current.Dictionary(field.Dictionary["SV"]) is { } values)
        {
            var seeds = new SeedValues(file.Current, values, target);
            seeds.RequireForm(names, digest);
            seeds.RequireContent(options);
            seeds.RequireProof(options);
        }
    }

    private void RequireForm(SignatureNames names, HashAlgorithmName digest)
    {
        RefuseUnless(!Asks(FilterRequired, "Filter") || _revision.Name(_values["Filter"]) == names.Filter, $"the handler {_revision.Name(_values["Filter"])}");
        RefuseUnless(
            !Asks(SubFilterRequired, "SubFilter") || Names("SubFilter").Contains(names.SubFilter), $"one of the forms {string.Join(", ", Names("SubFilter"))}");
        RefuseUnless(!Asks(VersionRequired, "V") || !(_revision.Number(_values["V"]) > KnownVersion), "a newer kind of signature");
        RefuseUnless(
            !Asks(DigestRequired, "DigestMethod") || Names("DigestMethod").Contains(digest.Name ?? ""), $"one of the digests {string.Join(", ", Names("DigestMethod"))}");
        RefuseUnless(_revision.Dictionary(_values["Cert"]) is not { } certificate || (_revision.Integer(certificate["Ff"]) ?? 0) == 0, "particular certificates");
    }

    private void RequireContent(SealOptions options)
    {
        if (Asks(ReasonsRequired, "Reasons"))
        {
            // A single full stop means that no reason may be given.
            var allowed = Names("Reasons");
            RefuseUnless(
                allowed is ["."] ? options.Reason is null : options.Reason is { } reason && allowed.Contains(reason),
                allowed is ["."] ? "no reason" : $"one of the reasons {string.Join(", ", allowed)}");
        }

        // MDP has no flag: 0 is a signature that does not certify, anything else a certification.
        if (_revision.Dictionary(_values["MDP"]) is { } mdp && _revision.Integer(mdp["P"]) is { } permission)
        {
            RefuseUnless(
                (int)(options.Certification ?? 0) == permission, permission == 0 ? "a signature that does not certify" : $"a certification with P = {permission}");
        }

        RefuseUnless(!Asks(AttestationRequired, "LegalAttestation") || options.Certification is null, "a legal attestation");
        RefuseUnless(!Asks(LockRequired, "LockDocument") || _revision.Name(_values["LockDocument"]) != "true", "the whole document to be locked");
    }

    // The level is not known where a remote key signs; whoever completes the signature adds the stamp.
    private void RequireProof(SealOptions options)
    {
        var stamp = _revision.Dictionary(_values["TimeStamp"]);
        RefuseUnless(stamp is null || (_revision.Integer(stamp["Ff"]) ?? 0) == 0 || options.Level is not PadesLevel.BB, "a time stamp");
        RefuseUnless(
            !Asks(RevocationRequired, "AddRevInfo") || _revision.Resolve(_values["AddRevInfo"]) is not PdfBoolean { Value: true } || options.Level is not (PadesLevel.BB or PadesLevel.BT),
            "proofs of revocation state (level B-LT)");
    }

    private bool Asks(int flag, string key) => (_required & flag) != 0 && _values.ContainsKey(key);

    private List<string> Names(string key) =>
        [.. (_revision.Array(_values[key]) ?? PdfArray.Empty).Select(item => _revision.Resolve(item)).Select(TextOf).OfType<string>()];

    private static string? TextOf(PdfObject value) => value switch
    {
        PdfName name => name.Value,
        PdfString text => text.ToText(),
        _ => null,
    };

    private void RefuseUnless(bool holds, string wanted)
    {
        if (!holds)
        {
            throw new SealRefusedException(SealRefusedException.SeedValue, $"The field '{_target.Name}' asks for {wanted}.");
        }
    }
}
