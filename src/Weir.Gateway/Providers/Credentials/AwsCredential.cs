using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Signing;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers.Credentials;

/// <summary>
/// Signs each request with AWS Signature Version 4: with the destination's keys, or, without any, with those of AWS's own chain
/// (environment, profile, web identity, container, instance).
/// </summary>
internal sealed class AwsCredential : Credential
{
    private static readonly HashSet<string> SetBySigner = new(["x-amz-date", "x-amz-content-sha256", "x-amz-security-token"], StringComparer.OrdinalIgnoreCase);

    private readonly AWSCredentials? _stated;
    private readonly RegionEndpoint _region;
    private readonly string _service;
    private readonly TimeProvider _time;

    /// <summary>Signs for a destination.</summary>
    /// <param name="model">The destination's model, with or without keys.</param>
    /// <param name="region">Such as <c>us-east-1</c>.</param>
    /// <param name="service">Such as <c>bedrock</c>.</param>
    /// <param name="time">The clock.</param>
    public AwsCredential(ExternalModel model, string region, string service, TimeProvider time)
    {
        _stated = model.AwsSecretAccessKey is null ? null
            : model.AwsSessionToken is null ? new BasicAWSCredentials(model.AwsAccessKeyId, model.AwsSecretAccessKey)
            : new SessionAWSCredentials(model.AwsAccessKeyId, model.AwsSecretAccessKey, model.AwsSessionToken);
        _region = RegionEndpoint.GetBySystemName(region);
        _service = service;
        _time = time;
    }

    public override bool SignsBody => true;

    // Signed is what the far side must see unchanged; what stands between may still add headers of its own.
    public override async ValueTask AuthorizeAsync(HttpRequestMessage request, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        var toSign = new AWSSigningRequest { HttpMethod = request.Method, RequestUri = request.RequestUri };
        toSign.Headers["x-amz-content-sha256"] = Convert.ToHexStringLower(SHA256.HashData(body!.Value.Span));
        if (request.Content?.Headers.NonValidated.TryGetValues("Content-Type", out var contentType) == true)
        {
            toSign.Headers["content-type"] = contentType.ToString();
        }

        // AWS refuses headers of its own that are not signed: a client may set a guardrail by one.
        foreach (var (name, value) in request.Headers.NonValidated)
        {
            if (name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase) && !SetBySigner.Contains(name))
            {
                toSign.Headers[name] = value.ToString();
            }
        }

        try
        {
            var credentials = _stated ?? await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(null).WaitAsync(cancellationToken);
            var parameters = new AWSSigV4Parameters { Credentials = credentials, Region = _region, Service = _service, SignedAt = _time.GetUtcNow().UtcDateTime };
            var signed = await AWSSigV4Signer.SignAsync(toSign, parameters, cancellationToken);
            foreach (var (name, value) in signed.Headers)
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
        catch (Exception failed) when (failed is AmazonClientException or HttpRequestException or IOException or InvalidOperationException)
        {
            throw new CredentialsException(
                _stated is null
                    ? "AWS's default credential chain found no keys. Give the destination aws_access_key_id and aws_secret_access_key, or an api_key, or the server a role."
                    : "The request could not be signed. Check aws_access_key_id and aws_secret_access_key.",
                failed);
        }
    }
}
