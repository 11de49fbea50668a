using System.Formats.Asn1;
using Market.Signing.Cms;

namespace Market.Signing.GuoMi;

/// <summary>What the value of a signature is, told by its bytes.</summary>
internal enum GuoMiForm
{
    /// <summary>Nothing Chinese: CMS with international algorithms, or unreadable.</summary>
    None,

    /// <summary>SignedData with an SM2 signer, under the identifiers of GB/T 35275 or of CMS.</summary>
    SignedData,

    /// <summary>SES_Signature: made with an electronic seal.</summary>
    ElectronicSeal,
}

/// <summary>Tells the forms apart. Producers put each of them under names that promise another one.</summary>
internal static class GuoMiForms
{
    public static GuoMiForm Recognise(ReadOnlyMemory<byte> value)
    {
        try
        {
            var content = new AsnReader(value, AsnEncodingRules.BER).ReadSequence();
            if (content.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                return BeginsAsSealSignature(content.ReadSequence()) ? GuoMiForm.ElectronicSeal : GuoMiForm.None;
            }

            return content.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
                && content.ReadObjectIdentifier() is Oids.SignedData or GuoMiOids.SignedData
                && GmTimestamp.IsOwn(CmsSignedData.ParseGuoMi(value))
                ? GuoMiForm.SignedData
                : GuoMiForm.None;
        }
        catch (Exception exception) when (exception is AsnContentException or CmsFormatException)
        {
            return GuoMiForm.None;
        }
    }

    // TBS_Sign: a version, then the seal, which is a sequence of sequences in every version.
    private static bool BeginsAsSealSignature(AsnReader toSign)
    {
        if (!toSign.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            return false;
        }

        toSign.ReadInteger();
        return toSign.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
            && toSign.ReadSequence().PeekTag().HasSameClassAndValue(Asn1Tag.Sequence);
    }
}
