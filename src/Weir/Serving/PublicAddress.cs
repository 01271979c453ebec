using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Weir.Serving;

/// <summary>Where people reach the server, and where they come from, when a proxy stands between.</summary>
internal static class PublicAddress
{
    /// <summary>Has requests say so, where the settings do.</summary>
    /// <exception cref="StartException">A setting is wrong.</exception>
    public static void Use(WebApplication app, IConfiguration configuration)
    {
        if (configuration["Trusted_Proxies"] is { Length: > 0 } proxies)
        {
            app.UseForwardedHeaders(Trusting(proxies));
        }

        if (configuration["Public_Url"] is { Length: > 0 } given)
        {
            var url = Parse(given);
            var host = new HostString(url.Authority);
            app.Use((context, next) =>
            {
                (context.Request.Scheme, context.Request.Host) = (url.Scheme, host);
                return next(context);
            });
        }
    }

    /// <summary>A URL that a person on this machine can open, or NULL when it is known only once the server listens.</summary>
    public static string? Of(IConfiguration configuration)
    {
        if (configuration["Public_Url"] is { Length: > 0 } given)
        {
            return Parse(given).GetLeftPart(UriPartial.Authority);
        }

        var first = (configuration["Urls"] ?? "http://127.0.0.1:8080").Split(';')[0];
        foreach (var everywhere in new[] { "//0.0.0.0", "//[::]", "//*", "//+" })
        {
            first = first.Replace(everywhere, "//localhost", StringComparison.Ordinal);
        }

        return Uri.TryCreate(first, UriKind.Absolute, out var url) && url.Port != 0 ? url.GetLeftPart(UriPartial.Authority) : null;
    }

    private static Uri Parse(string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath == "/"
            ? url
            : throw new StartException($"WEIR_PUBLIC_URL is '{given}'; it must be the URL at which people open this server, without a path, for example https://weir.example.com.");

    private static ForwardedHeadersOptions Trusting(string proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new StartException($"WEIR_TRUSTED_PROXIES has '{proxy}', which is neither an address nor a network such as 10.0.0.0/8.");
            }
        }

        return options;
    }
}
