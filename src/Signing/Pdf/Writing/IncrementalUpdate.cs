using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Writing;

/// <summary>Collects new and changed objects and writes them as one update behind a file (ISO 32000-2, 7.5.6), in the form
/// of cross-reference the file already uses. Nothing before is touched.</summary>
internal sealed class IncrementalUpdate : IObjectSink, IDisposable
{
    private readonly PdfFile _file;
    private readonly SortedList<int, WrittenObject> _written = [];
    private int _nextNumber;

    public IncrementalUpdate(PdfFile file)
    {
        _file = file;
        Offset = file.Source.Length;
        var declared = (file.Current.Trailer["Size"] as PdfInteger)?.Value ?? 0;
        var listed = file.Revisions.SelectMany(revision => revision.Sections).Select(HighestNumber).Max() + 1L;
        _nextNumber = (int)Math.Min(Math.Max(declared, listed), file.Limits.Objects * 2L);

        // The update begins on a line of its own.
        if (file.Source.Read(Offset - 1, 1)[0] is not ((byte)'\n' or (byte)'\r'))
        {
            Buffer.Write((byte)'\n');
        }
    }

    /// <summary>The bytes to append, complete after <see cref="Finish"/>.</summary>
    public PdfBuffer Buffer { get; } = new(32 << 10);

    /// <summary>Offset in the file of the first byte appended.</summary>
    public long Offset { get; }

    /// <summary>A number for a new object.</summary>
    public PdfReference Allocate() => new(_nextNumber++);

    public PdfReference Add(PdfObject value)
    {
        var reference = Allocate();
        Put(reference, value);
        return reference;
    }

    /// <summary>Writes a new object or a new version of an existing one.</summary>
    public void Put(PdfReference reference, PdfObject value)
    {
        Begin(reference);
        ObjectWriter.Write(Buffer, Encrypted(value, reference));
        Buffer.Write("\nendobj\n"u8);
    }

    /// <summary>Writes a stream whose content is encoded already, as its dictionary says; /Length is added.</summary>
    public PdfReference AddStream(PdfDictionary dictionary, ReadOnlySpan<byte> encoded)
    {
        var reference = Allocate();
        Begin(reference);
        ReadOnlySpan<byte> content = _file.Encryption is { } encryption ? encryption.EncryptContent(dictionary, reference, encoded) : encoded;
        ObjectWriter.Write(Buffer, Encrypted(dictionary.With("Length", new PdfInteger(content.Length)), reference));
        Buffer.Write("stream\n"u8);
        Buffer.Write(content);
        Buffer.Write("\nendstream\nendobj\n"u8);
        return reference;
    }

    /// <summary>The value as it is written into the object: in an encrypted document with its strings encrypted.</summary>
    public PdfObject Encrypted(PdfObject value, PdfReference within) => _file.Encryption?.Encrypt(value, within) ?? value;

    /// <summary>Begins an object that the caller writes into <see cref="Buffer"/> itself, up to and with <c>endobj</c>. Its
    /// strings go through <see cref="Encrypted"/>.</summary>
    public void Begin(PdfReference reference)
    {
        if (!_written.TryAdd(reference.Number, new WrittenObject(Offset + Buffer.Length, reference.Generation)))
        {
            throw new InvalidOperationException("An object is written once in an update.");
        }

        Buffer.Write(reference.Number);
        Buffer.Write((byte)' ');
        Buffer.Write(reference.Generation);
        Buffer.Write(" obj\n"u8);
    }

    /// <summary>Writes the cross-reference and the end of the file.</summary>
    /// <param name="changingId">Sixteen bytes that make up the second half of the file identifier (14.4).</param>
    public void Finish(ReadOnlyMemory<byte> changingId)
    {
        var current = _file.Current;
        var trailer = new OrderedDictionary<string, PdfObject>(StringComparer.Ordinal)
        {
            ["Root"] = current.Trailer["Root"],
        };
        if (current.Trailer["Info"] is PdfReference info)
        {
            trailer["Info"] = info;
        }

        if (current.Array(current.Trailer["ID"]) is { Count: 2 } id)
        {
            trailer["ID"] = new PdfArray([id[0], new PdfString(changingId, IsHexadecimal: true)]);
        }

        if (current.Trailer["Encrypt"] is not PdfNull and var encryption)
        {
            trailer["Encrypt"] = encryption;
        }

        trailer["Prev"] = new PdfInteger(current.StartXref);
        if (current.Sections[0].Form == XrefForm.Table)
        {
            trailer["Size"] = new PdfInteger(_nextNumber);
            XrefWriter.WriteTable(Buffer, Offset, _written, new PdfDictionary(trailer));
        }
        else
        {
            var self = Allocate();
            trailer["Size"] = new PdfInteger(_nextNumber);
            XrefWriter.WriteStream(Buffer, Offset, _written, self.Number, new PdfDictionary(trailer));
        }
    }

    public void Dispose() => Buffer.Dispose();

    private static int HighestNumber(XrefSection section)
    {
        var own = section.Subsections.Count == 0 ? 0 : section.Subsections[^1].First + section.Subsections[^1].Count - 1;
        return section.Hybrid is null ? own : Math.Max(own, HighestNumber(section.Hybrid));
    }
}
