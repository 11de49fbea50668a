using System.Globalization;

namespace Market.Web.Hosting;

/// <summary>How far something long has come. On a terminal the bar stays on its line; in a log there is a line for every quarter.</summary>
internal sealed class ProgressBar(TextWriter output, bool isTerminal, Func<string, string> say)
{
    private const int BarLength = 30;
    private const int Lines = 4;
    private readonly Lock _writing = new();
    private (string What, long Line) _last = ("", -1);

    /// <summary>A bar on the standard error, so that a program can read the result from the standard output.</summary>
    public static ProgressBar OnError(Func<string, string> say) => new(Console.Error, !Console.IsErrorRedirected, say);

    public void Show(string what, long done, long all)
    {
        lock (_writing)
        {
            var steps = isTerminal ? 1000 : Lines;
            var line = steps * done / Math.Max(1, all);
            if (_last == (what, line))
            {
                return;
            }

            _last = (what, line);
            var filled = (int)(BarLength * done / Math.Max(1, all));
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"[{new string('#', filled)}{new string('.', BarLength - filled)}] {100 * done / Math.Max(1, all),3} %  {say(what)}  {done}/{all}");
            if (isTerminal)
            {
                output.Write($"\r{text}   ");
            }
            else
            {
                output.WriteLine(text);
            }
        }
    }

    /// <summary>Leaves the line of the bar.</summary>
    public void End()
    {
        if (isTerminal && _last.Line >= 0)
        {
            output.WriteLine();
        }
    }
}
