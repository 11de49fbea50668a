using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>Whom an OCSP answer names as its signer: by name or by the SHA-1 of the key (RFC 6960, 4.2.1).</summary>
internal sealed record OcspResponderId(ReadOnlyMemory<byte>? Name, ReadOnlyMemory<byte>? KeyDigest)
{
    public bool IsHeldBy(X509Certificate2 certificate) =>
        Name is { } name ? certificate.SubjectName.RawData.AsSpan().SequenceEqual(name.Span)
        : KeyDigest is { } digest && DigestAlgorithm.Compute(HashAlgorithmName.SHA1, certificate.PublicKey.EncodedKeyValue.RawData).AsSpan().SequenceEqual(digest.Span);
}

/// <summary>What an OCSP answer says about one certificate.</summary>
internal sealed record OcspAnswer(CertificateId Certificate, CertificateStanding Standing);

/// <summary>The signed part of an OCSP answer, ResponseData (RFC 6960, 4.2.1).</summary>
internal sealed record OcspResponseData(
    OcspResponderId Responder, DateTimeOffset ProducedAt, IReadOnlyList<OcspAnswer> Answers, ReadOnlyMemory<byte>? Nonce)
{
    private const int MostAnswers = 1000;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Context2 = new(TagClass.ContextSpecific, 2);

    public static OcspResponseData Read(AsnReader outer)
    {
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (Has(reader, Context0) && reader.ReadSequence(Context0).ReadInteger() != BigInteger.Zero)
        {
            throw new RevocationFormatException("The OCSP answer has an unknown version.");
        }

        var responder = ReadResponder(reader);
        var producedAt = reader.ReadGeneralizedTime();
        var answers = new List<OcspAnswer>();
        var list = reader.ReadSequence();
        while (list.HasData)
        {
            if (answers.Count == MostAnswers)
            {
                throw new RevocationFormatException("The OCSP answer speaks of too many certificates.");
            }

            answers.Add(ReadAnswer(list.ReadSequence(), producedAt));
        }

        return new OcspResponseData(responder, producedAt, answers, ReadNonce(reader));
    }

    private static OcspResponderId ReadResponder(AsnReader reader)
    {
        if (Has(reader, Context1))
        {
            var name = reader.ReadSequence(Context1);
            var result = new OcspResponderId(name.ReadEncodedValue(), null);
            name.ThrowIfNotEmpty();
            return result;
        }

        var key = reader.ReadSequence(Context2);
        var byKey = new OcspResponderId(null, key.ReadOctetString());
        key.ThrowIfNotEmpty();
        return byKey;
    }

    private static OcspAnswer ReadAnswer(AsnReader reader, DateTimeOffset producedAt)
    {
        var certificate = CertificateId.Read(reader);
        var (state, revokedAt, reason) = ReadState(reader);
        var thisUpdate = reader.ReadGeneralizedTime();
        DateTimeOffset? nextUpdate = null;
        if (Has(reader, Context0))
        {
            nextUpdate = reader.ReadSequence(Context0).ReadGeneralizedTime();
        }

        if (Has(reader, Context1))
        {
            Extension.RequireKnown(Extension.ReadAll(reader.ReadSequence(Context1)));
        }

        reader.ThrowIfNotEmpty();
        return new OcspAnswer(certificate, new CertificateStanding(state, thisUpdate, nextUpdate, producedAt, revokedAt, reason));
    }

    private static (CertificateState State, DateTimeOffset? RevokedAt, int? Reason) ReadState(AsnReader reader)
    {
        if (Has(reader, Context0))
        {
            reader.ReadNull(Context0);
            return (CertificateState.Good, null, null);
        }

        if (Has(reader, Context2))
        {
            reader.ReadNull(Context2);
            return (CertificateState.Unknown, null, null);
        }

        var revoked = reader.ReadSequence(Context1);
        var at = revoked.ReadGeneralizedTime();
        int? reason = Has(revoked, Context0) ? (int)revoked.ReadSequence(Context0).ReadEnumeratedValue<RevocationReasonCode>() : null;
        revoked.ThrowIfNotEmpty();
        return (CertificateState.Revoked, at, reason);
    }

    private static ReadOnlyMemory<byte>? ReadNonce(AsnReader reader)
    {
        if (!reader.HasData)
        {
            return null;
        }

        var extensions = Extension.ReadAll(reader.ReadSequence(Context1));
        reader.ThrowIfNotEmpty();
        Extension.RequireKnown(extensions, Oids.OcspNonce);
        if (!extensions.TryGetValue(Oids.OcspNonce, out var nonce))
        {
            return null;
        }

        // Responders older than RFC 6960 put the bare octets there.
        return CmsValues.ReadOctets(nonce.Value) is { } octets ? octets : nonce.Value;
    }

    private static bool Has(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}

/// <summary>CRLReason (RFC 5280, 5.3.1).</summary>
internal enum RevocationReasonCode
{
    Unspecified = 0,
    KeyCompromise = 1,
    CaCompromise = 2,
    AffiliationChanged = 3,
    Superseded = 4,
    CessationOfOperation = 5,
    CertificateHold = 6,
    RemoveFromCrl = 8,
    PrivilegeWithdrawn = 9,
    AaCompromise = 10,
}
