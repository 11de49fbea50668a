using Microsoft.Playwright;

namespace Market.E2E.Measurements;

/// <summary>Pages that people leave open: each notes by itself when a link came into sight, in milliseconds since 1970.</summary>
internal sealed class OpenPages
{
    private const string Watch =
        """
        window.seen = {};
        const look = () => document.querySelectorAll('main a[href]').forEach(link => window.seen[link.getAttribute('href')] ??= Date.now());
        new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['href'] });
        """;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly List<IPage> _pages = [];

    /// <summary>How many are open.</summary>
    public int Count => _pages.Count;

    /// <summary>Opens pages of a person, each with a circuit of its own.</summary>
    public static async Task<OpenPages> OpenAsync(Person person, string address, int count)
    {
        var open = new OpenPages();
        for (var opened = 0; opened < count; opened++)
        {
            var page = await person.Page.Context.NewPageAsync();
            await page.AddInitScriptAsync(Watch);
            await page.GotoAsync(address);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            open._pages.Add(page);
        }

        return open;
    }

    /// <summary>When a link was in sight on the last of the pages.</summary>
    /// <param name="href">The link, as the page has it.</param>
    /// <param name="patience">How long to wait for it.</param>
    public async Task<long> AllSawAsync(string href, TimeSpan patience)
    {
        var last = 0L;
        foreach (var page in _pages)
        {
            last = Math.Max(last, await SawAsync(page, href, patience));
        }

        return last;
    }

    private static async Task<long> SawAsync(IPage page, string href, TimeSpan patience)
    {
        for (var until = Environment.TickCount64 + (long)patience.TotalMilliseconds; Environment.TickCount64 < until;)
        {
            if (await page.EvaluateAsync<long>("href => window.seen[href] ?? 0", href) is > 0 and var at)
            {
                return at;
            }

            await Task.Delay(Look);
        }

        throw new TimeoutException($"{page.Url} has not shown {href} within {patience}.");
    }
}
