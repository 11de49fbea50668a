using System.Security.Cryptography;
using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Repair;

/// <summary>Writes what can be reached from the catalog of a damaged file into a new one, with numbers of its own and a right
/// cross-reference table. Streams are copied as they are encoded, piece by piece.</summary>
internal sealed class CleanFile : IDisposable
{
    private const int Piece = 128 << 10;

    private readonly PdfFile _damaged;
    private readonly Stream _output;
    private readonly Dictionary<int, PdfDictionary> _changed;
    private readonly Dictionary<int, PdfReference> _numbers = [];
    private readonly Queue<PdfReference> _waiting = new();
    private readonly SortedList<int, WrittenObject> _written = new() { [0] = default };
    private readonly PdfBuffer _buffer = new(Piece);
    private long _position;

    /// <param name="changed">Objects to be written otherwise than they stand in the damaged file, by their numbers there.</param>
    public CleanFile(PdfFile damaged, Stream output, Dictionary<int, PdfDictionary> changed) =>
        (_damaged, _output, _changed) = (damaged, output, changed);

    /// <summary>Objects that are referred to and cannot be read; the null object stands in their places.</summary>
    public int Lost { get; private set; }

    public async Task WriteAsync(string version, CancellationToken ct)
    {
        var trailer = _damaged.Current.Trailer;
        _buffer.WriteLatin1($"%PDF-{version}\n%\u00E2\u00E3\u00CF\u00D3\n");
        var root = Map(trailer["Root"]);
        var information = _damaged.Current.Resolve(trailer["Info"]) is PdfDictionary ? Map(trailer["Info"]) : PdfNull.Value;
        while (_waiting.TryDequeue(out var reference))
        {
            await WriteObjectAsync(reference, ct).ConfigureAwait(false);
        }

        var id = new PdfString(SHA256.HashData(Encoding.ASCII.GetBytes($"{_position} {_buffer.Length} {_written.Count}")).AsMemory(0, 16), IsHexadecimal: true);
        var first = trailer["ID"] is PdfArray { Count: > 0 } old && old[0] is PdfString { Bytes.Length: > 0 } kept ? kept : id;
        var entries = new OrderedDictionary<string, PdfObject>
        {
            ["Root"] = root,
            ["Size"] = new PdfInteger(_written.Count),
            ["ID"] = new PdfArray([first, id]),
        };
        if (information is PdfReference)
        {
            entries["Info"] = information;
        }

        XrefWriter.WriteTable(_buffer, _position, _written, new PdfDictionary(entries));
        await FlushAsync(ct).ConfigureAwait(false);
    }

    public void Dispose() => _buffer.Dispose();

    private async Task WriteObjectAsync(PdfReference reference, CancellationToken ct)
    {
        var number = _numbers[reference.Number];
        var value = Read(reference);
        _written.Add(number.Number, new WrittenObject(_position + _buffer.Length, 0));
        _buffer.Write(number.Number);
        _buffer.Write(" 0 obj\n"u8);
        if (value is PdfStream stream)
        {
            ObjectWriter.Write(_buffer, ((PdfDictionary)Map(stream.Dictionary.Without("Length"))).With("Length", new PdfInteger(stream.DataLength)));
            _buffer.Write("stream\n"u8);
            await CopyAsync(stream, ct).ConfigureAwait(false);
            _buffer.Write("\nendstream\nendobj\n"u8);
        }
        else
        {
            ObjectWriter.Write(_buffer, Map(value));
            _buffer.Write("\nendobj\n"u8);
        }

        if (_buffer.Length >= Piece)
        {
            await FlushAsync(ct).ConfigureAwait(false);
        }
    }

    private PdfObject Read(PdfReference reference)
    {
        if (_changed.TryGetValue(reference.Number, out var changed))
        {
            return changed;
        }

        try
        {
            return _damaged.Current.Get(reference);
        }
        catch (PdfFormatException exception) when (exception.Code != PdfFormatException.LimitExceeded)
        {
            Lost++;
            return PdfNull.Value;
        }
    }

    private async Task CopyAsync(PdfStream stream, CancellationToken ct)
    {
        for (long done = 0; done < stream.DataLength;)
        {
            if (_buffer.Length >= Piece)
            {
                await FlushAsync(ct).ConfigureAwait(false);
            }

            var length = (int)Math.Min(stream.DataLength - done, Piece);
            _buffer.Write(_damaged.Source.Read(stream.DataOffset + done, length));
            done += length;
        }
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        await _output.WriteAsync(_buffer.Memory, ct).ConfigureAwait(false);
        _position += _buffer.Length;
        _buffer.Clear();
    }

    /// <summary>The value with its references renumbered; whatever it refers to will be written.</summary>
    private PdfObject Map(PdfObject value)
    {
        switch (value)
        {
            case PdfReference reference:
                return MapReference(reference);
            case PdfArray array:
                return new PdfArray([.. array.Select(Map)]);
            case PdfDictionary dictionary:
                var entries = new OrderedDictionary<string, PdfObject>(dictionary.Count, StringComparer.Ordinal);
                foreach (var (key, item) in dictionary.Entries)
                {
                    if (Map(item) is not PdfNull and var mapped)
                    {
                        entries[key] = mapped;
                    }
                }

                return new PdfDictionary(entries);
            default:
                return value;
        }
    }

    private PdfObject MapReference(PdfReference reference)
    {
        if (!_damaged.Current.TryFind(reference.Number, out var entry)
            || (entry.Kind == XrefEntryKind.InUse ? entry.Generation : 0) != reference.Generation)
        {
            return PdfNull.Value;
        }

        if (!_numbers.TryGetValue(reference.Number, out var number))
        {
            _numbers[reference.Number] = number = new PdfReference(_numbers.Count + 1);
            _waiting.Enqueue(reference);
        }

        return number;
    }
}
