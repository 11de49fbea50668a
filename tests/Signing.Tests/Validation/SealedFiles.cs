using System.Text;
using Market.Development;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>Files sealed by ourselves, and what is needed to judge them. The sealed bytes are made once.</summary>
internal static class SealedFiles
{
    public const string PractitionerField = "Seal1";
    public const string UnitField = "Seal2";
    public static readonly byte[] MarketJson = Encoding.UTF8.GetBytes("{\"task\":\"RW-2026-000123\",\"report\":\"YG-JS-2026-031\"}");

    private static readonly Lazy<IssuedCertificate> Practitioner = new(() => TestPki.Pki.IssuePractitionerSeal(
        "周敏", "注册城乡规划师", "0412430123", TestPki.AgencyName, TestPki.AgencyCode));

    private static readonly Lazy<Task<byte[]>> PractitionerOnly = new(() => SealAsync(
        File.ReadAllBytes(SampleDocuments.PathOf("technical-review.pdf")),
        Practitioner.Value.Open(),
        Options(1, 60, 230, SealPicture.Rectangular("注册城乡规划师", "周敏", "0412430123")) with
        {
            Attachments = [new PdfAttachment("market.json", "application/json", MarketJson)],
        }));

    private static readonly Lazy<Task<byte[]>> Both = new(async () => await SealAsync(
        await PractitionerOnly.Value, TestPki.UnitKey(), Options(1, 150, 230, SealPicture.Round(TestPki.AgencyName))));

    /// <summary>Options of the department that trusts the development PKI.</summary>
    public static ValidationOptions Trusting { get; } = new()
    {
        TrustAnchors = [TestPki.Pki.Root],
        TimestampAnchors = [TestPki.Pki.Root],
        AsOf = TestPki.Now.AddHours(1),
    };

    /// <summary>Sealed by the practitioner, with market.json inside.</summary>
    public static async Task<byte[]> OnceAsync() => (byte[])(await PractitionerOnly.Value).Clone();

    /// <summary>Sealed by the practitioner, then by the unit.</summary>
    public static async Task<byte[]> TwiceAsync() => (byte[])(await Both.Value).Clone();

    public static SealOptions Options(int page, double x, double y, SealPicture picture) => new()
    {
        ClaimedAt = TestPki.Now,
        Placements = [new SealImpression(page, x, y, picture)],
    };

    /// <summary>Seals with a time stamp of the development PKI unless another authority, or none, is wanted.</summary>
    public static async Task<byte[]> SealAsync(byte[] pdf, ISealKey key, SealOptions? options = null, ITimestampAuthority? tsa = null, bool stamped = true)
    {
        using (key)
        {
            using var output = new MemoryStream();
            await PdfSealer.SealAsync(
                new MemoryStream(pdf),
                output,
                key,
                options ?? new SealOptions { ClaimedAt = TestPki.Now },
                stamped ? tsa ?? TestPki.Pki.TimestampAuthority : null,
                TestContext.Current.CancellationToken);
            return output.ToArray();
        }
    }

    public static SealReport Judge(byte[] pdf, ValidationOptions? options = null)
    {
        using var stream = new MemoryStream(pdf);
        return PdfSealValidator.Validate(stream, options ?? Trusting);
    }
}
