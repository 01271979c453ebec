using System.Globalization;

namespace Weir.Gateway.Providers.Credentials;

/// <summary>Signs each request with Signature Version 4. The AWS SDK's own signer takes only requests of its own kind.</summary>
internal sealed class AwsCredential(AwsKeySource source, string region, string service, TimeProvider time) : Credential
{
    public override bool SignsBody => true;

    public override ValueTask AuthorizeAsync(HttpRequestMessage request, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        var keys = source.GetAsync(cancellationToken);
        if (!keys.IsCompletedSuccessfully)
        {
            return WaitAsync(request, body, keys);
        }

        Sign(request, body!.Value.Span, keys.Result);
        return ValueTask.CompletedTask;
    }

    private async ValueTask WaitAsync(HttpRequestMessage request, ReadOnlyMemory<byte>? body, ValueTask<AwsKeys> fetching)
    {
        var keys = await fetching;
        Sign(request, body!.Value.Span, keys);
    }

    // Signed is what the far side must see unchanged; what stands between may still add headers of its own.
    private void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, AwsKeys keys)
    {
        var address = request.RequestUri!;
        var now = time.GetUtcNow().UtcDateTime;
        var date = now.ToString(AwsSignature.TimeFormat, CultureInfo.InvariantCulture);
        var host = address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}";
        List<(string Name, string Value)> signed = [("host", host), ("x-amz-date", date)];
        request.Headers.TryAddWithoutValidation("x-amz-date", date);
        if (request.Content?.Headers.NonValidated.TryGetValues("Content-Type", out var contentType) == true)
        {
            signed.Insert(0, ("content-type", contentType.ToString()));
        }

        if (keys.SessionToken is { } token)
        {
            signed.Add(("x-amz-security-token", token));
            request.Headers.TryAddWithoutValidation("x-amz-security-token", token);
        }

        request.Headers.TryAddWithoutValidation("Authorization", AwsSignature.Of(request.Method.Method, address.AbsolutePath, signed, body, keys, region, service, now));
    }
}
