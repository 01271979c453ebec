using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Accounts.Http;

/// <summary>Some paths name the account. There is one, and another's name in its place is nothing that exists.</summary>
internal static class AccountInPath
{
    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var accountId = context.RequestServices.GetRequiredService<AccountDirectory>().State.AccountId;
        return context.GetRouteValue("account") is not string named || string.Equals(named, accountId, StringComparison.OrdinalIgnoreCase)
            ? await next(invocation)
            : throw ApiException.NotFound($"There is no account '{named}'.");
    }
}
