using System.Text;
using Market.Signing.GuoMi;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.GuoMi;

/// <summary>Seals and seal signatures made by our own code; defaults are valid, tests override what they are about.</summary>
internal static class TestSeals
{
    public const string PropertyInfo = "/Doc_0/Signs/Sign_0/Signature.xml";
    public static readonly byte[] Content = Encoding.UTF8.GetBytes("规划方案技术审查报告");
    public static readonly byte[] ContentDigest = Sm3.HashData(Content);
    public static readonly DateTimeOffset Now = Sm2Pki.Now;

    public static ValidationOptions Trusting =>
        new() { TrustAnchors = [Sm2Pki.Issuing], TimestampAnchors = [Sm2Pki.Root], AsOf = Now.AddHours(1), RequireTimestamp = false };

    public static ElectronicSealContent SealContent(ElectronicSealVersion version = ElectronicSealVersion.Gmt0031Of2025) => new()
    {
        Version = version,
        Id = "43010000001721",
        VendorId = "MARKET",
        Name = TestPki.AgencyName,
        SignerCertificates = [Sm2Pki.Unit.Certificate],
        CreatedAt = Now.AddDays(-30),
        ValidFrom = Now.AddDays(-30),
        ValidTo = Now.AddYears(1),
        Picture = new ElectronicSealPicture("PNG", new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }, 40, 40),
    };

    public static Task<ElectronicSeal> SealAsync(ElectronicSealContent? content = null, ITimestampAuthority? tsa = null) =>
        ElectronicSeal.IssueAsync(content ?? SealContent(), Sm2Pki.Maker, tsa, TestContext.Current.CancellationToken);

    public static async Task<byte[]> SignAsync(ElectronicSeal? seal = null, ISealKey? key = null, ITimestampAuthority? tsa = null) =>
        await ElectronicSealSignature.SignAsync(
            seal ?? await SealAsync(), ContentDigest, PropertyInfo, key ?? Sm2Pki.Unit, Now, tsa, TestContext.Current.CancellationToken);
}
