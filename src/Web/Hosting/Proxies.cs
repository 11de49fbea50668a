using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Market.Web.Hosting;

/// <summary>Whose word is taken on where a request came from: a proxy on this machine, and those that <c>Proxy:Addresses</c> names.</summary>
internal static class Proxies
{
    private const string Setting = "Proxy:Addresses";

    public static void AddProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var named = (configuration[Setting] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var address in named)
        {
            if (!IPAddress.TryParse(address, out _) && !System.Net.IPNetwork.TryParse(address, out _))
            {
                throw new StartupRefusedException($"{Setting} 中的 {address} 不是地址：请写成 10.20.0.5 或网段 10.20.0.0/24 的形式，多个之间用空格分开。");
            }
        }

        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var address in named)
            {
                if (IPAddress.TryParse(address, out var proxy))
                {
                    options.KnownProxies.Add(proxy);
                }
                else
                {
                    options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(address));
                }
            }
        });
    }
}
