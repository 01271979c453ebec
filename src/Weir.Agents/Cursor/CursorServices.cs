using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Weir.Agents.Cursor;

/// <summary>Imports lines, decisions and commits from Cursor's Admin and AI Code Tracking APIs.</summary>
public static class CursorServices
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Adds the import, where there is a key. Needs a telemetry journal and <see cref="ICursorUsers"/>.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong.</exception>
    public static IServiceCollection AddCursorImport(this IServiceCollection services, CursorOptions options)
    {
        if (options.Fault is { } fault)
        {
            throw new InvalidOperationException(fault);
        }

        if (!options.IsOn)
        {
            return services;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddHttpClient(CursorClient.HttpName, http =>
        {
            http.BaseAddress = options.Address;
            http.Timeout = Timeout;
            http.MaxResponseContentBufferSize = CursorClient.MostBytes;
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(options.Key + ":")));
            http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("weir", "0.1"));
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddSingleton<CursorClient>();
        services.AddHostedService<CursorImport>();
        return services;
    }
}
