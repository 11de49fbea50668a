using System.Formats.Asn1;
using System.Text;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

/// <summary>Writes seals and signatures the way other producers do, oddities included, properly signed.</summary>
internal static class SesForge
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    /// <summary>How to deviate from the standard.</summary>
    public sealed record Oddities
    {
        public int HeaderVersion { get; init; } = 4;

        public string HeaderId { get; init; } = "ES";

        public string PictureFormat { get; init; } = "PNG";

        public bool HasExplicitFalse { get; init; }

        public bool HasCriticalExtension { get; init; }

        public bool HasPlainValue { get; init; }

        public bool UsesUtcTime { get; init; }

        public bool ListsIdentifiers { get; init; }

        public string Algorithm { get; init; } = GuoMiOids.Sm2WithSm3;
    }

    /// <summary>Signs the info of an existing seal anew.</summary>
    public static ElectronicSeal Seal(ElectronicSeal seal, Sm2SealKey maker)
    {
        var info = new AsnReader(seal.Encoded, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue();
        return ElectronicSeal.Open(Sequence(writer =>
        {
            writer.WriteEncodedValue(info.Span);
            WriteTail(writer, maker, Sign(maker, info.Span, plain: false), GuoMiOids.Sm2WithSm3);
        }));
    }

    /// <summary>A seal of GB/T 38540-2020, or of GM/T 0031-2025 by its header.</summary>
    public static byte[] SecondVersion(Oddities odd)
    {
        var info = Info(odd, isFirst: false);
        return Sequence(writer =>
        {
            writer.WriteEncodedValue(info);
            WriteTail(writer, Sm2Pki.Maker, Sign(Sm2Pki.Maker, info, odd.HasPlainValue), odd.Algorithm);
        });
    }

    /// <summary>A seal of GM/T 0031-2014, whose maker signs certificate and algorithm as well.</summary>
    public static byte[] FirstVersion(Oddities odd)
    {
        var info = Info(odd, isFirst: true);
        var signed = Sequence(writer =>
        {
            writer.WriteEncodedValue(info);
            writer.WriteOctetString(Sm2Pki.Maker.Certificate.RawData);
            writer.WriteObjectIdentifier(odd.Algorithm);
        });
        return Sequence(writer =>
        {
            writer.WriteEncodedValue(info);
            using (writer.PushSequence())
            {
                WriteTail(writer, Sm2Pki.Maker, Sign(Sm2Pki.Maker, signed, odd.HasPlainValue), odd.Algorithm);
            }
        });
    }

    /// <summary>A signature of GM/T 0031-2014.</summary>
    public static byte[] FirstVersionSignature(byte[] seal, byte[] timeInfo, bool usesOctets = false)
    {
        var toSign = Sequence(writer =>
        {
            writer.WriteInteger(1);
            writer.WriteEncodedValue(seal);
            WriteBits(writer, timeInfo, usesOctets);
            WriteBits(writer, TestSeals.ContentDigest, usesOctets);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, TestSeals.PropertyInfo);
            writer.WriteOctetString(Sm2Pki.Unit.Certificate.RawData);
            writer.WriteObjectIdentifier(GuoMiOids.Sm2WithSm3);
        });
        return Sequence(writer =>
        {
            writer.WriteEncodedValue(toSign);
            writer.WriteBitString(Sign(Sm2Pki.Unit, toSign, plain: false));
        });
    }

    /// <summary>A signature of GB/T 38540-2020 or later.</summary>
    public static byte[] Signature(byte[] seal, int version, Sm2SealKey? key = null, byte[]? dataHash = null, bool plain = false, bool extended = false)
    {
        key ??= Sm2Pki.Unit;
        var toSign = Sequence(writer =>
        {
            writer.WriteInteger(version);
            writer.WriteEncodedValue(seal);
            writer.WriteGeneralizedTime(TestSeals.Now, omitFractionalSeconds: true);
            writer.WriteBitString(dataHash ?? TestSeals.ContentDigest);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, TestSeals.PropertyInfo);
            if (extended)
            {
                using (writer.PushSequence(Context0))
                {
                    WriteExtensions(writer, isCritical: true);
                }
            }
        });
        return Sequence(writer =>
        {
            writer.WriteEncodedValue(toSign);
            WriteTail(writer, key, Sign(key, toSign, plain), GuoMiOids.Sm2WithSm3);
        });
    }

    public static byte[] Sequence(Action<AsnWriter> write)
    {
        // BER, because some of what is written here is against DER.
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            write(writer);
        }

        return writer.Encode();
    }

    private static byte[] Info(Oddities odd, bool isFirst) => Sequence(writer =>
    {
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, odd.HeaderId);
            writer.WriteInteger(odd.HeaderVersion);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, "VENDOR");
        }

        writer.WriteCharacterString(UniversalTagNumber.IA5String, "43010000001721");
        using (writer.PushSequence())
        {
            writer.WriteInteger(6);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, "长沙市测试局（不动产登记专用章）");
            if (!isFirst)
            {
                writer.WriteInteger(1);
            }

            using (writer.PushSequence())
            {
                WriteSigner(writer, odd.ListsIdentifiers);
            }

            foreach (var at in (DateTimeOffset[])[TestSeals.Now.AddDays(-30), TestSeals.Now.AddDays(-30), TestSeals.Now.AddYears(1)])
            {
                WriteTime(writer, at, odd.UsesUtcTime);
            }
        }

        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, odd.PictureFormat);
            writer.WriteOctetString([1, 2, 3]);
            writer.WriteInteger(30);
            writer.WriteInteger(20);
        }

        if (odd.HasExplicitFalse || odd.HasCriticalExtension)
        {
            WriteExtensions(writer, odd.HasCriticalExtension);
        }
    });

    private static void WriteSigner(AsnWriter writer, bool asIdentifier)
    {
        if (asIdentifier)
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, "CERT-0001");
        }
        else
        {
            writer.WriteOctetString(Sm2Pki.Unit.Certificate.RawData);
        }
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset at, bool asUtcTime)
    {
        if (asUtcTime)
        {
            writer.WriteUtcTime(at);
        }
        else
        {
            writer.WriteGeneralizedTime(at, omitFractionalSeconds: true);
        }
    }

    private static void WriteExtensions(AsnWriter writer, bool isCritical)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.156.112600.7.1");
            writer.WriteBoolean(isCritical);
            writer.WriteOctetString(Encoding.UTF8.GetBytes("扩展"));
        }
    }

    private static void WriteBits(AsnWriter writer, byte[] bytes, bool asOctets)
    {
        if (asOctets)
        {
            writer.WriteOctetString(bytes);
        }
        else
        {
            writer.WriteBitString(bytes);
        }
    }

    private static void WriteTail(AsnWriter writer, Sm2SealKey key, byte[] value, string algorithm)
    {
        writer.WriteOctetString(key.Certificate.RawData);
        writer.WriteObjectIdentifier(algorithm);
        writer.WriteBitString(value);
    }

    private static byte[] Sign(Sm2SealKey key, ReadOnlySpan<byte> message, bool plain)
    {
        var der = key.SignDigestAsync(Sm2Certificates.PublicKeyOf(key.Certificate).Digest(message), CancellationToken.None).AsTask().Result;
        return plain ? Sm2SignatureValue.TryRead(der)!.Plain : der;
    }
}
