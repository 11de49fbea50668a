using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Market.Signing.Isolation;

/// <summary>What is asked of a worker: one file, by path, and how to judge it.</summary>
/// <param name="Path">Where the file lies; the worker only reads it.</param>
/// <param name="Validation">How to judge its seals; null for all else.</param>
internal sealed record WireRequest(string Path, WireValidation? Validation)
{
    /// <summary>Whether an inspection reads every object.</summary>
    public bool WholeDocument { get; init; }

    /// <summary>Whether the document is rebuilt; the new file comes in pieces before the answer.</summary>
    public bool Rebuilds { get; init; }

    /// <summary>The seal whose revision is drafted; its bytes come in pieces before the answer.</summary>
    public WireSealing? Sealing { get; init; }

    /// <summary>What is added to a document that others seal; the revision comes in pieces before the answer.</summary>
    public WirePreparation? Preparation { get; init; }
}

/// <summary>A seal to draft: everything but the key, which never travels.</summary>
internal sealed record WireSealing(SealOptions Options, string DigestAlgorithm);

/// <summary>What <see cref="PdfPreparer"/> adds.</summary>
internal sealed record WirePreparation(IReadOnlyList<PdfAttachment> Attachments, IReadOnlyList<PageStamp> Stamps, DateTimeOffset At);

/// <summary>Says of the revision sent before where it belongs. The owner believes none of it.</summary>
internal sealed record WireDraft(long Offset, int ContentsAt, int ContainerBytes);

/// <summary><see cref="ValidationOptions"/> as they travel.</summary>
internal sealed record WireValidation(
    IReadOnlyList<byte[]> TrustAnchors, IReadOnlyList<byte[]> TimestampAnchors, DateTimeOffset AsOf, ValidationProfile Profile,
    string? Password, bool AsksRevocation, bool RequireTimestamp);

/// <summary>A worker's question to its owner, for it has no network: is this certificate revoked?</summary>
internal sealed record WireQuestion(byte[] Certificate, byte[] Issuer, DateTimeOffset At);

/// <summary>The owner's reply: evidence, or why there is none.</summary>
internal sealed record WireReply(RevocationEvidence? Evidence, string? Code, string? Message, bool IsTransient);

/// <summary>A refusal to read or to seal the document, as it travels.</summary>
internal sealed record WireRefusal(string Code, string Message, long? Offset);

/// <summary>What a worker says: one of these. Questions and pieces come before the answer, any number of them.</summary>
internal sealed record WireAnswer
{
    public WireQuestion? Question { get; init; }

    /// <summary>The next bytes of a rebuilt document or a drafted revision.</summary>
    public byte[]? Piece { get; init; }

    /// <summary>What rebuilding changed; all pieces have come.</summary>
    public RepairReport? Repair { get; init; }

    /// <summary>Where a drafted revision belongs; all pieces have come.</summary>
    public WireDraft? Draft { get; init; }

    public SealReport? Report { get; init; }

    public PdfDescription? Description { get; init; }

    public WireRefusal? Refusal { get; init; }

    /// <summary>The document can be read and forbids what was to be added.</summary>
    public WireRefusal? SealRefusal { get; init; }

    /// <summary>The runtime's limit was reached; the worker is of no further use.</summary>
    public bool IsOutOfMemory { get; init; }

    /// <summary>The file could not be opened or read.</summary>
    public bool IsUnreadable { get; init; }
}

[JsonSerializable(typeof(WireRequest))]
[JsonSerializable(typeof(WireAnswer))]
[JsonSerializable(typeof(WireReply))]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(WirePicture))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>Messages between the two processes: four bytes of length, low byte first, then JSON.</summary>
internal static class Wire
{
    /// <summary>Longer messages are a fault; a report on thousands of signatures is far below.</summary>
    private const int LongestMessage = 32 << 20;

    public static async Task WriteAsync<T>(Stream stream, T message, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var head = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(head, body.Length);
        await stream.WriteAsync(head, ct).ConfigureAwait(false);
        await stream.WriteAsync(body, ct).ConfigureAwait(false);
        await stream.FlushAsync(ct).ConfigureAwait(false);
    }

    /// <returns>Null when the other side is gone.</returns>
    /// <exception cref="InvalidDataException">The other side does not keep to the form.</exception>
    public static async Task<T?> ReadAsync<T>(Stream stream, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        var head = new byte[sizeof(int)];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false) < head.Length)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > LongestMessage)
        {
            throw new InvalidDataException("A message of the examining process has an impossible length.");
        }

        var body = new byte[length];
        if (await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, ct).ConfigureAwait(false) < length)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("A message of the examining process cannot be read.", exception);
        }
    }
}
