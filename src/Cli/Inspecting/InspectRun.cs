using System.Globalization;
using Market.Cli.Sealing;
using Market.Signing;

namespace Market.Cli.Inspecting;

/// <summary>One run of <c>inspect</c>.</summary>
internal sealed class InspectRun(Terminal terminal, IReadOnlyList<string> files, bool asJson, string? password)
{
    private const int MostSizes = 5;
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var allReadable = true;
        await foreach (var (_, inspection) in InOrder.RunAsync(files, Environment.ProcessorCount, file => Task.FromResult(Inspect(file)), ct))
        {
            allReadable &= inspection.IsReadable;
            if (asJson)
            {
                terminal.Output.WriteLine(inspection.ToJson());
            }
            else
            {
                Write(inspection);
            }
        }

        return allReadable ? ExitCodes.Done : ExitCodes.Refused;
    }

    private Inspection Inspect(string file)
    {
        try
        {
            using var pdf = File.OpenRead(file);
            return Inspection.Of(file, PdfInspector.Inspect(pdf, password));
        }
        catch (Exception exception) when (Refusal.CodeOf(exception) is { } code)
        {
            return Inspection.Refused(file, code, Refusal.Say(code, exception.Message, _language)) with { Detail = Refusal.Detail(code, exception.Message) };
        }
    }

    private void Write(Inspection inspection)
    {
        if (inspection.Document is not { } document)
        {
            terminal.Error.WriteLine(Texts.Say("inspect.refused", inspection.File, inspection.Message, inspection.Code));
            if (inspection.Detail is not null)
            {
                terminal.Error.WriteLine(Texts.Say("batch.detail", inspection.Detail));
            }

            return;
        }

        terminal.Output.WriteLine(Texts.Say("inspect.file", inspection.File, document.PageCount, document.RevisionCount));
        foreach (var size in document.Pages.CountBy(page => (Math.Round(page.WidthMillimetres), Math.Round(page.HeightMillimetres))).Take(MostSizes))
        {
            terminal.Output.WriteLine(Texts.Say("inspect.size", size.Key.Item1, size.Key.Item2, size.Value));
        }

        WriteFact("inspect.signed", document.SignedFields);
        WriteFact("inspect.empty", document.EmptySignatureFields);
        WriteFact(document.Encrypted, "inspect.encrypted");
        WriteFact(document.IsLocked, "inspect.locked");
        WriteFact(document.HasActiveContent, "inspect.active");
    }

    private void WriteFact(string sentence, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            terminal.Output.WriteLine(Texts.Say(sentence, names.Count, string.Join(", ", names)));
        }
    }

    private void WriteFact(bool isSo, string sentence)
    {
        if (isSo)
        {
            terminal.Output.WriteLine(Texts.Say(sentence));
        }
    }
}
