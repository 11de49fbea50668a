using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Market.Cli;

/// <summary>Works on several items at a time and answers in the order they were given.</summary>
internal static class InOrder
{
    /// <param name="items">What is to be worked on.</param>
    /// <param name="jobs">How many at a time.</param>
    /// <param name="work">Answers about one item, and never throws but to cancel.</param>
    /// <param name="ct">Ends the whole.</param>
    public static async IAsyncEnumerable<(TItem Item, TAnswer Answer)> RunAsync<TItem, TAnswer>(
        IReadOnlyList<TItem> items, int jobs, Func<TItem, Task<TAnswer>> work, [EnumeratorCancellation] CancellationToken ct)
    {
        // The queue may be long: a quick item behind a slow one must not wait to be begun.
        var queue = Channel.CreateUnbounded<(TItem, Task<TAnswer>)>();
        var begin = BeginAsync();
        await foreach (var (item, answer) in queue.Reader.ReadAllAsync(ct))
        {
            yield return (item, await answer.WaitAsync(ct));
        }

        await begin;

        async Task BeginAsync()
        {
            using var places = new SemaphoreSlim(jobs);
            try
            {
                foreach (var item in items)
                {
                    await places.WaitAsync(ct);
                    await queue.Writer.WriteAsync((item, WorkAsync(item, places)), ct);
                }

                // A place must not be given back to a semaphore that is gone.
                for (var i = 0; i < jobs; i++)
                {
                    await places.WaitAsync(ct);
                }
            }
            finally
            {
                queue.Writer.Complete();
            }
        }

        async Task<TAnswer> WorkAsync(TItem item, SemaphoreSlim places)
        {
            try
            {
                return await Task.Run(() => work(item), ct);
            }
            finally
            {
                places.Release();
            }
        }
    }
}
