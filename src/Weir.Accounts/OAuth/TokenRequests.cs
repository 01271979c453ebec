using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Weir.Accounts.OAuth;

/// <summary>Decides who gets an access token, for which workspace and scopes.</summary>
internal sealed class TokenRequests(AccountDirectory accounts, IAuditLog audit, TimeProvider time) : IOpenIddictServerHandler<ValidateTokenRequestContext>, IDisposable
{
    private const int MostFailuresPerMinute = 20;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly byte[] NobodysHash = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    private readonly PartitionedRateLimiter<IPAddress?> _failures = PartitionedRateLimiter.Create<IPAddress?, int>(address =>
        RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.PlaceOf(address), _ => new FixedWindowRateLimiterOptions { PermitLimit = MostFailuresPerMinute, Window = Window, QueueLimit = 0 }));

    /// <inheritdoc/>
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var state = accounts.State;
        if (SecretOf(state, context.ClientId, context.ClientSecret) is not { } secret || state.FindPrincipal(secret.PrincipalId) is not { IsActive: true } principal)
        {
            Fail(http, context.ClientId);
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The client id or its secret is not right, or has ended. The id is a service principal's application id; an account admin makes its secrets.");
            return default;
        }

        if (WorkspaceOf(state, principal, (string?)context.Request["workspace_id"]) is not { } workspace)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "The service principal is no member of such a workspace. An admin of the workspace can add it; 'workspace_id' chooses one of several.");
            return default;
        }

        var scopes = context.Request.GetScopes();
        if (scopes.FirstOrDefault(scope => !TokenScopes.IsKnown(scope)) is { } unknown)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidScope, $"There is no scope '{(unknown.Length > 64 ? unknown[..64] : unknown)}'. Ask for all-apis, or for some of the scopes in the server's metadata.");
            return default;
        }

        http.Features.Set(new GrantedToken(principal.Name, secret.Id, workspace, scopes.IsEmpty ? [TokenScopes.All] : [.. scopes]));
        return default;
    }

    /// <summary>Answers 429 to a request for a token from where too many have failed of late. Metadata and keys are for everybody.</summary>
    /// <returns>Whether it did.</returns>
    public async Task<bool> RefuseWhenTooManyAsync(HttpContext context)
    {
        using var lease = _failures.AttemptAcquire(context.Connection.RemoteIpAddress, 0);
        if (lease.IsAcquired || !HttpMethods.IsPost(context.Request.Method))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsJsonAsync(new { error = "temporarily_unavailable", error_description = "Too many requests with a wrong client id or secret came from this address. Wait a minute." });
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _failures.Dispose();

    // An unknown client takes as long as a wrong secret, and so does a client of several secrets.
    private ClientSecret? SecretOf(AccountState state, string? clientId, string? offered)
    {
        if (!TokenHash.TryCompute(offered, out var hash))
        {
            return null;
        }

        var bytes = hash.ToBytes();
        CryptographicOperations.FixedTimeEquals(bytes, NobodysHash);
        var owner = clientId is null ? null : state.FindPrincipal(PrincipalType.ServicePrincipal, clientId);
        var now = time.GetUtcNow().UtcDateTime;
        ClientSecret? found = null;
        foreach (var secret in state.ClientSecrets)
        {
            if (secret.PrincipalId == owner?.Id && secret.ExpiryTime > now && CryptographicOperations.FixedTimeEquals(bytes, secret.Hash.ToBytes()))
            {
                found = secret;
            }
        }

        return found;
    }

    private static string? WorkspaceOf(AccountState state, Principal principal, string? asked) =>
        state.Workspaces.FirstOrDefault(workspace => (asked is null || workspace.Id == asked) && state.RoleIn(workspace.Id, principal.Id) is not null)?.Id;

    private void Fail(HttpContext context, string? clientId)
    {
        _failures.AttemptAcquire(context.Connection.RemoteIpAddress).Dispose();
        audit.Denied(new AuditEvent("accounts", "oidcTokenAuthorization", StatusCodes.Status401Unauthorized)
        {
            Origin = context.Features.Get<AuditOrigin>(),
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["client_id"] = clientId is null ? string.Empty : clientId[..Math.Min(clientId.Length, 64)] },
            IsAccountLevel = true,
        });
    }
}

/// <summary>What a request for an access token has been granted.</summary>
internal sealed record GrantedToken(string PrincipalName, string SecretId, string WorkspaceId, IReadOnlyList<string> Scopes);
