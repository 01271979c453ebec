using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Accounts.Http;

/// <summary>How the control plane's answers are written: <c>SnakeCaseLower</c> names, as the workspace APIs have them; a member that is NULL is written as null.</summary>
public static class ApiJson
{
    /// <summary>Makes it the way of every typed answer. Whoever maps routes of <c>/api</c> needs it.</summary>
    public static IServiceCollection AddApiJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
}
