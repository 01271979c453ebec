using System.Text.RegularExpressions;
using Weir.Gateway.Providers;
using Weir.Gateway.Providers.Amazon;
using Weir.Gateway.Providers.Credentials;
using static Weir.Gateway.Endpoints.EndpointRules;

namespace Weir.Gateway.Endpoints;

/// <summary>What a destination's <c>external_model_config</c> must be, for each provider.</summary>
internal static partial class ModelRules
{
    private static readonly string[] NeedBaseUrl = [Providers.AzureOpenAI, Providers.OpenAICompatible, Providers.Databricks, "vllm"];

    // The members that only some providers use: a member that would do nothing is a mistake of its author.
    private static readonly (string Name, Func<ModelDocument, string?> Of, string[] Providers)[] Particular =
    [
        ("region", model => model.Region, [Providers.Bedrock]),
        ("aws_access_key_id", model => model.AwsAccessKeyId, [Providers.Bedrock]),
        ("aws_secret_access_key", model => model.AwsSecretAccessKey, [Providers.Bedrock]),
        ("aws_session_token", model => model.AwsSessionToken, [Providers.Bedrock]),
        ("project", model => model.Project, [Providers.Vertex]),
        ("location", model => model.Location, [Providers.Vertex]),
        ("service_account_json", model => model.ServiceAccountJson, [Providers.Vertex]),
        ("auth", model => model.Auth, [Providers.AzureOpenAI]),
        ("tenant_id", model => model.TenantId, [Providers.AzureOpenAI]),
        ("client_id", model => model.ClientId, [Providers.AzureOpenAI, Providers.Databricks]),
        ("client_secret", model => model.ClientSecret, [Providers.AzureOpenAI, Providers.Databricks]),
    ];

    /// <summary>Checks a model's configuration whose secrets are in clear, protected, or, where they are kept, left out.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="model">The configuration.</param>
    /// <exception cref="Accounts.Http.ApiException">What is wrong, for its author.</exception>
    public static void Check(string at, ModelDocument model)
    {
        Require(model.Provider is { } provider && ProviderRegistry.Has(provider), $"'{at}.provider' is '{model.Provider}', which is not supported. Use one of {string.Join(", ", ProviderRegistry.Names)}.");
        Require(model.Model is { Length: > 0 and <= 256 }, $"'{at}.model' must be the model's name at the provider.");
        Require(model.BaseUrl is not null || !NeedBaseUrl.Contains(model.Provider), $"'{at}.base_url' is missing; the provider {model.Provider} has no address of its own.");
        Require(model.BaseUrl is null || IsBaseUrl(model.BaseUrl), $"'{at}.base_url' must be an absolute http or https URL without user, query and fragment, for example https://api.openai.com/v1.");
        Require(model.OnClientDisconnect is null or "cancel" or "drain", $"'{at}.on_client_disconnect' must be cancel or drain.");
        Require(model.ApiVersion is null || ApiVersionPattern().IsMatch(model.ApiVersion), $"'{at}.api_version' must look like 2024-10-21.");
        foreach (var (name, of, providers) in Particular)
        {
            Require(of(model) is null || providers.Contains(model.Provider), $"'{at}.{name}' is not used by the provider {model.Provider}; it is for {string.Join(" and ", providers)}.");
        }

        foreach (var secret in ModelSecret.All)
        {
            CheckSecret($"{at}.{secret.Name}", secret.Of(model), isFile: secret.Name == "service_account_json");
        }

        switch (model.Provider)
        {
            case Providers.Bedrock:
                CheckBedrock(at, model);
                break;
            case Providers.Vertex:
                CheckVertex(at, model);
                break;
            case Providers.AzureOpenAI:
                CheckAzure(at, model);
                break;
            case Providers.Databricks:
                Require(model.ClientId is null == model.ClientSecret is null || model.ClientSecret is null, $"'{at}.client_id' is missing; 'client_secret' needs it.");
                Require(model.ApiKey is null || model.ClientSecret is null, $"'{at}' has both 'api_key' and 'client_secret'. Give one of them.");
                break;
            default:
                break;
        }
    }

    /// <summary>Checks a service account's key file, which can be done only while it is in clear.</summary>
    public static void CheckServiceAccount(string destination, string? json) =>
        Require(json is null || GoogleTokens.FaultOf(json) is null, $"The 'service_account_json' of the destination '{destination}' {(json is null ? null : GoogleTokens.FaultOf(json))}. Give the key file as Google made it.");

    private static void CheckSecret(string at, string? secret, bool isFile)
    {
        if (isFile)
        {
            Require(secret is null or { Length: > 0 and <= 32768 }, $"'{at}' must be 1 to 32768 characters.");
        }
        else
        {
            Require(secret is null || (secret.Length is > 0 and <= 8192 && !secret.Any(char.IsControl)), $"'{at}' must be 1 to 8192 characters without line breaks.");
        }
    }

    private static void CheckBedrock(string at, ModelDocument model)
    {
        Require(model.Region is null || RegionPattern().IsMatch(model.Region), $"'{at}.region' must look like us-east-1.");
        Require(BedrockProvider.RegionOf(model.Region, model.BaseUrl) is not null, $"'{at}.region' is missing, for example us-east-1.");
        Require(model.AwsAccessKeyId is null == model.AwsSecretAccessKey is null, $"'{at}.aws_access_key_id' and '{at}.aws_secret_access_key' go together. Give both, or neither for AWS's default credentials.");
        Require(model.AwsSessionToken is null || model.AwsSecretAccessKey is not null, $"'{at}.aws_session_token' needs 'aws_access_key_id' and 'aws_secret_access_key'.");
        Require(model.ApiKey is null || model.AwsSecretAccessKey is null, $"'{at}' has both 'api_key' and AWS keys. Give one of them.");
    }

    private static void CheckVertex(string at, ModelDocument model)
    {
        Require(model.Project is not null && ProjectPattern().IsMatch(model.Project), $"'{at}.project' must be the id of the Google Cloud project.");
        Require(model.Location is not null && RegionPattern().IsMatch(model.Location), $"'{at}.location' must be a Google Cloud location, for example global or us-east5.");
        Require(model.ApiKey is null || model.ServiceAccountJson is null, $"'{at}' has both 'api_key' (an access token) and 'service_account_json'. Give one of them.");
    }

    private static void CheckAzure(string at, ModelDocument model)
    {
        Require(model.Auth is null or Authentications.Entra, $"'{at}.auth' must be {Authentications.Entra}, or left out for a key.");
        Require(model.ApiKey is null || (model.ClientSecret is null && model.Auth is null), $"'{at}' has 'api_key' and asks for Entra ID. Give one of them.");
        Require(model.ClientSecret is null || (model.ClientId is not null && model.TenantId is not null), $"'{at}.client_secret' needs 'tenant_id' and 'client_id'.");
        Require(model.TenantId is null || TenantPattern().IsMatch(model.TenantId), $"'{at}.tenant_id' must be a tenant's id or domain.");
    }

    private static bool IsBaseUrl(string text) =>
        text.Length <= 2048
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;

    [GeneratedRegex("^[A-Za-z0-9.-]{1,32}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ApiVersionPattern();

    [GeneratedRegex("^[a-z0-9-]{1,40}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RegionPattern();

    [GeneratedRegex("^[A-Za-z0-9:._-]{1,100}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ProjectPattern();

    [GeneratedRegex("^[A-Za-z0-9.-]{1,100}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TenantPattern();
}
