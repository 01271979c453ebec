using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Weir.Accounts.Http;

namespace Weir.Spend;

/// <summary>Routes for account admins alone: what is negotiated with providers, and what everybody spends, is theirs to see.</summary>
internal static class AccountAdminRoutes
{
    /// <summary>Answers others 403.</summary>
    public static TBuilder RequireAccountAdmin<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter(async (context, next) => context.HttpContext.CallerOf().IsAccountAdmin
            ? await next(context)
            : throw new ApiException(403, "PERMISSION_DENIED", "Only an account admin can see or change prices, budgets and what everybody spends. GET /api/2.0/weir/usage/me shows your own."));
}
