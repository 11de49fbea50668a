using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;

namespace Market.Signing.Cms;

/// <summary>A CMS SignedData waiting for its signature value: the split operation that remote keys need.</summary>
/// <remarks>One SignerInfo, version 1, identified by issuer and serial number (RFC 5652, 5.1 and 5.3).</remarks>
internal sealed class PreparedSignedData
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);

    private readonly X509Certificate2 _certificate;
    private readonly IReadOnlyList<X509Certificate2> _chain;
    private readonly SignatureScheme _scheme;
    private readonly string _contentType;
    private readonly byte[]? _content;
    private readonly byte[] _signedAttributes;
    private readonly bool _embedsCertificates;

    private PreparedSignedData(
        X509Certificate2 certificate,
        IReadOnlyList<X509Certificate2> chain,
        SignatureScheme scheme,
        string contentType,
        byte[]? content,
        ReadOnlySpan<byte> contentDigest,
        bool embedsCertificates)
    {
        _certificate = certificate;
        _chain = chain;
        _scheme = scheme;
        _contentType = contentType;
        _content = content;
        _embedsCertificates = embedsCertificates;
        _signedAttributes = SignedAttributes.Encode(contentType, contentDigest, certificate, scheme.Digest);
        DigestToSign = scheme.Family == SignatureFamily.Sm2
            ? Sm2Certificates.PublicKeyOf(certificate).Digest(_signedAttributes)
            : DigestAlgorithm.Compute(scheme.Digest, _signedAttributes);
    }

    /// <summary>What the private key signs: the digest of the DER of the signed attributes; for SM2 together with ZA.</summary>
    public ReadOnlyMemory<byte> DigestToSign { get; }

    private string StructureType { get; init; } = Oids.SignedData;

    /// <summary>A detached signature over content that is elsewhere: a PDF seal.</summary>
    public static PreparedSignedData Detached(
        ReadOnlySpan<byte> contentDigest,
        X509Certificate2 certificate,
        IReadOnlyList<X509Certificate2> chain,
        SignatureScheme scheme,
        bool isInternational = true)
    {
        if (contentDigest.Length != DigestAlgorithm.SizeOf(scheme.Digest))
        {
            throw new ArgumentException($"A {scheme.Digest.Name} digest of the content is needed.", nameof(contentDigest));
        }

        var (structureType, contentType) = isInternational ? (Oids.SignedData, Oids.Data) : (GuoMiOids.SignedData, GuoMiOids.Data);
        return new PreparedSignedData(certificate, chain, scheme, contentType, content: null, contentDigest, embedsCertificates: true)
        {
            StructureType = structureType,
        };
    }

    /// <summary>A signature that carries its content: a time-stamp token.</summary>
    public static PreparedSignedData Enveloping(
        string contentType,
        byte[] content,
        X509Certificate2 certificate,
        IReadOnlyList<X509Certificate2> chain,
        SignatureScheme scheme,
        bool embedsCertificates) =>
        new(certificate, chain, scheme, contentType, content, DigestAlgorithm.Compute(scheme.Digest, content), embedsCertificates);

    /// <summary>The DER of the ContentInfo, with the time-stamp token over the signature value as an unsigned attribute.</summary>
    public byte[] Complete(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> timestampToken = default)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(StructureType);
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                // RFC 5652, 5.1: version 3 when the content is not id-data.
                writer.WriteInteger(_contentType is Oids.Data or GuoMiOids.Data ? 1 : 3);
                using (writer.PushSetOf())
                {
                    DigestAlgorithm.Write(writer, _scheme.Digest);
                }

                WriteEncapsulatedContent(writer);
                WriteCertificates(writer);
                using (writer.PushSetOf())
                {
                    WriteSignerInfo(writer, signature, timestampToken);
                }
            }
        }

        return writer.Encode();
    }

    private void WriteEncapsulatedContent(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(_contentType);
            if (_content is not null)
            {
                using (writer.PushSequence(Context0))
                {
                    writer.WriteOctetString(_content);
                }
            }
        }
    }

    private void WriteCertificates(AsnWriter writer)
    {
        if (!_embedsCertificates)
        {
            return;
        }

        using (writer.PushSetOf(Context0))
        {
            writer.WriteEncodedValue(_certificate.RawDataMemory.Span);
            foreach (var issuer in _chain)
            {
                writer.WriteEncodedValue(issuer.RawDataMemory.Span);
            }
        }
    }

    private void WriteSignerInfo(AsnWriter writer, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> timestampToken)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(_certificate.IssuerName.RawData);
                writer.WriteInteger(_certificate.SerialNumberBytes.Span);
            }

            DigestAlgorithm.Write(writer, _scheme.Digest);

            // RFC 5652, 5.4: the attributes are signed as a SET OF and stored under the implicit tag [0].
            var stored = (byte[])_signedAttributes.Clone();
            stored[0] = 0xA0;
            writer.WriteEncodedValue(stored);

            AlgorithmIdentifier.Write(writer, _scheme);
            writer.WriteOctetString(signature);
            if (!timestampToken.IsEmpty)
            {
                using (writer.PushSetOf(Context1))
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.SignatureTimeStamp);
                    using (writer.PushSetOf())
                    {
                        writer.WriteEncodedValue(timestampToken);
                    }
                }
            }
        }
    }
}
