using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Weir.Dashboards.Schedules.Reports;

namespace Weir.Dashboards.Schedules.Rendering;

/// <summary>Where the server is reached: by people, and by its own browser.</summary>
internal sealed class ServerAddress(IServer server, ReportOptions options)
{
    private static readonly string[] Everywhere = ["//0.0.0.0", "//[::]", "//*", "//+", "//localhost"];

    /// <summary>For people, without a slash at the end.</summary>
    public string Public => (options.PublicUrl ?? Own.GetLeftPart(UriPartial.Authority)).TrimEnd('/');

    /// <summary>For a browser of this machine: plain HTTP where the server has it, on loopback where it listens there.</summary>
    /// <exception cref="ReportException">The server listens nowhere.</exception>
    public Uri Own
    {
        get
        {
            var addresses = (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
                .Select(address => Everywhere.Aggregate(address, (text, any) => text.Replace(any, "//127.0.0.1", StringComparison.OrdinalIgnoreCase)))
                .Where(address => address.StartsWith("http", StringComparison.OrdinalIgnoreCase) && !address.Contains("unix:", StringComparison.Ordinal))
                .Select(address => Uri.TryCreate(address, UriKind.Absolute, out var url) ? url : null).OfType<Uri>();
            return addresses.OrderBy(url => url.Scheme != "http").ThenBy(url => !url.IsLoopback).FirstOrDefault()
                ?? throw new ReportException("The server listens on no address that its own browser could open.");
        }
    }
}
