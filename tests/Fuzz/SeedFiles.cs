using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Market.Signing;
using Market.Signing.Pdf.Filters;

namespace Market.Fuzz;

/// <summary>The documents that are mutated, and the key that tries to seal them.</summary>
internal static class SeedFiles
{
    public static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(8));

    /// <summary>The committed documents, each also signed, and a file of bombs.</summary>
    /// <param name="folder">Where the committed documents are.</param>
    public static List<(string Name, byte[] Bytes)> Load(string folder, ISealKey key)
    {
        var plain = Directory.EnumerateFiles(folder, "*.pdf").Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path)))
            .ToList();
        return [.. plain, .. plain.Select(seed => ($"{seed.Item1}, signed", Sign(seed.Item2, key))), ("bombs", Bombs())];
    }

    /// <summary>A throw-away key; P-256, because it signs fast.</summary>
    public static ISealKey CreateKey()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fuzz", curve, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        using var certificate = request.CreateSelfSigned(At.AddYears(-1), At.AddYears(1));
        return Pkcs12SealKey.Open(certificate.Export(X509ContentType.Pkcs12, "fuzz"), "fuzz");
    }

    private static byte[] Sign(byte[] document, ISealKey key)
    {
        using var output = new MemoryStream();
        var options = new SealOptions { ClaimedAt = At, FieldName = "UnitSeal", SignatureContainerBytes = 2048 };
        PdfSealer.SealAsync(new MemoryStream(document), output, key, options, tsa: null).GetAwaiter().GetResult();
        return output.ToArray();
    }

    // Object streams, content and an embedded file of sixty megabytes each, in a few hundred bytes of file.
    private static byte[] Bombs()
    {
        var once = FlateFilter.Encode(new byte[60 << 20]);
        var twice = FlateFilter.Encode(once);
        var text = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        Add("<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/Names<</EmbeddedFiles<</Names[(a)<</EF<</F 5 0 R>>>>(b)<</EF<</F 5 0 R>>>>]>>>>>>");
        Add("<</Type/Pages/Kids[3 0 R]/Count 1>>");
        Add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R>>");
        Add($"<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length {twice.Length}>>stream\n{Encoding.Latin1.GetString(twice)}\nendstream");
        Add($"<</Type/EmbeddedFile/Filter[/FlateDecode/FlateDecode]/Length {twice.Length}>>stream\n{Encoding.Latin1.GetString(twice)}\nendstream");
        offsets.Add(text.Length);
        var start = text.Length;
        var entries = string.Concat(offsets.Take(5).Select(offset => $"01{offset:X4}00")) + "020004000100";
        text.Append(CultureInfo.InvariantCulture, $"7 0 obj\n<</Type/XRef/Size 8/Root 1 0 R/W[1 2 1]/Index[1 6]/Filter/ASCIIHexDecode/Length {entries.Length - 3}>>stream\n{entries[..^4]}>\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());

        void Add(string body)
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }
    }
}
