namespace Market.Signing;

/// <summary>Whether a certificate is revoked could not be proven, or it is. The same request may succeed later when
/// <see cref="IsTransient"/>.</summary>
public sealed class RevocationException : Exception
{
    /// <summary>The certificate names nowhere to ask, or nowhere that can be asked over HTTP.</summary>
    public const string NotOffered = "revocation-not-offered";

    /// <summary>No address gave an answer.</summary>
    public const string Unreachable = "revocation-unreachable";

    /// <summary>Answers came, but none is an authentic, current one about the certificate.</summary>
    public const string Unproven = "revocation-unproven";

    /// <summary>The certificate is revoked.</summary>
    public const string Revoked = "certificate-revoked";

    /// <summary>The issuer's certificate is needed and nowhere to be found.</summary>
    public const string IssuerMissing = "issuer-missing";

    public RevocationException(string code, string message, bool isTransient = false)
        : base(message)
    {
        Code = code;
        IsTransient = isTransient;
    }

    public RevocationException(string code, string message, Exception innerException, bool isTransient = false)
        : base(message, innerException)
    {
        Code = code;
        IsTransient = isTransient;
    }

    /// <summary>One of the constants of this class.</summary>
    public string Code { get; }

    /// <summary>True when the network or a server failed, rather than the content of an answer.</summary>
    public bool IsTransient { get; }

    /// <summary>The subject of the certificate in question.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>The addresses that were asked.</summary>
    public IReadOnlyList<Uri> Addresses { get; init; } = [];
}
