using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.StandIn;

/// <summary>
/// Signs as AWS would to compare, apart from the SDK that the product signs with: Signature Version 4 (docs.aws.amazon.com, "Create a signed AWS API request") for requests without a query: of all services but
/// S3, whose paths are encoded once more for the signature than they are sent.
/// </summary>
public static class AwsSignature
{
    /// <summary>The format of <c>x-amz-date</c>.</summary>
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path as it is sent.</param>
    /// <param name="headers">The headers that are signed: names in lower case, sorted; <c>host</c> and <c>x-amz-date</c> among them.</param>
    /// <param name="body">The body.</param>
    /// <param name="accessKeyId">Names the key.</param>
    /// <param name="secretAccessKey">The key.</param>
    /// <param name="region">Such as <c>us-east-1</c>.</param>
    /// <param name="service">Such as <c>bedrock</c>.</param>
    /// <param name="now">The time in <c>x-amz-date</c>, UTC.</param>
    public static string Of(
        string method,
        string path,
        IReadOnlyList<(string Name, string Value)> headers,
        ReadOnlySpan<byte> body,
        string accessKeyId,
        string secretAccessKey,
        string region,
        string service,
        DateTime now)
    {
        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = new StringBuilder(512).Append(method).Append('\n').Append(Encoded(path)).Append("\n\n");
        foreach (var (name, value) in headers)
        {
            canonical.Append(name).Append(':').AppendJoin(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Append('\n');
        }

        canonical.Append('\n').Append(names).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(body)));
        var date = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var scope = $"{date}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{now.ToString(TimeFormat, CultureInfo.InvariantCulture)}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var key = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + secretAccessKey), date), region), service), "aws4_request");
        return $"{Algorithm} Credential={accessKeyId}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(Mac(key, toSign))}";
    }

    /// <summary>What the header <c>Authorization</c> of a request must be, by the headers and the scope that it names itself.</summary>
    public static string Expected(SeenRequest seen, string accessKeyId, string secretAccessKey)
    {
        var given = seen.Headers["Authorization"];
        var names = given.Split("SignedHeaders=")[1].Split(',')[0].Split(';');
        var scope = given.Split("Credential=")[1].Split(',')[0].Split('/');
        var now = DateTime.ParseExact(seen.Headers["x-amz-date"], TimeFormat, CultureInfo.InvariantCulture);
        return Of(seen.Method, seen.RawPath, [.. names.Select(name => (name, seen.Headers[name]))], seen.Body, accessKeyId, secretAccessKey, scope[2], scope[3], now);
    }

    private static string Encoded(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
