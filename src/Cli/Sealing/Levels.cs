using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The baseline levels by their names in ETSI EN 319 142-1.</summary>
internal static class Levels
{
    public static string[] All { get; } = ["B-B", "B-T", "B-LT", "B-LTA"];

    public static string NameOf(PadesLevel level) => All[(int)level];

    public static PadesLevel Named(string name) => (PadesLevel)Array.IndexOf(All, name);
}
