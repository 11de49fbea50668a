using System.Net;
using System.Net.Sockets;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Webhooks;

/// <summary>Where webhooks may go: the open internet over https, and besides it only networks that the installation names
/// (<c>Webhooks:AllowedNetworks</c>). An address typed in by a user must not reach the servers next to this one.</summary>
public sealed class WebhookTargets(MarketplaceOptions options)
{
    // RFC 6890 and its registries: this host, private use, carrier's, link-local, documentation, benchmarking, multicast, reserved.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly IPNetwork[] _allowed = [.. options.WebhookNetworks.Select(IPNetwork.Parse)];

    /// <summary>Whether anything may be sent to the address.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IsNamed(real) || !Array.Exists(NotPublic, network => network.Contains(real));
    }

    /// <summary>The address of an endpoint as entered.</summary>
    /// <exception cref="RuleViolationException">It is no address, not https, or clearly inside.</exception>
    internal Uri Parse(string? text)
    {
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            throw new RuleViolationException("webhook-address", text ?? "");
        }

        var literal = IPAddress.TryParse(url.DnsSafeHost, out var address) ? address : url.IsLoopback ? IPAddress.Loopback : null;
        if (literal is not null && !Allows(literal))
        {
            throw new RuleViolationException("webhook-address-inside", url.DnsSafeHost);
        }

        return url.Scheme == "https" || (literal is not null && IsNamed(literal)) ? url : throw new RuleViolationException("webhook-address-plain");
    }

    /// <summary>Connects to the first permitted address of the host. The name is resolved once and that very address used, so
    /// that a name cannot be permitted under one address and reached under another.</summary>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var permitted = Array.FindAll(found, Allows);
        if (permitted.Length == 0)
        {
            throw new HttpRequestException($"{context.DnsEndPoint.Host}: the address is not permitted");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(permitted, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsNamed(IPAddress address) => Array.Exists(_allowed, network => network.Contains(address));
}
