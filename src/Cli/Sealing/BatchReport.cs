namespace Market.Cli.Sealing;

/// <summary>Says what became of each file, and of a batch as a whole.</summary>
internal sealed class BatchReport(Terminal terminal, bool asJson, int total)
{
    private int _done;
    private int _refused;

    public void Add(FileOutcome outcome)
    {
        _ = outcome.IsDone ? _done++ : _refused++;
        if (asJson)
        {
            terminal.Output.WriteLine(outcome.ToJson());
        }
        else if (outcome.IsDone)
        {
            terminal.Output.WriteLine(Texts.Say("batch.done", outcome.File, outcome.Output, outcome.Level));
            foreach (var warning in outcome.Warnings)
            {
                terminal.Output.WriteLine($"  ! {warning.Message} [{warning.Code}]");
            }
        }
        else
        {
            terminal.Error.WriteLine(Texts.Say("batch.refused", outcome.File, outcome.Message, outcome.Code));
            if (outcome.Detail is not null)
            {
                terminal.Error.WriteLine(Texts.Say("batch.detail", outcome.Detail));
            }
        }

        terminal.Output.Flush();
    }

    /// <returns>The exit code.</returns>
    public int Finish()
    {
        if (total > 1)
        {
            terminal.Error.WriteLine(Texts.Say("batch.summary", total, _done, _refused));
        }

        return _refused == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }
}
