using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Messages;

/// <summary>How a person is told outside the platform.</summary>
public enum MessageChannel
{
    /// <summary>电子邮件.</summary>
    Email,

    /// <summary>短信.</summary>
    Sms,
}

/// <summary>Where a person wants to be told (消息提醒): nothing is sent there before the person has proven to read it, and nothing after it
/// was switched off.</summary>
public sealed partial class MessageAddress : IAggregate
{
    private const int MostTries = 5;
    private const int LongestAddress = 254;

    private static readonly TimeSpan CodePeriod = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenCodes = TimeSpan.FromMinutes(1);

    private MessageAddress()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The person.</summary>
    public Guid UserId { get; private init; }

    /// <summary>E-mail or SMS; one address of each.</summary>
    public MessageChannel Channel { get; private init; }

    /// <summary>The address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The language of what is sent there.</summary>
    public string Language { get; private set; } = "";

    /// <summary>When the person proved to read it.</summary>
    public DateTimeOffset? VerifiedAt { get; private set; }

    /// <summary>Whether the person wants messages now.</summary>
    public bool IsOn { get; private set; }

    private string? CodeDigest { get; set; }

    private DateTimeOffset? CodeSentAt { get; set; }

    private int CodeTries { get; set; }

    /// <summary>Whether messages go there.</summary>
    public bool Receives => IsOn && VerifiedAt is not null;

    internal static MessageAddress Of(MessageChannel channel, OperationContext context) => new()
    {
        Id = context.NewId(),
        UserId = context.Actor.UserId,
        Channel = channel,
    };

    /// <summary>Takes an address and the code that goes there; until the code comes back nothing else does.</summary>
    internal string Prove(string address, string language, OperationContext context)
    {
        if (CodeSentAt is { } sent && context.At < sent + BetweenCodes)
        {
            throw new RuleViolationException("message-code-soon");
        }

        (Address, Language) = (Checked(Channel, address), language);
        var code = RandomNumberGenerator.GetString("0123456789", 6);
        (VerifiedAt, IsOn, CodeDigest, CodeSentAt, CodeTries) = (null, false, DigestOf(code), context.At, 0);
        return code;
    }

    /// <summary>The code came back: messages begin.</summary>
    internal bool Confirm(string code, OperationContext context)
    {
        if (CodeDigest is null || CodeSentAt is not { } sent || context.At > sent + CodePeriod || CodeTries >= MostTries)
        {
            throw new RuleViolationException("message-code-over");
        }

        CodeTries++;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeDigest), Encoding.ASCII.GetBytes(DigestOf(code.Trim()))))
        {
            return false;
        }

        (VerifiedAt, IsOn, CodeDigest) = (context.At, true, null);
        return true;
    }

    internal void Switch(bool on)
    {
        if (VerifiedAt is null)
        {
            throw new RuleViolationException("message-address-unproven");
        }

        IsOn = on;
    }

    private static string Checked(MessageChannel channel, string address)
    {
        var text = address.Trim();
        var isGood = channel == MessageChannel.Email
            ? text.Length is > 0 and <= LongestAddress && !text.Any(char.IsControl) && MailAddress.TryCreate(text, out var mail) && mail.Address == text
            : Mobile().IsMatch(text);
        return isGood ? text : throw new RuleViolationException("message-address-wrong", channel);
    }

    private string DigestOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Id:N} {code}")));

    [GeneratedRegex(@"^1[3-9][0-9]{9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Mobile();

    internal sealed class Mapping : IEntityTypeConfiguration<MessageAddress>
    {
        public void Configure(EntityTypeBuilder<MessageAddress> builder)
        {
            builder.ToTable("MessageAddresses");
            builder.Property(row => row.Address).HasMaxLength(LongestAddress);
            builder.Property(row => row.Language).HasMaxLength(10);
            builder.Property(row => row.CodeDigest).HasMaxLength(64);
            builder.Property(row => row.CodeSentAt);
            builder.Property(row => row.CodeTries);
            builder.Ignore(row => row.Receives);
            builder.HasIndex(row => new { row.UserId, row.Channel }).IsUnique();
            builder.HasOne<MarketUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
