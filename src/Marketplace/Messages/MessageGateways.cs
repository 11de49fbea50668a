using System.Net;
using System.Net.Http.Headers;
using System.Net.Mail;
using System.Text;
using System.Text.Json;

namespace Market.Marketplace.Messages;

/// <summary>A channel that carries messages out of the platform.</summary>
public interface IMessageGateway
{
    /// <summary>Which.</summary>
    MessageChannel Channel { get; }

    /// <summary>Whether the installation has it.</summary>
    bool IsAvailable { get; }

    /// <summary>Hands a message over.</summary>
    /// <exception cref="MessageRefusedException">It was refused for good; trying again is of no use.</exception>
    Task SendAsync(Guid id, string address, MessageText text, CancellationToken ct);
}

/// <summary>The receiving side refused a message for good.</summary>
public sealed class MessageRefusedException(string reason) : Exception(reason);

/// <summary>How messages leave: <c>Messages:...</c> in the settings.</summary>
public sealed record MessageOptions
{
    /// <summary>The mail server; none means no e-mail.</summary>
    public string? SmtpHost { get; init; }

    /// <summary>Its port.</summary>
    public int SmtpPort { get; init; } = 587;

    /// <summary>Whether the connection is encrypted by STARTTLS; off only for a server on this machine.</summary>
    public bool SmtpEncrypted { get; init; } = true;

    /// <summary>The sender's account.</summary>
    public string? SmtpUser { get; init; }

    /// <summary>Its password.</summary>
    public string? SmtpPassword { get; init; }

    /// <summary>The sender's address.</summary>
    public string? From { get; init; }

    /// <summary>The SMS gateway's address; none means no SMS.</summary>
    public Uri? SmsUrl { get; init; }

    /// <summary>The token it wants.</summary>
    public string? SmsToken { get; init; }

    /// <summary>How long a server may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>E-mail over SMTP.</summary>
public sealed class SmtpGateway(MessageOptions options) : IMessageGateway
{
    public MessageChannel Channel => MessageChannel.Email;

    public bool IsAvailable => options is { SmtpHost.Length: > 0, From.Length: > 0 };

    public async Task SendAsync(Guid id, string address, MessageText text, CancellationToken ct)
    {
        using var message = new MailMessage(options.From!, address, text.Subject, text.Body)
        {
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            IsBodyHtml = false,
        };
        // The same on every attempt: a mailbox that has it already shows it once.
        message.Headers.Add("Message-ID", $"<{id:N}@{new MailAddress(options.From!).Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient(options.SmtpHost!, options.SmtpPort) { EnableSsl = options.SmtpEncrypted };
        if (options.SmtpUser is { Length: > 0 } user)
        {
            client.Credentials = new NetworkCredential(user, options.SmtpPassword);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token);
        }
        catch (SmtpFailedRecipientException e) when (IsFinal(e.StatusCode))
        {
            throw new MessageRefusedException($"SMTP {(int)e.StatusCode}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException("The mail server did not answer in time.");
        }
    }

    // RFC 5321, 4.2.1: 5yz is a permanent negative reply; a full mailbox (552) may have room tomorrow.
    private static bool IsFinal(SmtpStatusCode status) => (int)status is >= 500 and < 600 and not (int)SmtpStatusCode.ExceededStorageAllocation;
}

/// <summary>SMS through a provider's HTTP interface: one POST of id, to and text as JSON, under a bearer token.</summary>
public sealed class HttpSmsGateway(IHttpClientFactory clients, MessageOptions options) : IMessageGateway
{
    public MessageChannel Channel => MessageChannel.Sms;

    public bool IsAvailable => options.SmsUrl is not null;

    public async Task SendAsync(Guid id, string address, MessageText text, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.SmsUrl)
        {
            Content = new StringContent(JsonSerializer.Serialize(new { id, to = address, text = text.Brief }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", id.ToString("N"));
        if (options.SmsToken is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var client = clients.CreateClient(nameof(HttpSmsGateway));
        client.Timeout = options.Patience;
        using var answer = await client.SendAsync(request, ct);
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        // Wrong number or forbidden words stay wrong; a gateway that is busy, or whose account is blocked today, may take it later.
        var isFinal = answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity;
        throw isFinal
            ? new MessageRefusedException($"HTTP {(int)answer.StatusCode}")
            : new HttpRequestException($"HTTP {(int)answer.StatusCode}", null, answer.StatusCode);
    }
}
