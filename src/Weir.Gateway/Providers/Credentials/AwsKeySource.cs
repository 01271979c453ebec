using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers.Credentials;

/// <summary>Keys that sign requests to AWS.</summary>
/// <param name="AccessKeyId">Names the key; not a secret in itself.</param>
/// <param name="SecretAccessKey">The key.</param>
/// <param name="SessionToken">Goes with temporary keys; NULL for lasting ones.</param>
internal sealed record AwsKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    // A record's own ToString would print the key.
    public override string ToString() => AccessKeyId;
}

/// <summary>Where a destination's keys come from.</summary>
internal abstract class AwsKeySource
{
    /// <summary>The keys of a destination; without any, AWS's own chain: environment, profile, web identity, container, instance.</summary>
    public static AwsKeySource Of(ExternalModel model) =>
        model.AwsSecretAccessKey is { } secret ? new Stated(new AwsKeys(model.AwsAccessKeyId!, secret, model.AwsSessionToken)) : new DefaultChain();

    /// <summary>The keys, renewed where they end.</summary>
    /// <exception cref="CredentialsException">There are none.</exception>
    public abstract ValueTask<AwsKeys> GetAsync(CancellationToken cancellationToken);

    private sealed class Stated(AwsKeys keys) : AwsKeySource
    {
        public override ValueTask<AwsKeys> GetAsync(CancellationToken cancellationToken) => new(keys);
    }

    private sealed class DefaultChain : AwsKeySource
    {
        public override async ValueTask<AwsKeys> GetAsync(CancellationToken cancellationToken)
        {
            try
            {
                var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(null).WaitAsync(cancellationToken);
                var keys = await credentials.GetCredentialsAsync().WaitAsync(cancellationToken);
                return new AwsKeys(keys.AccessKey, keys.SecretKey, keys.UseToken ? keys.Token : null);
            }
            catch (Exception failed) when (failed is AmazonClientException or HttpRequestException or IOException or InvalidOperationException)
            {
                throw new CredentialsException("AWS's default credential chain found no keys. Give the destination aws_access_key_id and aws_secret_access_key, or an api_key, or the server a role.", failed);
            }
        }
    }
}
