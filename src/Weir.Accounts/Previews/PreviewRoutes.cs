using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Previews;

/// <summary>The account's Previews page as an API: <c>/api/2.0/accounts/{account_id}/previews</c>.</summary>
public static class PreviewRoutes
{
    private const string Path = "/api/2.0/accounts/{account_id}/previews";

    /// <summary>Maps the routes.</summary>
    public static void MapPreviews(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(string.Empty).RequireScope(TokenScopes.Settings);
        group.MapGet(Path, (HttpContext context, PreviewSwitches switches, [Microsoft.AspNetCore.Mvc.FromRoute(Name = "account_id")] string accountId) =>
        {
            RequireAdmin(context, accountId);
            return Answer(switches);
        });
        group.MapPatch(Path, async (HttpContext context, PreviewSwitches switches, [Microsoft.AspNetCore.Mvc.FromRoute(Name = "account_id")] string accountId, PreviewsChange change) =>
        {
            RequireAdmin(context, accountId);
            await switches.SetAsync(Checked(change), context.CallerOf().PrincipalName, context.RequestAborted);
            return Answer(switches);
        }).Audits("accounts", "updatePreviews", ["previews.name", "previews.enabled"], isAccountLevel: true);
    }

    private static void RequireAdmin(HttpContext context, string accountId)
    {
        var caller = context.CallerOf();
        if (!caller.IsAccountAdmin)
        {
            throw new ApiException(403, "PERMISSION_DENIED", "Only an account admin can see or change previews.");
        }

        if (accountId != caller.AccountId)
        {
            throw new ApiException(404, "RESOURCE_DOES_NOT_EXIST", $"There is no account '{accountId}' here.");
        }
    }

    private static Dictionary<string, bool> Checked(PreviewsChange change)
    {
        if (change.Previews is not { Count: > 0 })
        {
            throw ApiException.Invalid("'previews' must be a list of {\"name\", \"enabled\"}.");
        }

        var enabled = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var one in change.Previews)
        {
            if (one?.Name is null || one.Enabled is not { } on || !Preview.All.Any(preview => preview.Name == one.Name))
            {
                throw ApiException.Invalid($"Each of 'previews' needs 'enabled' and a 'name' of {string.Join(", ", Preview.All.Select(preview => preview.Name))}.");
            }

            enabled[one.Name] = on;
        }

        return enabled;
    }

    private static Ok<PreviewsAnswer> Answer(PreviewSwitches switches) => TypedResults.Ok(new PreviewsAnswer(Preview.All.Select(preview => new PreviewAnswer(
        preview.Name,
        preview.DisplayName,
        switches.SettingOf(preview)?.Enabled ?? true,
        switches.UnmetRequirementsOf(preview).Count == 0,
        switches.UnmetRequirementsOf(preview),
        switches.SettingOf(preview)?.UpdatedBy,
        switches.SettingOf(preview)?.UpdatedTime))));

    /// <summary>The body of PATCH.</summary>
    public sealed record PreviewsChange([property: JsonPropertyName("previews")] List<PreviewChange?>? Previews);

    /// <summary>One switch.</summary>
    public sealed record PreviewChange([property: JsonPropertyName("name")] string? Name, [property: JsonPropertyName("enabled")] bool? Enabled);
}
