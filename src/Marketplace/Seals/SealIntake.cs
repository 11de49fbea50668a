using Market.Marketplace.Agencies;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Trust;
using Market.Signing;

namespace Market.Marketplace.Seals;

/// <summary>A seal that has been looked into: what it looks like, its certificate and where its key is.</summary>
internal sealed record SealIntakeResult(string Text, SealAppearance Appearance, byte[] Certificate, string KeyReference);

/// <summary>Takes in what a registered maker handed over: reads it, checks it, and keeps picture, seal file and key.</summary>
public sealed class SealIntake(IBlobStore blobs, ISealKeyVault vault, TrustList trust)
{
    private const double NarrowestMillimetres = 10;
    private const double WidestMillimetres = 80;

    /// <summary>Checks and keeps everything that an import brings.</summary>
    internal async Task<SealIntakeResult> TakeAsync(SealImport import, SealHolder holder, Practitioner? practitioner, OperationContext context)
    {
        // Pictures and certificates are looked at before a key is kept.
        using var alone = import.Certificate is { } encoded ? SealCertificate.Load(encoded) : null;
        using var key = import.Key is null ? null : await vault.OpenImportAsync(import.Key, alone, context.Cancellation);
        var certificate = key?.Certificate ?? alone ?? throw new RuleViolationException("certificate-missing");
        SealCertificate.Require(certificate, holder, practitioner, context);
        var (appearance, text) = await AppearanceAsync(import, certificate.RawData, context);
        var words = string.IsNullOrWhiteSpace(import.Text) ? text ?? practitioner?.Name ?? holder.Name : import.Text.Trim();
        var reference = key is null ? "" : await vault.KeepAsync(import.Key!, key, context.Cancellation);
        return new SealIntakeResult(words, appearance, certificate.RawData, reference);
    }

    private async Task<(SealAppearance Appearance, string? Text)> AppearanceAsync(SealImport import, byte[] certificate, OperationContext context)
    {
        if (import.ElectronicSeal is { } file)
        {
            return await ElectronicAsync(file, certificate, context);
        }

        if (import.Picture is not { } png)
        {
            throw new RuleViolationException("seal-picture-missing");
        }

        if (import.WidthMillimetres is not { } width || width is < NarrowestMillimetres or > WidestMillimetres)
        {
            throw new RuleViolationException("seal-size", NarrowestMillimetres, WidestMillimetres);
        }

        var picture = ReadPicture(png, width);
        return (new SealAppearance(SealForm.Picture, width, picture.HeightMillimetres, await KeepAsync(png, context)), null);
    }

    // GB/T 38540-2020 and GM/T 0031-2025: the maker's signature, its certificate, the seal's period; and the seal must list the
    // certificate with which it will be used, so that a renewed certificate needs a re-made seal.
    private async Task<(SealAppearance Appearance, string? Text)> ElectronicAsync(byte[] file, byte[] certificate, OperationContext context)
    {
        var roots = await trust.CurrentAsync(context.Cancellation);
        var report = ElectronicSeal.Verify(file, new ValidationOptions
        {
            TrustAnchors = roots.SealAnchors,
            TimestampAnchors = roots.TimestampAnchors,
            AsOf = context.At,
        });
        if (report.Seal is not { } seal || report.Indication != Indication.TotalPassed)
        {
            throw new RuleViolationException("seal-file-refused", new SigningReason(report.Reasons.Count > 0 ? report.Reasons[0] : "ses-unreadable"));
        }

        if (!seal.Permits(certificate))
        {
            throw new RuleViolationException("seal-does-not-list-certificate", seal.Name);
        }

        if (!seal.Picture.Format.Equals("PNG", StringComparison.OrdinalIgnoreCase))
        {
            throw new RuleViolationException("seal-picture-format", seal.Picture.Format);
        }

        var png = seal.Picture.Bytes.ToArray();
        ReadPicture(png, seal.Picture.WidthMillimetres);
        return (
            new SealAppearance(
                SealForm.ElectronicSeal, seal.Picture.WidthMillimetres, seal.Picture.HeightMillimetres, await KeepAsync(png, context),
                await KeepAsync(file, context), seal.Id, CertificateFacts.Of(seal.MakerCertificate.ToArray()).Subject, seal.ValidTo),
            seal.Name);
    }

    private static SealPicture ReadPicture(byte[] png, double width)
    {
        try
        {
            return SealPicture.Image(png, width, "");
        }
        catch (SealRefusedException e)
        {
            throw new RuleViolationException("seal-picture-refused", new SigningReason(e.Code));
        }
    }

    private async Task<string> KeepAsync(byte[] bytes, OperationContext context)
    {
        using var stream = new MemoryStream(bytes);
        return (await blobs.PutAsync(stream, context.Cancellation)).Sha256;
    }
}
