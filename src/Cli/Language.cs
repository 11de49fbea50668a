using System.Globalization;

namespace Market.Cli;

/// <summary>The language of the answers: <c>--lang</c>, else the environment; Chinese unless English is asked for.</summary>
internal static class Language
{
    private const string Option = "--lang";

    public static CultureInfo Chinese { get; } = CultureInfo.GetCultureInfo("zh-CN");

    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");

    /// <summary>Read before the command line is parsed: help and errors speak it too.</summary>
    public static CultureInfo Of(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        for (var i = 0; i < args.Count && args[i] != "--"; i++)
        {
            if (args[i] == Option && i + 1 < args.Count)
            {
                return Named(args[i + 1]);
            }

            if (args[i].StartsWith(Option + "=", StringComparison.Ordinal))
            {
                return Named(args[i][(Option.Length + 1)..]);
            }
        }

        // POSIX, Base Definitions 8.2: the first that is set and not empty decides.
        string?[] settings = [environment("LC_ALL"), environment("LC_MESSAGES"), environment("LANG")];
        return Named(Array.Find(settings, setting => !string.IsNullOrEmpty(setting)) ?? "");
    }

    private static CultureInfo Named(string name) => name.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English : Chinese;
}
