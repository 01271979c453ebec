using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers.Credentials;

/// <summary>Tokens of Microsoft Entra ID for Azure OpenAI: for an application with a secret, or for what the server itself runs as.</summary>
internal static partial class EntraTokens
{
    private static readonly TokenRequestContext Request = new(["https://cognitiveservices.azure.com/.default"]);

    /// <summary>Fetches tokens for a destination.</summary>
    public static Func<CancellationToken, Task<AccessToken>> Of(ExternalModel model, CredentialSources sources)
    {
        var credential = model.ClientSecret is { } secret
            ? new ClientSecretCredential(model.TenantId, model.ClientId, secret, new ClientSecretCredentialOptions { Transport = new HttpClientTransport(new InvokerHandler(sources.Http)) })
            : (Azure.Core.TokenCredential)new DefaultAzureCredential(new DefaultAzureCredentialOptions
            {
                TenantId = model.TenantId,
                ManagedIdentityClientId = model.ClientId,
                WorkloadIdentityClientId = model.ClientId,
                ExcludeInteractiveBrowserCredential = true,
            });
        var check = model.ClientSecret is null
            ? "Check the identity that the server runs with (environment, workload identity, managed identity)"
            : "Check tenant_id, client_id and client_secret";
        return cancellationToken => FetchAsync(credential, check, cancellationToken);
    }

    private static async Task<AccessToken> FetchAsync(Azure.Core.TokenCredential credential, string check, CancellationToken cancellationToken)
    {
        try
        {
            var token = await credential.GetTokenAsync(Request, cancellationToken);
            return new AccessToken(token.Token, token.ExpiresOn);
        }
        catch (Exception failed) when (failed is AuthenticationFailedException or RequestFailedException or HttpRequestException)
        {
            // The library's text names more than a client should read; Microsoft's own number tells the rest.
            var code = ErrorNumber().Match(failed.ToString());
            throw new CredentialsException($"Entra ID gave no token{(code.Success ? $" ({code.Value})" : string.Empty)}. {check}, and that it may use Azure OpenAI.", failed);
        }
    }

    [GeneratedRegex("AADSTS[0-9]{1,9}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ErrorNumber();
}
