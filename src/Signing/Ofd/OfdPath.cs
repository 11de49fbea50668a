namespace Market.Signing.Ofd;

/// <summary>Paths within a package (ST_Loc, GB/T 33190, 7.1): from its root, or from the file that names them.</summary>
internal static class OfdPath
{
    private const int LongestPath = 512;

    /// <summary>Whether a name stays within the package and means one file on every system.</summary>
    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= LongestPath
        && !name.Contains('\\', StringComparison.Ordinal)
        && !name.Contains(':', StringComparison.Ordinal)
        && !name.Any(char.IsControl)
        && name.Split('/').All(part => part is not ("" or "." or ".."));

    /// <summary>The paths a location may mean, without the leading stroke: producers write those without one from the root as well
    /// as from the file that names them.</summary>
    /// <param name="location">As written.</param>
    /// <param name="from">Path of the file it is written in.</param>
    public static IEnumerable<string> Candidates(string location, string from)
    {
        location = location.Trim();
        if (location.StartsWith('/'))
        {
            return IsSafe(location[1..]) ? [location[1..]] : [];
        }

        while (location.StartsWith("./", StringComparison.Ordinal))
        {
            location = location[2..];
        }

        var folder = from.LastIndexOf('/') is > 0 and var stroke ? from[..(stroke + 1)] : "";
        return IsSafe(location) ? new[] { folder + location, location }.Distinct(StringComparer.Ordinal) : [];
    }
}
