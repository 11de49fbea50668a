namespace Market.Signing.Pdf.Encryption;

/// <summary>How a crypt filter encrypts (ISO 32000-2, table 25).</summary>
internal enum CryptMethod
{
    /// <summary>Not at all (<c>None</c>, or the filter <c>Identity</c>).</summary>
    None,

    /// <summary><c>V2</c>: RC4 with a key made for each object.</summary>
    Rc4,

    /// <summary><c>AESV2</c>: AES-128 in CBC mode with a key made for each object.</summary>
    Aes128,

    /// <summary><c>AESV3</c>: AES-256 in CBC mode with the file's key.</summary>
    Aes256,
}
