namespace Market.Signing.Tests.Pdf.Encryption;

/// <summary>Documents encrypted by qpdf in every way of the standard security handler.</summary>
internal static class Encrypted
{
    public const string OwnerPassword = "owner";

    /// <summary>Name and qpdf's options, which follow the key length.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Ways = new Dictionary<string, string[]>
    {
        ["RC4, 40 bits"] = ["40"],
        ["RC4, 128 bits"] = ["128", "--use-aes=n"],
        ["RC4, crypt filters"] = ["128", "--use-aes=n", "--force-V4"],
        ["AES-128"] = ["128", "--use-aes=y"],
        ["AES-128, metadata left open"] = ["128", "--use-aes=y", "--cleartext-metadata"],
        ["AES-256, revision 5"] = ["256", "--force-R5"],
        ["AES-256, revision 6"] = ["256"],
        ["AES-256, metadata left open"] = ["256", "--cleartext-metadata"],
    };

    public static TheoryData<string> WayNames => [.. Ways.Keys];

    /// <param name="restrictions">Further options, such as <c>--modify=none</c>.</param>
    public static byte[] Make(string sourcePath, string way, string userPassword, string ownerPassword = OwnerPassword, params string[] restrictions)
    {
        Assert.SkipUnless(Tools.Has("qpdf"), "qpdf is not installed.");
        using var output = new TemporaryFile([]);
        var run = Tools.Run(
            "qpdf", ["--allow-weak-crypto", "--encrypt", userPassword, ownerPassword, .. Ways[way], .. restrictions, "--", sourcePath, output.Path]);
        Assert.True(run.ExitCode == 0, run.Output);
        return File.ReadAllBytes(output.Path);
    }
}
