namespace Market.Signing.Tests.Pdf.Sealing;

/// <summary>Short ways to seal in tests.</summary>
internal static class Sealing
{
    public static readonly SealPicture UnitSeal = SealPicture.Round("长沙市规划技术审查中心有限公司", "技术审查专用章", number: "4301030012345");

    public static SealOptions Options(params SealPlacement[] placements) => new() { ClaimedAt = TestKeys.At, Placements = placements, Reason = "审查" };

    public static async Task<byte[]> SealAsync(byte[] document, SealOptions options, ISealKey? key = null)
    {
        using var own = key is null ? TestKeys.Create() : null;
        using var input = new MemoryStream(document, writable: false);
        using var output = new MemoryStream();
        await PdfSealer.SealAsync(input, output, key ?? own!, options, tsa: null, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    public static async Task<string> RefusedAsync(byte[] document, SealOptions options) =>
        (await Assert.ThrowsAsync<SealRefusedException>(() => SealAsync(document, options))).Code;
}
