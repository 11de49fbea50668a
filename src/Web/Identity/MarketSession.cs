using System.Globalization;
using Market.Marketplace.Operations;

namespace Market.Web.Identity;

/// <summary>The one door to the marketplace for pages and endpoints: every operation runs as the current user.</summary>
public sealed class MarketSession(OperationRunner runner, CurrentUser user)
{
    /// <summary>Who acts now.</summary>
    public Task<Actor> GetActorAsync(CancellationToken ct = default) => user.GetActorAsync(ct);

    /// <summary>Runs an operation and returns its result; refusals come as exceptions.</summary>
    /// <exception cref="MarketplaceException">The operation was refused.</exception>
    public async Task<TResult> RunAsync<TOperation, TResult>(Func<TOperation, Task<TResult>> execute, CancellationToken ct = default)
        where TOperation : class, IOperation =>
        await runner.RunAsync(await user.GetActorAsync(ct), execute, ct);

    /// <summary>Runs an operation without a result; refusals come as exceptions.</summary>
    /// <exception cref="MarketplaceException">The operation was refused.</exception>
    public async Task RunAsync<TOperation>(Func<TOperation, Task> execute, CancellationToken ct = default)
        where TOperation : class, IOperation =>
        await runner.RunAsync(await user.GetActorAsync(ct), execute, ct);

    /// <summary>Runs an operation for a page: null when it was done, else the sentence to show to the reader.</summary>
    public async Task<string?> TryAsync<TOperation>(Func<TOperation, Task> execute, CancellationToken ct = default)
        where TOperation : class, IOperation
    {
        try
        {
            await RunAsync(execute, ct);
            return null;
        }
        catch (MarketplaceException refusal)
        {
            return Refusals.Say(refusal, CultureInfo.CurrentUICulture);
        }
    }

    /// <summary>Reads something for a page: null when it is not there or not the reader's to see.</summary>
    public async Task<TResult?> FindAsync<TOperation, TResult>(Func<TOperation, Task<TResult>> execute, CancellationToken ct = default)
        where TOperation : class, IOperation
        where TResult : class
    {
        try
        {
            return await RunAsync(execute, ct);
        }
        catch (NotFoundException)
        {
            return null;
        }
        catch (ForbiddenException)
        {
            return null;
        }
    }
}
