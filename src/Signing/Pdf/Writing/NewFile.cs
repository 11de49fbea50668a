using System.Security.Cryptography;
using System.Text;
using Market.Signing.Documents;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Writing;

/// <summary>A new PDF file in the making: PDF 1.7, in either form of cross-reference.</summary>
internal sealed class NewFile : IObjectSink, IDisposable
{
    private const int ObjectsPerStream = 100;

    private readonly PdfFileForm _form;
    private readonly SortedList<int, WrittenObject> _written = new() { [0] = default };
    private readonly List<(int Number, PdfObject Value)> _waiting = [];
    private int _nextNumber = 1;

    public NewFile(PdfFileForm form)
    {
        _form = form;

        // 7.5.2: four bytes above 127 tell transfer programs that the file is binary.
        Buffer.Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n"u8);
    }

    public PdfBuffer Buffer { get; } = new(64 << 10);

    public PdfReference Allocate() => new(_nextNumber++);

    public PdfReference Add(PdfObject value)
    {
        var reference = Allocate();
        Put(reference, value);
        return reference;
    }

    public void Put(PdfReference reference, PdfObject value)
    {
        if (_form == PdfFileForm.ObjectStreams)
        {
            _waiting.Add((reference.Number, value));
            if (_waiting.Count == ObjectsPerStream)
            {
                WriteObjectStream();
            }

            return;
        }

        Begin(reference);
        ObjectWriter.Write(Buffer, value);
        Buffer.Write("\nendobj\n"u8);
    }

    public PdfReference AddStream(PdfDictionary dictionary, ReadOnlySpan<byte> encoded)
    {
        var reference = Allocate();
        Begin(reference);
        ObjectWriter.Write(Buffer, dictionary.With("Length", new PdfInteger(encoded.Length)));
        Buffer.Write("stream\n"u8);
        Buffer.Write(encoded);
        Buffer.Write("\nendstream\nendobj\n"u8);
        return reference;
    }

    /// <summary>Writes the cross-reference and the end.</summary>
    /// <param name="identity">Text that tells this file from others (14.4).</param>
    public void Finish(PdfReference catalog, PdfReference information, string identity)
    {
        var id = new PdfString(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsMemory(0, 16), IsHexadecimal: true);
        var trailer = new PdfDictionary(("Root", catalog), ("Info", information), ("ID", new PdfArray([id, id])));
        if (_form == PdfFileForm.CrossReferenceTable)
        {
            XrefWriter.WriteTable(Buffer, 0, _written, trailer.With("Size", new PdfInteger(_nextNumber)));
            return;
        }

        if (_waiting.Count > 0)
        {
            WriteObjectStream();
        }

        var self = Allocate();
        XrefWriter.WriteStream(Buffer, 0, _written, self.Number, trailer.With("Size", new PdfInteger(_nextNumber)));
    }

    public void Dispose() => Buffer.Dispose();

    private void Begin(PdfReference reference)
    {
        _written.Add(reference.Number, new WrittenObject(Buffer.Length, 0));
        Buffer.Write(reference.Number);
        Buffer.Write(" 0 obj\n"u8);
    }

    // 7.5.7: pairs of number and offset, then the objects.
    private void WriteObjectStream()
    {
        using var index = new PdfBuffer();
        using var objects = new PdfBuffer();
        var container = new PdfReference(_nextNumber);
        for (var i = 0; i < _waiting.Count; i++)
        {
            var (number, value) = _waiting[i];
            index.Write(number);
            index.Write((byte)' ');
            index.Write(objects.Length);
            index.Write((byte)' ');
            ObjectWriter.Write(objects, value);
            objects.Write((byte)'\n');
            _written.Add(number, new WrittenObject(0, i, container.Number));
        }

        var count = _waiting.Count;
        _waiting.Clear();
        AddStream(
            new PdfDictionary(
                ("Type", new PdfName("ObjStm")),
                ("N", new PdfInteger(count)),
                ("First", new PdfInteger(index.Length)),
                ("Filter", new PdfName("FlateDecode"))),
            FlateFilter.Encode([.. index.Span, .. objects.Span]));
    }
}
