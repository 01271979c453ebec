using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Previews;
using Weir.Accounts.Tokens;

namespace Weir.Gateway.Endpoints.Testing;

/// <summary>Tries a destination before clients do: <c>POST /api/2.0/weir/destinations/test</c>. An own extension; whoever may make endpoints may use it.</summary>
public static class ConnectionTestRoutes
{
    // Never an address or a credential: some vendors' addresses carry keys.
    private static readonly string[] Shown = ["endpoint_name", "destination.name", "destination.external_model_config.provider", "destination.external_model_config.model"];

    /// <summary>Maps the route.</summary>
    public static void MapConnectionTests(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/2.0/weir/destinations").BelongsTo(Preview.AIGateway).RequireScope(TokenScopes.ModelServing)
            .MapPost("/test", TestAsync).ReadsBody(typeof(ConnectionTestDocument)).Audits("aiGateway", "testDestination", Shown);

    private static async Task<Ok<ConnectionTestAnswer>> TestAsync(HttpContext context, ConnectionTestSubject subject, ConnectionTester tester, ConnectionTestLimit limit)
    {
        var destination = subject.Of(context.CallerOf(), await context.ReadBodyAsync<ConnectionTestDocument>("a destination to test", EndpointDocument.Json));
        if (limit.Refuses(context.CallerOf().PrincipalId) is { } after)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            throw new ApiException(429, "REQUEST_LIMIT_EXCEEDED", $"More than {ConnectionTestLimit.MostPerMinute} destinations were tested within a minute. Wait {Math.Ceiling(after.TotalSeconds):0} seconds.");
        }

        return TypedResults.Ok(await tester.TestAsync(destination, context.RequestAborted));
    }
}
