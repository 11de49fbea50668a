using System.Text.Json;
using System.Text.Json.Serialization;
using Market.Signing.GuoMi;
using Market.Signing.GuoMi.Seals;

namespace Market.Signing.Isolation;

/// <summary>A structure of electronic seals as it travels: its own bytes, read again on the other side.</summary>
internal abstract class WireSealConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Parse(reader.GetBytesFromBase64());
        }
        catch (GmFormatException exception)
        {
            throw new JsonException("An electronic seal is expected.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteBase64StringValue(Encode(value).Span);

    protected abstract T Parse(byte[] encoded);

    protected abstract ReadOnlyMemory<byte> Encode(T value);
}

internal sealed class WireElectronicSealConverter : WireSealConverter<ElectronicSeal>
{
    protected override ElectronicSeal Parse(byte[] encoded) => SesReader.ReadSeal(encoded);

    protected override ReadOnlyMemory<byte> Encode(ElectronicSeal value) => value.Encoded;
}

internal sealed class WireElectronicSealSignatureConverter : WireSealConverter<ElectronicSealSignature>
{
    protected override ElectronicSealSignature Parse(byte[] encoded) => SesReader.ReadSignature(encoded);

    protected override ReadOnlyMemory<byte> Encode(ElectronicSealSignature value) => value.Encoded;
}
