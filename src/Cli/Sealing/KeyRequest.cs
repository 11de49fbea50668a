namespace Market.Cli.Sealing;

/// <summary>A key as the command line names it.</summary>
/// <param name="Key">A file, or the address of a key on a token (RFC 7512).</param>
/// <param name="PasswordFile">Holds the password of the file, or the PIN of the token.</param>
/// <param name="Certificate">File with the certificate of a key on a token or in a PEM file, and its issuers.</param>
internal sealed record KeyRequest(string Key, string? PasswordFile, string? Certificate = null)
{
    /// <summary>How the key signs.</summary>
    public SigningWay Way { get; init; } = new(IsPss: false, Digest: null);
}
