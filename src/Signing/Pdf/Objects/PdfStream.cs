namespace Market.Signing.Pdf.Objects;

/// <summary>A stream (7.3.8) in a file: its dictionary and where its encoded bytes lie. Content is read on demand through
/// <c>PdfFile.Decode</c> or <c>PdfFile.SameContent</c>, never kept here, so equality compares place and dictionary only.</summary>
/// <param name="DataOffset">Offset of the first encoded byte in the file.</param>
/// <param name="DataLength">Number of encoded bytes.</param>
/// <param name="Self">The stream object itself, whose number an encrypted document's keys depend on.</param>
internal sealed record PdfStream(PdfDictionary Dictionary, long DataOffset, long DataLength, PdfReference Self) : PdfObject;
