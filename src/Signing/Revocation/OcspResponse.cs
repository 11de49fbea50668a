using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>OCSPResponseStatus (RFC 6960, 4.2.1).</summary>
internal enum OcspResponseStatus
{
    Successful = 0,
    MalformedRequest = 1,
    InternalError = 2,
    TryLater = 3,
    SignatureRequired = 5,
    Unauthorized = 6,
}

/// <summary>A basic OCSP answer as read, with the certificates that came along (RFC 6960, 4.2.1).</summary>
internal sealed class OcspResponse : RevocationData
{
    private readonly SignedStructure _signed;
    private readonly OcspResponseData _data;
    private readonly CertificatePool _certificates;

    private OcspResponse(SignedStructure signed, OcspResponseData data, CertificatePool certificates)
    {
        (_signed, _data, _certificates) = (signed, data, certificates);
    }

    public override RevocationFormat Format => RevocationFormat.Ocsp;

    public override DateTimeOffset ProducedAt => _data.ProducedAt;

    public override HashAlgorithmName? Digest => _signed.Digest;

    /// <summary>What the request said to tell answers apart; null when the responder left it out, as many do.</summary>
    public ReadOnlyMemory<byte>? Nonce => _data.Nonce;

    /// <summary>Certificates that came with the answer.</summary>
    public IReadOnlyList<X509Certificate2> Certificates => _certificates.Certificates;

    /// <summary>Reads a successful answer.</summary>
    /// <exception cref="RevocationFormatException">Not an OCSP answer, or one that says why there is none.</exception>
    public static OcspResponse Parse(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            if (OcspEnvelope.Read(encoded, out var basic) is var status and not OcspResponseStatus.Successful)
            {
                throw new RevocationFormatException($"The responder gave no answer: {status}.");
            }

            var reader = new AsnReader(basic, AsnEncodingRules.DER).ReadSequence();
            var signed = SignedStructure.Read(reader);
            var data = OcspResponseData.Read(new AsnReader(signed.Content, AsnEncodingRules.DER));
            return new OcspResponse(signed, data, new CertificatePool(OcspEnvelope.ReadCertificates(reader))) { Encoded = encoded };
        }
        catch (Exception exception) when (exception is AsnContentException or OverflowException)
        {
            throw new RevocationFormatException("The OCSP answer cannot be read.", exception);
        }
    }

    /// <inheritdoc/>
    public override CertificateStanding? StandingOf(X509Certificate2 certificate, X509Certificate2 authority) =>
        _data.Answers.FirstOrDefault(answer => answer.Certificate.Names(certificate, authority))?.Standing;

    /// <inheritdoc/>
    /// <remarks>RFC 6960, 4.2.2.2: the authority itself, or a responder whose certificate the authority issued for this.
    /// A certificate that its own holder issued, or one without the purpose, speaks for nobody.</remarks>
    public override RevocationSigner? IssuerOf(X509Certificate2 authority)
    {
        if (_data.Responder.IsHeldBy(authority))
        {
            return _signed.IsSignedBy(authority) ? new RevocationSigner(authority, IsDelegated: false, NeedsNoCheck: true) : null;
        }

        var responder = Certificates.FirstOrDefault(candidate =>
            _data.Responder.IsHeldBy(candidate)
            && _signed.IsSignedBy(candidate)
            && OcspResponder.IsDelegatedBy(candidate, authority, ProducedAt));
        return responder is null ? null : new RevocationSigner(responder, IsDelegated: true, OcspResponder.NeedsNoCheck(responder));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _certificates.Dispose();
        }

        base.Dispose(disposing);
    }
}
