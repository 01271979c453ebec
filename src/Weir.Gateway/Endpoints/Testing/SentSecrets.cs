using System.Net.Http.Headers;
using System.Text.Json;

namespace Weir.Gateway.Endpoints.Testing;

/// <summary>The secrets that a call was sent with, to take them out of what its provider says: some quote the key that they refuse.</summary>
internal sealed class SentSecrets
{
    private const string Hidden = "[hidden]";
    private static readonly string[] Headers = ["Authorization", "x-api-key", "api-key", "x-goog-api-key", "X-Amz-Security-Token"];

    private readonly List<string> _texts = [];

    public SentSecrets(ExternalModel model)
    {
        foreach (var secret in new[] { model.ApiKey, model.ClientSecret, model.AwsAccessKeyId, model.AwsSecretAccessKey, model.AwsSessionToken, model.ServiceAccountJson })
        {
            Add(secret);
        }
    }

    /// <summary>Adds what a request shows who is calling by: tokens that were fetched stand in no document.</summary>
    public void Add(HttpRequestHeaders headers)
    {
        foreach (var name in Headers)
        {
            if (headers.NonValidated.TryGetValues(name, out var values))
            {
                foreach (var value in values)
                {
                    Add(value);
                    Add(value.StartsWith("Bearer ", StringComparison.Ordinal) ? value["Bearer ".Length..] : null);
                }
            }
        }
    }

    /// <summary>The text without them.</summary>
    public string Hide(string text) =>
        _texts.OrderByDescending(secret => secret.Length).Aggregate(text, (rest, secret) => rest.Replace(secret, Hidden, StringComparison.Ordinal));

    private void Add(string? secret)
    {
        if (!string.IsNullOrEmpty(secret))
        {
            var inJson = JsonSerializer.Serialize(secret)[1..^1];
            _texts.AddRange([secret, inJson, Uri.EscapeDataString(secret)]);
        }
    }
}
