namespace Market.Web.Hosting;

/// <summary>One thing that the program does instead of serving.</summary>
/// <param name="Name">The first argument.</param>
/// <param name="Run">Does it; returns the exit code.</param>
internal sealed record Verb(string Name, Func<WebApplication, VerbArguments, Task<int>> Run)
{
    /// <summary>Whether the database is brought to the program's version first, as at a start.</summary>
    public bool Prepares { get; init; }

    /// <summary>Arguments without a value, such as <c>json</c>.</summary>
    public IReadOnlyList<string> Switches { get; init; } = [];

    /// <summary>Arguments with a value, such as <c>grace</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>How many places, such as a directory, it is given.</summary>
    public int Places { get; init; }

    /// <summary>How it is called.</summary>
    public required string Says { get; init; }

    /// <summary>The exit code when it could not be done at all: as asked for, or with this database.</summary>
    public int Refused { get; init; } = 1;
}

/// <summary>What a verb was called with, besides settings of the program.</summary>
/// <param name="Switches">The switches that were given.</param>
/// <param name="Places">The places that were given, in their order.</param>
/// <param name="Settings">Everything that is a setting, for the configuration.</param>
internal sealed record VerbArguments(IReadOnlySet<string> Switches, IReadOnlyList<string> Places, IReadOnlyList<string> Settings)
{
    public bool Has(string name) => Switches.Contains(name);

    /// <summary>Parts the arguments after the verb.</summary>
    /// <exception cref="UsageException">There is one that the verb does not know.</exception>
    public static VerbArguments Parse(Verb verb, IReadOnlyList<string> args)
    {
        var (switches, places, settings) = (new HashSet<string>(StringComparer.Ordinal), new List<string>(), new List<string>());
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..].Split('=')[0] : null;
            if (name is null)
            {
                places.Add(args[i]);
            }
            else if (verb.Switches.Contains(name))
            {
                switches.Add(name);
            }
            else if (!verb.Options.Contains(name) && !IsSetting(name))
            {
                throw new UsageException(args[i], verb);
            }
            else
            {
                settings.Add(args[i]);
                if (!args[i].Contains('=', StringComparison.Ordinal))
                {
                    settings.Add(++i < args.Count ? args[i] : throw new UsageException(args[i - 1], verb));
                }
            }
        }

        return places.Count == verb.Places
            ? new VerbArguments(switches, places, settings)
            : throw new UsageException(places.Count > verb.Places ? places[^1] : verb.Name, verb);
    }

    // Settings of the program have their section before a colon; these are the host's own.
    private static bool IsSetting(string name) =>
        name.Contains(':', StringComparison.Ordinal) || name is "environment" or "contentRoot" or "urls";
}

/// <summary>A verb was called in a way that it does not know.</summary>
internal sealed class UsageException(string argument, Verb verb)
    : Exception($"参数 {argument} 不对。 Wrong argument.\n用法 usage: {verb.Says}");
