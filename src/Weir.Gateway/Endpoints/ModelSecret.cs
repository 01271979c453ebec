namespace Weir.Gateway.Endpoints;

/// <summary>A member of a destination that is a secret: write-only, protected where it is kept, and never sent to another address than the one it was given for.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Of">Its value in a document.</param>
/// <param name="Put">The document with another value.</param>
internal sealed record ModelSecret(string Name, Func<ModelDocument, string?> Of, Func<ModelDocument, string?, ModelDocument> Put)
{
    /// <summary>Every secret that a destination can have.</summary>
    public static IReadOnlyList<ModelSecret> All { get; } =
    [
        new("api_key", model => model.ApiKey, (model, value) => model with { ApiKey = value }),
        new("client_secret", model => model.ClientSecret, (model, value) => model with { ClientSecret = value }),
        new("aws_access_key_id", model => model.AwsAccessKeyId, (model, value) => model with { AwsAccessKeyId = value }),
        new("aws_secret_access_key", model => model.AwsSecretAccessKey, (model, value) => model with { AwsSecretAccessKey = value }),
        new("aws_session_token", model => model.AwsSessionToken, (model, value) => model with { AwsSessionToken = value }),
        new("service_account_json", model => model.ServiceAccountJson, (model, value) => model with { ServiceAccountJson = value }),
    ];

    /// <summary>The document with each secret that it has changed by <paramref name="change"/>.</summary>
    public static ModelDocument Map(ModelDocument model, Func<string, string?> change) =>
        All.Aggregate(model, (changed, secret) => secret.Of(changed) is { } value ? secret.Put(changed, change(value)) : changed);

    /// <summary>Whether the document states any secret.</summary>
    public static bool IsIn(ModelDocument model) => All.Any(secret => secret.Of(model) is not null);

    /// <summary>
    /// The document with the secrets that it leaves out taken from the version before. A document that states one states all: what is
    /// left out then is gone, so that changing from one kind of credential to another leaves nothing of the old.
    /// </summary>
    public static ModelDocument Keep(ModelDocument model, ModelDocument before) =>
        IsIn(model) ? model : All.Aggregate(model, (kept, secret) => secret.Put(kept, secret.Of(before)));

    /// <summary>Whether a destination without a credential of its own would use the one that the server runs with: AWS's default chain, Google's or Azure's.</summary>
    public static bool IsServerIdentity(ModelDocument model) => model.Provider switch
    {
        Providers.Bedrock => model.ApiKey is null && model.AwsSecretAccessKey is null,
        Providers.Vertex => model.ApiKey is null && model.ServiceAccountJson is null,
        Providers.AzureOpenAI => model.Auth == Authentications.Entra && model.ClientSecret is null,
        _ => false,
    };

    /// <summary>Whether secrets given for one may be used for the other: the same provider at the same address, as the same party.</summary>
    public static bool GoToSamePlace(ModelDocument one, ModelDocument other) =>
        (one.Provider, one.BaseUrl, one.Region, one.Project, one.Location, one.Auth, one.TenantId, one.ClientId)
        == (other.Provider, other.BaseUrl, other.Region, other.Project, other.Location, other.Auth, other.TenantId, other.ClientId);
}
