namespace Market.Cli.Sealing;

/// <summary>One file of a batch: where it comes from and where its sealed copy goes.</summary>
internal sealed record BatchItem(string Input, string Output);

/// <summary>Turns the names of the command line into a batch, before anything is begun.</summary>
internal static class BatchPlan
{
    /// <param name="inputs">Files, or folders whose PDF files are meant.</param>
    /// <param name="output">A folder; or a file, when there is one input.</param>
    /// <exception cref="UsageException">The names do not fit together.</exception>
    public static IReadOnlyList<BatchItem> Of(IReadOnlyList<string> inputs, string output)
    {
        var files = inputs.SelectMany(Expand).ToList();
        var isFolder = files.Count != 1 || Directory.Exists(inputs[0]) || Directory.Exists(output) || Path.EndsInDirectorySeparator(output);
        var items = files.Select(file => new BatchItem(file, isFolder ? Path.Combine(output, Path.GetFileName(file)) : output)).ToList();
        foreach (var item in items.Where(item => OutputFile.IsSame(item.Input, item.Output)))
        {
            throw new UsageException(Texts.Say("batch.over-input", item.Input));
        }

        items.ForEach(item => OutputFile.RequirePlace(item.Output));

        if (items.GroupBy(item => item.Output, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } clash)
        {
            throw new UsageException(Texts.Say("batch.same-name", string.Join(", ", clash.Select(item => item.Input)), clash.Key));
        }

        OutputFile.MakeFolder(isFolder ? output : Path.GetDirectoryName(Path.GetFullPath(output))!);
        return items;
    }

    private static IEnumerable<string> Expand(string input)
    {
        if (!Directory.Exists(input))
        {
            return [input];
        }

        var files = Directory.EnumerateFiles(input)
            .Where(file => string.Equals(Path.GetExtension(file), ".pdf", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count > 0 ? files : throw new UsageException(Texts.Say("batch.empty-folder", input));
    }
}
