using System.Threading.Channels;
using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Market.Web.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Market.Web.Features;

/// <summary>A page of a workspace: it reads as the current user, reads again when something of the user's organisation
/// has changed, and does one action at a time.</summary>
public abstract class WorkspacePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly SemaphoreSlim _acting = new(1, 1);

    // Room for one: changes that come while the page reads lead to one more reading, however many there are.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task? _listening;

    /// <summary>The door to the marketplace.</summary>
    [Inject] protected MarketSession Market { get; set; } = null!;

    /// <summary>Where the reader is.</summary>
    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    [Inject] private IChangeSignal Signal { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    /// <summary>How often the page reads again without a signal: lights change with the hour.</summary>
    protected virtual TimeSpan RefreshPeriod => TimeSpan.FromMinutes(1);

    /// <summary>Who reads.</summary>
    protected Actor Actor { get; private set; } = Actor.Public;

    /// <summary>Why the last action was not done.</summary>
    protected string? RefusalText { get; private set; }

    /// <summary>True while an action runs, and until the page is connected: forms and buttons wait, so that nothing typed
    /// or clicked is lost.</summary>
    protected bool Waiting => _acting.CurrentCount == 0 || !RendererInfo.IsInteractive;

    /// <summary>True when what the address names is not there, or not the reader's to see.</summary>
    protected bool Missing { get; private set; }

    /// <summary>Reads everything the page shows.</summary>
    protected abstract Task LoadAsync();

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        await ReadAsync();
        if (RendererInfo.IsInteractive && Actor.OrganisationId is { } organisation)
        {
            _listening ??= ListenAsync(organisation);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            try
            {
                await using var keepTyping = await Script.InvokeAsync<IJSObjectReference>("import", _closed.Token, "./js/keep-typing.js");
                await keepTyping.InvokeVoidAsync("connected", _closed.Token);
            }
            catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
            {
                // The script did not come or the reader has left: nothing typed is carried over, and that is all.
            }
        }
    }

    /// <summary>Reads one thing; when there is none, the page becomes 404.</summary>
    protected async Task<TResult?> FindAsync<TOperation, TResult>(Func<TOperation, Task<TResult>> execute)
        where TOperation : class, IOperation
        where TResult : class
    {
        var found = await Market.FindAsync(execute, _closed.Token);
        Missing = found is null;
        if (Missing && !RendererInfo.IsInteractive)
        {
            Navigation.NotFound();
        }

        return found;
    }

    /// <summary>Makes the page 404: it is another role's.</summary>
    protected void NotForReader()
    {
        Missing = true;
        if (!RendererInfo.IsInteractive)
        {
            Navigation.NotFound();
        }
    }

    /// <summary>Does one action and reads again. A second click while it runs does nothing; a refusal is kept to be shown,
    /// and the fresh data with it.</summary>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> DoAsync<TOperation>(Func<TOperation, Task> execute)
        where TOperation : class, IOperation =>
        await _acting.WaitAsync(0) && await ActAsync(execute);

    /// <summary>As <see cref="DoAsync"/>, for what must not be dropped: waits for the running action instead.</summary>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> DoInTurnAsync<TOperation>(Func<TOperation, Task> execute)
        where TOperation : class, IOperation
    {
        await _acting.WaitAsync(_closed.Token);
        return await ActAsync(execute);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops listening.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Neither is disposed: an action that is still running goes on to its end and uses both.
            _closed.Cancel();
        }
    }

    // The reader too: a role taken away in the meantime closes the page's actions.
    private async Task ReadAsync()
    {
        Actor = await Market.GetActorAsync();
        await LoadAsync();
    }

    private async Task<bool> ActAsync<TOperation>(Func<TOperation, Task> execute)
        where TOperation : class, IOperation
    {
        try
        {
            RefusalText = null;
            StateHasChanged();
            RefusalText = await Market.TryAsync(execute);
            await ReadAsync();
            return RefusalText is null;
        }
        finally
        {
            _acting.Release();
            StateHasChanged();
        }
    }

    // The signal comes on any thread, in the culture of whoever caused it; it only wakes this loop, which runs in the
    // page's own context.
    private async Task ListenAsync(Guid organisation)
    {
        try
        {
            using var subscription = Signal.Subscribe(organisation, () => _changes.Writer.TryWrite(true));
            await using var timer = Clock.CreateTimer(_ => _changes.Writer.TryWrite(true), null, RefreshPeriod, RefreshPeriod);
            await foreach (var _ in _changes.Reader.ReadAllAsync(_closed.Token))
            {
                await ReadAsync();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The reader has left the page.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
