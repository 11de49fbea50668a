using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Messages;

/// <summary>Wakes the worker of this process that sends messages.</summary>
public sealed class MessageBell : Bell;

/// <summary>Sends messages by e-mail and SMS. A claim is a lease, so any number of nodes may run it; a message whose process was killed
/// between sending and settling goes out again under the same id.</summary>
public sealed class MessageWorker(OperationRunner runner, IEnumerable<IMessageGateway> gateways, ILogger<MessageWorker> log)
{
    /// <summary>Sends what is due; returns how many went out.</summary>
    public async Task<int> DrainAsync(CancellationToken ct = default)
    {
        var sent = 0;
        while (await runner.RunAsync<ClaimMessage, MessageClaim?>(Actor.System, claim => claim.ExecuteAsync(), ct) is { } claim)
        {
            var (error, isFinal) = await SendAsync(claim, ct);
            await runner.RunAsync<SettleMessage, bool>(Actor.System, settle => settle.ExecuteAsync(claim, error, isFinal), CancellationToken.None);
            sent += error is null ? 1 : 0;
        }

        return sent;
    }

    private async Task<(string? Error, bool IsFinal)> SendAsync(MessageClaim claim, CancellationToken ct)
    {
        var gateway = gateways.FirstOrDefault(gateway => gateway.Channel == claim.Channel);
        if (gateway is not { IsAvailable: true })
        {
            return ("The installation does not have this channel any more.", false);
        }

        try
        {
            await gateway.SendAsync(claim.Id, claim.Address, claim.Text, ct);
            return (null, false);
        }
        catch (MessageRefusedException e)
        {
            return (e.Message, true);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Neither the log nor the row says where it was to go.
            log.LogWarning("Message {Message} could not be sent over {Channel}: {Error}", claim.Id, claim.Channel, e.GetType().Name);
            return ($"{e.GetType().Name}: {e.Message.Replace(claim.Address, "…", StringComparison.OrdinalIgnoreCase)}", false);
        }
    }
}

/// <summary>Runs the worker in a host.</summary>
public sealed class MessageService(MessageWorker worker, MessageBell bell, ILogger<MessageService> log)
    : BellService(bell, TimeSpan.FromSeconds(3), "Messages could not be sent; it is tried again.", log)
{
    /// <inheritdoc />
    protected override async Task WorkAsync(CancellationToken ct) => await worker.DrainAsync(ct);
}
