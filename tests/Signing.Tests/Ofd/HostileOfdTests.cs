using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Market.Signing.Ofd;

namespace Market.Signing.Tests.Ofd;

/// <summary>Packages made to be read in two ways, to unpack without end, or to reach outside.</summary>
public sealed class HostileOfdTests
{
    [Theory]
    [InlineData("OFD.xml", "ofd-path-unsafe")]
    [InlineData("doc_0/Document.xml", "ofd-path-unsafe")]
    [InlineData("../outside.xml", "ofd-path-unsafe")]
    [InlineData("Doc_0/../OFD.xml", "ofd-path-unsafe")]
    [InlineData("/absolute.xml", "ofd-path-unsafe")]
    [InlineData("Doc_0\\Document.xml", "ofd-path-unsafe")]
    [InlineData("C:/x.xml", "ofd-path-unsafe")]
    public async Task Names_that_repeat_or_lead_out_are_refused(string name, string reason)
    {
        var report = OfdFiles.Judge((await new OfdFiles().SealAsync()).ToZip((name, [1])));

        Assert.Equal((Indication.TotalFailed, false), (report.Verdict, report.Readable));
        Assert.Equal([reason], report.Reasons);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>")]
    public async Task Document_types_and_entities_are_refused(string declaration)
    {
        var package = (await new OfdFiles().SealAsync()).Replace("OFD.xml", "<ofd:OFD", declaration + "<ofd:OFD");

        Assert.Equal(["ofd-xml-unreadable"], OfdFiles.Judge(package.ToZip()).Reasons);
    }

    [Fact]
    public async Task Elements_that_stand_twice_or_nest_without_end_are_refused()
    {
        var twice = (await new OfdFiles().SealAsync()).Replace("Doc_0/Signs/Sign_0/Signature.xml", "<ofd:SignedInfo>", "<ofd:SignedInfo/><ofd:SignedInfo>");
        var deep = (await new OfdFiles().SealAsync()).Replace("OFD.xml", "<ofd:DocInfo/>", string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000)));

