using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Market.Signing.Pdf.Encryption;

/// <summary>RC4, which the platform does not offer and old documents are encrypted with. It hides nothing from anybody who
/// tries; a document encrypted so is read and answered in kind, never made so.</summary>
internal static class Rc4
{
    public static byte[] Transform(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var engine = new RC4Engine();
        engine.Init(forEncryption: true, new KeyParameter(key.ToArray()));
        var (input, output) = (data.ToArray(), new byte[data.Length]);
        engine.ProcessBytes(input, 0, input.Length, output, 0);
        return output;
    }
}
