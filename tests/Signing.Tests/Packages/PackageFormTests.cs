using System.IO.Compression;
using Market.Signing.Ofd;
using Market.Testing;

namespace Market.Signing.Tests.Packages;

/// <summary>What a result package may look like from outside, and how much of the machine one may take.</summary>
public sealed class PackageFormTests
{
    // Longer, also when packed, than the space in which readers look for the header of a PDF.
    private static readonly byte[] Checks = Noise(0, 4000);

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public async Task A_package_passes_as_it_was_downloaded_and_packed_again(CompressionLevel level)
    {
        var report = ResultPackageFiles.Judge(await ResultPackageFiles.MakeAsync([("checks.json", Checks), ("result.pdf", await ResultPackageFiles.SealAsync())], level));

        Assert.Equal("", string.Join(' ', report.Reasons));
        Assert.Equal((Indication.TotalPassed, SealedFileFormat.ResultPackage), (report.Verdict, report.Format));
        Assert.Equal(2, report.Signatures.Count);
    }

    [Theory]
    [InlineData("MZ something that runs")]
    [InlineData("<html>")]
    public async Task Bytes_in_front_have_their_own_code(string front)
    {
        var package = await ResultPackageFiles.MakeAsync([("checks.json", Checks), ("result.pdf", await ResultPackageFiles.SealAsync())]);

        var report = ResultPackageFiles.Judge([.. System.Text.Encoding.ASCII.GetBytes(front), .. package]);

        Assert.Equal((Indication.TotalFailed, SealedFileFormat.ResultPackage), (report.Verdict, report.Format));
        Assert.Equal(["package-ambiguous"], report.Reasons);
    }

    [Fact]
    public async Task A_document_in_front_or_at_the_head_has_it_too()
    {
        var document = await ResultPackageFiles.SealAsync();

        var behind = ResultPackageFiles.Judge([.. document, .. await ResultPackageFiles.MakeAsync([("checks.json", Checks), ("result.pdf", document)])]);
        var first = ResultPackageFiles.Judge(await ResultPackageFiles.MakeAsync([("result.pdf", document), ("checks.json", Checks)]));

        Assert.Equal([Indication.TotalFailed, Indication.TotalFailed], [behind.Verdict, first.Verdict]);
        Assert.Equal("package-ambiguous", behind.Reasons[0]);
        Assert.Equal(SealedFileFormat.Pdf, behind.Format);
        Assert.Equal(["package-ambiguous"], first.Reasons);
        Assert.Equal(SealedFileFormat.ResultPackage, first.Format);
    }

    [Fact]
    public async Task The_sheets_of_an_album_are_read_where_they_lie()
    {
        var sheets = new List<(string Path, byte[] Content)> { ("checks.json", Checks) };
        for (var number = 1; number <= 24; number++)
        {
            sheets.Add(($"图册/{number:D3}.pdf", await ResultPackageFiles.SealAsync(document: Drawing(number))));
        }

        using var package = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 4096, FileOptions.DeleteOnClose);
        await ResultPackageFiles.WriteAsync(package, sheets);
        ResultPackageFiles.Judge(package);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var report = ResultPackageFiles.Judge(package);

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(report.Verdict == Indication.TotalPassed, string.Join(' ', report.Reasons));
        Assert.Equal(25, report.Signatures.Count);
        Assert.True(package.Length > 48 << 20, $"The package is {package.Length} bytes.");
        Assert.True(taken < package.Length / 3, $"{taken} bytes were taken for a package of {package.Length}.");
    }

    [Fact]
    public void What_lies_in_it_as_it_is_may_be_large_and_what_is_packed_may_not()
    {
        using var stored = new CraftedZip().Add("数据/点云.las", 700L << 20).Add("report.pdf", 10).Finish();
        using var packed = new CraftedZip().Add("数据/点云.las", 700L << 20, packedInto: 1 << 20).Add("report.pdf", 10).Finish();

        Assert.Equal(700L << 20, ZipPackage.Open(stored, isArchive: true).SizeOf("数据/点云.las"));
        Assert.Equal("ofd-too-large", Assert.Throws<OfdFormatException>(() => ZipPackage.Open(stored)).Reason.Code);
        Assert.Equal((Indication.Indeterminate, "package-too-large"), Verdict(packed));
    }

    [Fact]
    public void A_package_beyond_four_gigabytes_is_read_and_its_two_directories_must_agree()
    {
        using var large = new CraftedZip().Add("a.bin", 0xFFFF_FF00).Add("b.bin", 0xFFFF_FF00).Add("report.pdf", 10).Finish();
        using var liar = new CraftedZip { LiesBy = 1 }.Add("a.bin", 0xFFFF_FF00).Add("b.bin", 0xFFFF_FF00).Add("report.pdf", 10).Finish();

        var package = ZipPackage.Open(large, isArchive: true);

        Assert.False(package.HasHiddenBytes);
        Assert.Equal(["a.bin", "b.bin", "report.pdf"], package.Names);
        Assert.Equal(10, package.OpenStored("report.pdf")!.Length);
        Assert.Equal("ofd-damaged", Assert.Throws<OfdFormatException>(() => ZipPackage.Open(liar, isArchive: true)).Reason.Code);
    }

    private static (Indication Verdict, string Reason) Verdict(Stream package)
    {
        var report = ResultPackageFiles.Judge(package);
        return (report.Verdict, Assert.Single(report.Reasons));
    }

    private static byte[] Noise(int number, int length)
    {
        var numbers = new Sequence((ulong)number);
        var noise = new byte[length];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (byte)numbers.Next(256);
        }

        return noise;
    }

    // A sheet whose picture does not get smaller by packing it.
    private static byte[] Drawing(int number)
    {
        var picture = Noise(number, 2 << 20);
        return Pdf.PdfText.OnePage()
            .Object(4, $"<</Length {picture.Length}>>stream\n{System.Text.Encoding.Latin1.GetString(picture)}\nendstream")
            .End("/Size 5/Root 1 0 R").Bytes;
    }
}
