namespace Market.Web.Hosting;

/// <summary>Where the public reaches this site: what codes, links and feeds lead back to.</summary>
internal static class PublicAddress
{
    private const string Default = "http://localhost:5080";

    /// <summary>What the settings say; else where this process listens, so that what a demonstration on another port shows leads back to it.</summary>
    /// <exception cref="StartupRefusedException">It is no address.</exception>
    public static Uri Of(IConfiguration configuration)
    {
        var wanted = configuration["Site:PublicUrl"] ?? Listening(configuration["urls"]) ?? Default;
        return Uri.TryCreate(wanted, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new StartupRefusedException($"Site:PublicUrl 的值 {wanted} 不是网址：二维码要用它，请填写公众访问本平台的完整网址。");
    }

    private static string? Listening(string? urls)
    {
        if (urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var first, ..])
        {
            return null;
        }

        try
        {
            var address = BindingAddress.Parse(first);
            var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
            return address.IsUnixPipe || address.IsNamedPipe || address.Port == 0 ? null : $"{address.Scheme}://{host}:{address.Port}";
        }
        catch (FormatException)
        {
            // The server itself says what is wrong with it.
            return null;
        }
    }
}
