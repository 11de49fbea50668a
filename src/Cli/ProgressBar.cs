namespace Market.Cli;

/// <summary>How far a batch is, in one line that is written over. Only where somebody watches, and never among the answers.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int Cells = 30;
    private readonly TextWriter? _error;
    private readonly int _total;
    private int _done;
    private int _shown = -1;

    public ProgressBar(Terminal terminal, int total)
    {
        _total = total;
        _error = terminal.IsWatched && total > 1 ? terminal.Error : null;
        Show();
    }

    /// <summary>One more is finished; <paramref name="write"/> writes its line above the bar.</summary>
    public void Step(Action write)
    {
        Clear();
        write();
        _done++;
        Show();
    }

    public void Dispose() => Clear();

    private void Show()
    {
        if (_error is null)
        {
            return;
        }

        var filled = _done * Cells / _total;
        _error.Write($"\r[{new string('#', filled)}{new string('.', Cells - filled)}] {_done}/{_total}");
        _error.Flush();
        _shown = _done;
    }

    private void Clear()
    {
        if (_error is not null && _shown >= 0)
        {
            _error.Write("\r\u001b[K");
            _error.Flush();
            _shown = -1;
        }
    }
}
