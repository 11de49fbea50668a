namespace Market.Web.Hosting;

/// <summary>Return addresses from a query string lead to this site only (no open redirect).</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is a path of this site, else the home page.</summary>
    public static string OrHome(string? address) =>
        address is ['/', ..] && (address.Length == 1 || address[1] is not ('/' or '\\')) && !address.Any(char.IsControl) ? address : "/";
}
