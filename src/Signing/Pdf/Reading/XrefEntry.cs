using System.Runtime.InteropServices;

namespace Market.Signing.Pdf.Reading;

internal enum XrefEntryKind : byte
{
    /// <summary>The number is free: the object does not exist.</summary>
    Free = 0,

    /// <summary>The object stands at an offset of its own.</summary>
    InUse = 1,

    /// <summary>The object is part of an object stream.</summary>
    Compressed = 2,
}

/// <summary>Where an object is to be found (ISO 32000-2, 7.5.4 and 7.5.8.3).</summary>
/// <param name="Kind">Free, in use or compressed.</param>
/// <param name="Position">In use: byte offset in the file. Compressed: number of the object stream. Free: the next free number.</param>
/// <param name="Generation">In use and free: generation number. Compressed: index within the object stream.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct XrefEntry(XrefEntryKind Kind, long Position, int Generation);
