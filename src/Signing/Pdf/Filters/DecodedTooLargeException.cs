namespace Market.Signing.Pdf.Filters;

/// <summary>A filter produced more bytes than allowed; <see cref="StreamDecoder"/> turns it into a public exception.</summary>
internal sealed class DecodedTooLargeException : Exception;
