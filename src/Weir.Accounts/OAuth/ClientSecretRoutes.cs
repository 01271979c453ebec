using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.OAuth;

/// <summary>The secrets of a service principal, <c>/api/2.0/accounts/{account_id}/servicePrincipals/{id}/credentials/secrets</c>, for account admins.</summary>
internal static class ClientSecretRoutes
{
    private const int MostOfOne = 5;
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(730);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var path in new[] { "/api/2.0/accounts/{account}/servicePrincipals/{principal}/credentials/secrets", "/api/2.0/accounts/servicePrincipals/{principal}/credentials/secrets" })
        {
            var group = app.MapGroup(path).RequireScope(TokenScopes.Authentication);
            group.AddEndpointFilter(AccountInPath.CheckAsync);
            group.MapGet("/", (HttpContext context, AccountDirectory accounts, string principal) =>
            {
                var owner = Find(context, accounts.State, principal);
                return TypedResults.Ok(new ClientSecretsAnswer(accounts.State.ClientSecrets.Where(secret => secret.PrincipalId == owner.Id).OrderBy(secret => secret.CreationTime).Select(secret => ClientSecretInfo.Of(secret))));
            });
            group.MapPost("/", CreateAsync).ReadsBody(typeof(NewClientSecret), isOptional: true).Audits("accounts", "createServicePrincipalSecret", ["principal", "lifetime"], "id", isAccountLevel: true);
            group.MapDelete("/{id}", async (HttpContext context, AccountDirectory accounts, string principal, string id) =>
            {
                RequireAdmin(context);
                await accounts.ChangeAsync(
                    state => state.ClientSecrets.Any(secret => secret.Id == id && secret.PrincipalId == Find(context, state, principal).Id)
                        ? (new AccountChange { DeletedClientSecrets = [id] }, true)
                        : throw ApiException.NotFound($"The service principal {principal} has no secret '{id}'."),
                    context.RequestAborted);
                return TypedResults.Ok(new EmptyAnswer());
            }).Audits("accounts", "deleteServicePrincipalSecret", ["principal", "id"], isAccountLevel: true);
        }
    }

    private static async Task<Ok<ClientSecretInfo>> CreateAsync(HttpContext context, AccountDirectory accounts, TimeProvider time, string principal)
    {
        RequireAdmin(context);
        var request = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true ? null : await context.Request.ReadFromJsonAsync<NewClientSecret>(context.RequestAborted);
        var lifetime = LifetimeOf(request?.Lifetime);
        var secret = ClientSecret.NewSecret();
        var made = await accounts.ChangeAsync(
            state =>
            {
                var owner = Find(context, state, principal);
                if (state.ClientSecrets.Count(known => known.PrincipalId == owner.Id) >= MostOfOne)
                {
                    throw new ApiException(400, "QUOTA_EXCEEDED", $"The service principal has {MostOfOne} secrets, the most that one may have. Delete one first.");
                }

                var now = time.GetUtcNow().UtcDateTime;
                TokenHash.TryCompute(secret, out var hash);
                var stored = new ClientSecret { Id = Guid.NewGuid().ToString(), PrincipalId = owner.Id, Hash = hash, CreationTime = now, ExpiryTime = now + lifetime };
                return (new AccountChange { AddedClientSecrets = [stored] }, stored);
            },
            context.RequestAborted);
        return TypedResults.Ok(ClientSecretInfo.Of(made, secret));
    }

    // A protobuf duration, as clients of the original send it.
    private static TimeSpan LifetimeOf(string? text)
    {
        if (text is null)
        {
            return LongestLifetime;
        }

        return text.EndsWith('s') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= 1 && seconds <= LongestLifetime.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw ApiException.Invalid($"'lifetime' must be seconds from \"1s\" to \"{(long)LongestLifetime.TotalSeconds}s\".");
    }

    private static Principal Find(HttpContext context, AccountState state, string id)
    {
        RequireAdmin(context);
        return state.FindPrincipal(id) is { Type: PrincipalType.ServicePrincipal } found ? found : throw ApiException.NotFound($"There is no service principal with the id '{id}'.");
    }

    private static void RequireAdmin(HttpContext context)
    {
        if (!context.CallerOf().IsAccountAdmin)
        {
            throw ApiException.Forbidden("Only an account admin can see, make and delete the secrets of service principals.");
        }
    }
}

/// <summary>The body of a secret's creation.</summary>
internal sealed record NewClientSecret([property: JsonPropertyName("lifetime")] string? Lifetime);

/// <summary>The secrets of a service principal, the oldest first.</summary>
internal sealed record ClientSecretsAnswer(IEnumerable<ClientSecretInfo> Secrets);

/// <summary>A secret as the API shows it.</summary>
internal sealed record ClientSecretInfo(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("secret"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret,
    [property: JsonPropertyName("secret_hash")] string SecretHash,
    [property: JsonPropertyName("create_time")] DateTime CreateTime,
    [property: JsonPropertyName("update_time")] DateTime UpdateTime,
    [property: JsonPropertyName("expire_time")] DateTime ExpireTime,
    [property: JsonPropertyName("status")] string Status)
{
    /// <summary>The secret itself is shown once, when it is made.</summary>
    public static ClientSecretInfo Of(ClientSecret stored, string? secret = null) =>
        new(stored.Id, secret, Convert.ToHexStringLower(stored.Hash.ToBytes()), stored.CreationTime, stored.CreationTime, stored.ExpiryTime, "ACTIVE");
}
