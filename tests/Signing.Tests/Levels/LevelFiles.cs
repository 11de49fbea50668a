using Market.Development;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Levels;

/// <summary>Short ways to seal at a level and to extend, with the services of the development PKI.</summary>
internal static class LevelFiles
{
    public static readonly SealServices Services = new()
    {
        Timestamps = TestPki.Pki.TimestampAuthority,
        Revocation = TestPki.Pki.Revocation,
    };

    public static byte[] Sample(string name) => File.ReadAllBytes(SampleDocuments.PathOf(name));

    public static async Task<byte[]> SealAsync(
        byte[] document, PadesLevel level, ISealKey? key = null, SealServices? services = null, SealOptions? options = null)
    {
        using var own = key is null ? TestPki.UnitKey() : null;
        using var output = new MemoryStream();
        var outcome = await PdfSealer.SealAsync(
            new MemoryStream(document, writable: false), output, key ?? own!,
            (options ?? SealedFiles.Options(1, 60, 60, Pdf.Sealing.Sealing.UnitSeal)) with { Level = level },
            services ?? Services, TestContext.Current.CancellationToken);
        Assert.Equal(level, outcome.Level);
        return output.ToArray();
    }

    public static async Task<byte[]> ExtendAsync(byte[] document, PadesLevel level, SealServices? services = null, DateTimeOffset? at = null)
    {
        using var output = new MemoryStream();
        await PdfExtender.ExtendAsync(
            new MemoryStream(document, writable: false), output, new ExtendOptions { Level = level, At = at ?? TestPki.Now },
            services ?? Services, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    /// <summary>A PKI whose clock can be moved, for what happens years later.</summary>
    public static (DevelopmentPki Pki, ManualClock Clock, SealServices Services) Aging(TemporaryDirectory directory)
    {
        var clock = new ManualClock(TestPki.Now);
        var pki = DevelopmentPki.OpenOrCreate(directory.File("pki"), clock);
        return (pki, clock, new SealServices { Timestamps = pki.TimestampAuthority, Revocation = pki.Revocation });
    }

    public static ValidationData StoreOf(byte[] document)
    {
        using var stream = new MemoryStream(document);
        using var file = PdfFile.Open(stream);
        return ValidationStore.Read(file.Current);
    }

    public static int Revisions(byte[] document)
    {
        using var stream = new MemoryStream(document);
        using var file = PdfFile.Open(stream);
        return file.Revisions.Count;
    }
}