        Assert.Equal(["ofd-xml-unreadable"], OfdFiles.Judge(twice.ToZip()).Reasons);
        Assert.Equal(["ofd-xml-unreadable"], OfdFiles.Judge(deep.ToZip()).Reasons);
    }

    [Fact]
    public async Task A_package_that_unpacks_without_end_is_refused()
    {
        var package = await new OfdFiles().SealAsync();
        using var output = new MemoryStream();
        output.Write(package.ToZip());
        using (var archive = new ZipArchive(output, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("Doc_0/Res/bomb.bin", CompressionLevel.Optimal).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++)
            {
                entry.Write(zeros);
            }
        }

        var report = OfdFiles.Judge(output.ToArray());

        Assert.Equal(["ofd-too-large"], report.Reasons);
        Assert.Equal(Indication.Indeterminate, report.Verdict);
    }

    [Fact]
    public async Task A_file_larger_than_it_says_is_damaged()
    {
        var bytes = (await new OfdFiles().SealAsync()).ToZip();
        var entry = FindCentral(bytes, OfdFiles.Page);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(entry + 24), 3);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(entry + 42)) + 22), 3);

        Assert.Equal(["ofd-damaged"], OfdFiles.Judge(bytes).Reasons);
    }

    [Fact]
    public async Task A_name_told_differently_before_the_file_is_damaged()
    {
        var bytes = (await new OfdFiles().SealAsync()).ToZip();
        var entry = FindCentral(bytes, OfdFiles.Page);
        bytes[BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(entry + 42)) + 30] ^= 0x20;

        Assert.Equal(["ofd-damaged"], OfdFiles.Judge(bytes).Reasons);
    }

    [Fact]
    public async Task Two_entries_over_the_same_bytes_are_damaged()
    {
        var bytes = (await new OfdFiles().SealAsync()).ToZip();
        var (one, other) = (FindCentral(bytes, OfdFiles.Page), FindCentral(bytes, "Doc_0/Pages/Page_1/Content.xml"));
        bytes.AsSpan(one + 42, 4).CopyTo(bytes.AsSpan(other + 42));

        Assert.Equal(["ofd-damaged"], OfdFiles.Judge(bytes).Reasons);
    }

    [Fact]
    public async Task Bytes_in_front_and_behind_are_damage_and_between_the_files_keep_it_open()
    {
        var bytes = (await new OfdFiles().SealAsync()).ToZip();
        var directory = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(bytes.Length - 6));
        byte[] between = [.. bytes.AsSpan(0, directory), .. new byte[30], .. bytes.AsSpan(directory)];
        BinaryPrimitives.WriteInt32LittleEndian(between.AsSpan(between.Length - 6), directory + 30);

        Assert.Equal(["ofd-damaged"], OfdFiles.Judge([.. bytes, 1]).Reasons);
        Assert.Equal(["ofd-damaged"], OfdFiles.Judge([.. "PK\u0003\u0004"u8, .. bytes]).Reasons);
        var report = OfdFiles.Judge(between);
        Assert.Equal((Indication.Indeterminate, true), (report.Verdict, report.Readable));
        Assert.Equal(["ofd-hidden-bytes"], report.Reasons);
    }

    [Fact]
    public void Other_archives_and_broken_ones_are_told_apart()
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("word/document.xml").Open().Dispose();
        }

        Assert.Equal(["not-an-ofd"], OfdFiles.Judge(output.ToArray()).Reasons);
        Assert.Equal(["ofd-damaged"], OfdFiles.Judge(Encoding.ASCII.GetBytes("PK\u0003\u0004 and nothing more")).Reasons);
        Assert.Equal(["prefix-bytes"], OfdFiles.Judge(Encoding.ASCII.GetBytes("PK\u0003\u0004 %PDF-1.7")).Reasons);
        Assert.Equal(["not-a-pdf"], OfdFiles.Judge("neither"u8.ToArray()).Reasons);
    }

    [Fact]
    public async Task No_change_of_a_byte_passes_or_breaks_the_verifier()
    {
        var original = (await new OfdFiles().SealAsync()).ToZip();
        Assert.Equal(Indication.TotalPassed, OfdFiles.Judge(original).Verdict);

        Parallel.For(0, 600, i =>
        {
            var at = i * 7919 % original.Length;
            var bytes = i % 10 == 0 ? original[..at] : (byte[])original.Clone();
            if (at < bytes.Length)
            {
                bytes[at] ^= (byte)(1 << (i % 8));
            }

            var report = OfdFiles.Judge(bytes);
            Assert.DoesNotContain("validation-interrupted", report.Reasons);
            Assert.True(report.Verdict != Indication.TotalPassed || HoldsTheSame(original, bytes), $"A change at {at} passed.");
        });
    }

    // Times, attributes and checksums of the container say nothing about the files in it. The list of signatures is left unsigned, so
    // that more may follow; and a value may carry issuers that nobody asks for.
    private static bool HoldsTheSame(byte[] original, byte[] changed)
    {
        var (one, other) = (ZipPackage.Open(new MemoryStream(original)), ZipPackage.Open(new MemoryStream(changed)));
        return one.Names.SequenceEqual(other.Names)
            && one.Names.All(name => name == OfdFiles.List || name.EndsWith("SignedValue.dat", StringComparison.Ordinal) || one.Read(name, int.MaxValue).AsSpan().SequenceEqual(other.Read(name, int.MaxValue)));
    }

    private static int FindCentral(byte[] bytes, string name)
    {
        var at = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(name)) - 46;
        while (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) != 0x02014B50)
        {
            at = bytes.AsSpan(0, at + 46).LastIndexOf(Encoding.UTF8.GetBytes(name)) - 46;
        }

        return at;
    }
}
