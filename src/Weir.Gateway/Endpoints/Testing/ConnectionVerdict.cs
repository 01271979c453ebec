using System.Net.Sockets;
using System.Security.Authentication;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Providers.Credentials;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Endpoints.Testing;

/// <summary>What a test's outcome means, for the person who sets the destination up.</summary>
internal static class ConnectionVerdict
{
    /// <summary>The most that is told of a provider's error, in characters.</summary>
    public const int LongestError = 2000;

    private const int LongestQuote = 400;

    /// <summary>It works.</summary>
    public static string Success(long latencyMs) => $"The model answered after {latencyMs} ms.";

    /// <summary>
    /// Whether the provider refused one token as too few: OpenAI does so with models that think ("Could not finish the message because max_tokens or
    /// model output limit was reached"), having accepted the key and run the model.
    /// </summary>
    public static bool WasTooShort(int status, ReadOnlySpan<byte> body) => status == 400 && body.IndexOf("output limit was reached"u8) >= 0;

    /// <summary>There was an answer, and it is not what the model made.</summary>
    public static string OfAnswer(int status, ReadOnlyMemory<byte> body, ExternalModel model)
    {
        var said = Said(body);
        return status switch
        {
            401 when HasKey(model) => $"The provider refused the key (401){said}",
            401 => $"The provider wants a key (401){said}",

            // Google words a wrong key as a bad request.
            400 when body.Span.IndexOf("API_KEY_INVALID"u8) >= 0 => $"The provider refused the key (400){said}",
            403 => $"The provider refused the key, or the key may not use this model (403){said}",
            404 => $"There is no such model, or nothing at this address (404). Check the model's name{Address(model)}{said}",
            429 => $"The provider was reached, and is out of quota or limits requests (429){said}",
            >= 300 and < 400 => $"The address answered with a redirect ({status}), which is not followed. Check base_url: the provider is somewhere else.",
            >= 500 => $"The provider failed ({status}){said}",
            >= 400 => $"The provider refused the request ({status}). Check the model's name{Address(model)}{said}",
            _ => $"Something answered with {status}, but not as {model.Provider} does. Check base_url{said}",
        };
    }

    /// <summary>There was no answer.</summary>
    /// <param name="failed">Why.</param>
    /// <param name="patience">How long an answer was waited for, where that was too long.</param>
    /// <param name="connect">How long connecting may take.</param>
    /// <param name="model">The destination's model.</param>
    public static string OfFailure(Exception failed, TimeSpan? patience, TimeSpan connect, ExternalModel model)
    {
        var host = HostOf(model);
        if (Find<PrivateAddressException>(failed) is not null)
        {
            return $"{host} has a private address. Only destinations that an account admin made may reach one, or all of them where the server is set to allow it.";
        }

        return failed switch
        {
            CredentialsException credentials => $"The credentials failed. {credentials.Message}",
            OperationCanceledException when patience is { } waited => $"{host} did not answer within {waited.TotalSeconds:0.###} seconds. Check base_url, and that the model is up.",
            OperationCanceledException => $"{host} could not be connected to within {connect.TotalSeconds:0.###} seconds. Check base_url, and that a firewall lets the server out.",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"The name of {host} was not found. Check base_url.",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Tls(failed, host),
            HttpRequestException when Find<SocketException>(failed) is { SocketErrorCode: SocketError.ConnectionRefused } => $"{host} refused the connection. Check base_url and its port, and that the provider is up.",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"{host} could not be connected to. Check base_url, and that the server may reach it.",
            _ => $"{host} broke off, or sent what is not an HTTP answer. Check base_url: http or https, and the port.",
        };
    }

    private static string Tls(Exception failed, string host) =>
        Find<AuthenticationException>(failed) is { } refused && refused.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase)
            ? $"The certificate of {host} is not trusted here. Check base_url, or have the server trust the certificate's authority."
            : $"{host} could not be reached over TLS. Check whether base_url should begin with http:// instead, and its port.";

    private static string Said(ReadOnlyMemory<byte> body)
    {
        var read = ProviderErrors.MessageOf(body);
        return string.IsNullOrWhiteSpace(read) ? "." : $": {(read.Length <= LongestQuote ? read : read[..LongestQuote] + "…")}";
    }

    private static string Address(ExternalModel model) => model.BaseUrl is null ? string.Empty : " and base_url";

    private static bool HasKey(ExternalModel model) => model.ApiKey is not null || model.ClientSecret is not null || model.AwsSecretAccessKey is not null || model.ServiceAccountJson is not null;

    private static string HostOf(ExternalModel model) => model.BaseUrl is { } url ? new Uri(url).Authority : $"{model.Provider}'s own address";

    private static T? Find<T>(Exception? failed)
        where T : Exception
    {
        for (; failed is not null; failed = failed.InnerException)
        {
            if (failed is T found)
            {
                return found;
            }
        }

        return null;
    }
}
