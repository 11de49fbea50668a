using System.Security.Cryptography;
using Market.Signing.GuoMi;

namespace Market.Signing.Validation;

/// <summary>A signature with Chinese algorithms in a PDF: recognised by what /Contents holds, because the names beside it
/// are each producer's own.</summary>
internal sealed class GuoMiCheck
{
    private readonly GuoMiForm _form;
    private readonly ReadOnlyMemory<byte> _contents;
    private readonly string? _subFilter;
    private readonly byte[] _digest;
    private readonly ValidationOptions _options;

    private GuoMiCheck(GuoMiForm form, ReadOnlyMemory<byte> contents, string? subFilter, byte[] digest, ValidationOptions options)
    {
        (_form, _contents, _subFilter, _digest, _options) = (form, contents, subFilter, digest, options);
        Verdict = GuoMiVerdict.Of(form, contents, digest, options);
    }

    /// <summary>What the signature proves by itself.</summary>
    public GuoMiVerdict Verdict { get; }

    /// <summary>Checks the signature when it is one of these; otherwise null.</summary>
    public static GuoMiCheck? Recognise(
        ReadOnlyMemory<byte> contents, string? subFilter, Func<HashAlgorithmName, byte[]> digestRange, ValidationOptions options)
    {
        var form = GuoMiForms.Recognise(contents);
        return form == GuoMiForm.None ? null : new GuoMiCheck(form, contents, subFilter, digestRange(Sm3.Name), options);
    }

    /// <summary>The verdict at the time that is proven, its findings added to those of the signature.</summary>
    /// <param name="documentProof">The earliest document time stamp that covers the signature, if any proves its time.</param>
    /// <param name="findings">Receives what was found.</param>
    public GuoMiVerdict Judge(DateTimeOffset? documentProof, Findings findings)
    {
        var verdict = documentProof is null ? Verdict : GuoMiVerdict.Of(_form, _contents, _digest, _options, documentProof);
        findings.AddRange(verdict.Findings.All);
        if (!IsUsualName(verdict))
        {
            findings.Add(SealReasons.NamesUnusual);
        }

        return verdict;
    }

    private bool IsUsualName(GuoMiVerdict verdict) => _subFilter switch
    {
        "GM.sm2seal" => _form == GuoMiForm.ElectronicSeal,
        "GM.SM2" => _form == GuoMiForm.SignedData && !verdict.Findings.Has(SealReasons.InternationalIdentifiers),

        // Named detached, and yet the digest stands inside: the habit of the producers who use this name.
        "GM.sm2cms.detached" => _form == GuoMiForm.SignedData && !verdict.Findings.Has(SealReasons.DigestInside),
        "ETSI.CAdES.detached" or "adbe.pkcs7.detached" =>
            _form == GuoMiForm.SignedData && verdict.Findings.Has(SealReasons.InternationalIdentifiers),
        _ => false,
    };
}
