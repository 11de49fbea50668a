using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Tests.Validation;

/// <summary>What an attacker does to a sealed file.</summary>
internal static class Forgery
{
    /// <summary>Appends a well-formed incremental update.</summary>
    public static byte[] Update(byte[] pdf, Action<PdfFile, IncrementalUpdate> change)
    {
        using var file = PdfFile.Open(new MemoryStream(pdf));
        using var update = new IncrementalUpdate(file);
        change(file, update);
        update.Finish(new byte[16]);
        return [.. pdf, .. update.Buffer.Span];
    }

    /// <summary>Changes the catalog in an update.</summary>
    public static byte[] ChangeCatalog(byte[] pdf, Func<PdfDictionary, IncrementalUpdate, PdfDictionary> change) => Update(pdf, (file, update) =>
        update.Put((PdfReference)file.Current.Trailer["Root"], change(file.Current.Catalog, update)));

    /// <summary>Changes the first page in an update.</summary>
    public static byte[] ChangePage(byte[] pdf, Func<PdfDictionary, IncrementalUpdate, PdfDictionary> change) => Update(pdf, (file, update) =>
    {
        var page = new PageTree(file, file.Current).Find(0);
        update.Put(page.Reference, change(page.Dictionary, update));
    });

    /// <summary>Changes a signed field in an update.</summary>
    public static byte[] ChangeField(byte[] pdf, string name, Func<PdfDictionary, IncrementalUpdate, PdfDictionary> change) => Update(pdf, (file, update) =>
    {
        var field = FieldOf(file, name);
        update.Put(field.Reference!, change(field.Dictionary, update));
    });

    public static SignatureField FieldOf(PdfFile file, string name) => SignatureFields.Read(file, file.Current).Single(field => field.Name == name);

    /// <summary>A content stream that writes over the page.</summary>
    public static PdfReference AddContent(IncrementalUpdate update) =>
        update.AddStream(PdfDictionary.Empty, "0 0 0 rg 100 100 200 200 re f"u8);

    /// <summary>Replaces bytes by others of the same length; the text must occur.</summary>
    public static byte[] Replace(byte[] pdf, string old, string replacement, bool last = true)
    {
        var (from, to) = (Encoding.Latin1.GetBytes(old), Encoding.Latin1.GetBytes(replacement));
        Assert.Equal(from.Length, to.Length);
        var at = last ? pdf.AsSpan().LastIndexOf(from) : pdf.AsSpan().IndexOf(from);
        Assert.True(at >= 0, $"{old} is not in the file.");
        var changed = (byte[])pdf.Clone();
        to.CopyTo(changed, at);
        return changed;
    }

    /// <summary>Where the hexadecimal digits of the last /Contents stand.</summary>
    public static (int Start, int End) LastContents(byte[] pdf)
    {
        var start = pdf.AsSpan().LastIndexOf("/Contents"u8);
        start += pdf.AsSpan(start).IndexOf((byte)'<') + 1;
        return (start, start + pdf.AsSpan(start).IndexOf((byte)'>'));
    }
}
