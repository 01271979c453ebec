using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;
using Weir.StandIn;
using Xunit;

namespace Weir.Gateway.Tests.Providers;

/// <summary>
/// The product signs with the AWS SDK. What judges it, here and in the stand-in, is a signature of our own, which AWS's published
/// vectors (aws-sig-v4-test-suite) judge in turn.
/// </summary>
public sealed class AwsCredentialTests
{
    private static readonly DateTime Signed = new(2015, 8, 30, 12, 36, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("get-header-key-duplicate", "GET", "/", "host=example.amazonaws.com|my-header1=value2,value2,value1|x-amz-date=20150830T123600Z", "", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    [InlineData("get-header-value-multiline", "GET", "/", "host=example.amazonaws.com|my-header1=value1,value2,value3|x-amz-date=20150830T123600Z", "", "ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790")]
    [InlineData("get-header-value-order", "GET", "/", "host=example.amazonaws.com|my-header1=value4,value1,value3,value2|x-amz-date=20150830T123600Z", "", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    [InlineData("get-header-value-trim", "GET", "/", "host=example.amazonaws.com|my-header1=value1|my-header2=\"a   b   c\"|x-amz-date=20150830T123600Z", "", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")]
    [InlineData("get-unreserved", "GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "host=example.amazonaws.com|x-amz-date=20150830T123600Z", "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("get-utf8", "GET", "/ሴ", "host=example.amazonaws.com|x-amz-date=20150830T123600Z", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("get-vanilla", "GET", "/", "host=example.amazonaws.com|x-amz-date=20150830T123600Z", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-vanilla-query", "GET", "/", "host=example.amazonaws.com|x-amz-date=20150830T123600Z", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("post-header-key-case", "POST", "/", "host=example.amazonaws.com|x-amz-date=20150830T123600Z", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("post-header-key-sort", "POST", "/", "host=example.amazonaws.com|my-header1=value1|x-amz-date=20150830T123600Z", "", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData("post-header-value-case", "POST", "/", "host=example.amazonaws.com|my-header1=VALUE1|x-amz-date=20150830T123600Z", "", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    [InlineData("post-sts-header-after", "POST", "/", "host=example.amazonaws.com|x-amz-date=20150830T123600Z", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("post-sts-header-before", "POST", "/", "host=example.amazonaws.com|x-amz-date=20150830T123600Z|x-amz-security-token=AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==", "", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead")]
    [InlineData("post-vanilla", "POST", "/", "host=example.amazonaws.com|x-amz-date=20150830T123600Z", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("post-x-www-form-urlencoded", "POST", "/", "content-type=application/x-www-form-urlencoded|host=example.amazonaws.com|x-amz-date=20150830T123600Z", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("post-x-www-form-urlencoded-parameters", "POST", "/", "content-type=application/x-www-form-urlencoded; charset=utf8|host=example.amazonaws.com|x-amz-date=20150830T123600Z", "Param1=value1", "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe")]
    public void The_judge_agrees_with_AWS_s_vectors(string name, string method, string path, string headers, string body, string signature)
    {
        var pairs = headers.Split('|').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToList();
        var given = AwsSignature.Of(method, path, pairs, System.Text.Encoding.UTF8.GetBytes(body), "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service", Signed);

        given.ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=");
        given.ShouldEndWith($"Signature={signature}", Case.Sensitive, name);
    }

    [Fact]
    public void The_library_that_AWS_s_chain_looks_for_by_name_to_take_on_a_role_is_there()
    {
        var client = Type.GetType("Amazon.SecurityToken.AmazonSecurityTokenServiceClient, AWSSDK.SecurityToken", throwOnError: true)!;
        using var sts = (IDisposable)Activator.CreateInstance(client, new Amazon.Runtime.AnonymousAWSCredentials(), Amazon.RegionEndpoint.USEast1)!;
        sts.ShouldBeAssignableTo<Amazon.Runtime.SharedInterfaces.ICoreAmazonSTS>();
    }

    [Theory]
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-sonnet-4-20250514-v1%3A0/invoke", null)]
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.anthropic.claude-x/converse-stream", "a/session+token==")]
    [InlineData("http://127.0.0.1:8099/model/m%20%C3%BC/invoke", null)]
    public async Task A_request_is_signed_as_AWS_will_check_it(string url, string? sessionToken)
    {
        var model = new ExternalModel { Provider = "bedrock", Name = "m", AwsAccessKeyId = "AKIDEXAMPLE", AwsSecretAccessKey = "secret", AwsSessionToken = sessionToken };
        var credential = new AwsCredential(model, "us-east-1", "bedrock", new FakeTimeProvider(new DateTimeOffset(Signed)));
        var body = """{"messages":[]}"""u8.ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json;  charset=utf-8");
        request.Headers.TryAddWithoutValidation("x-client", "not signed");
        request.Headers.TryAddWithoutValidation("X-Amzn-Bedrock-GuardrailIdentifier", "g-1");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "of the client");
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", "of the client");
        credential.SignsBody.ShouldBeTrue();
        await credential.AuthorizeAsync(request, body, TestContext.Current.CancellationToken);

        var headers = request.Headers.Concat(request.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        headers["host"] = request.RequestUri!.Authority;
        headers["Authorization"].ShouldContain("Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request");
        headers["x-amz-date"].ShouldBe("20150830T123600Z");
        headers.GetValueOrDefault("x-amz-security-token").ShouldBe(sessionToken);
        foreach (var required in new[] { "host", "x-amz-date", "content-type", "x-amz-content-sha256", "x-amzn-bedrock-guardrailidentifier" }.Concat(sessionToken is null ? [] : ["x-amz-security-token"]))
        {
            headers["Authorization"].Split("SignedHeaders=")[1].Split(',')[0].Split(';').ShouldContain(required);
        }

        AwsSignature.Expected(new SeenRequest("POST", string.Empty, string.Empty, headers, body) { RawPath = request.RequestUri.AbsolutePath }, "AKIDEXAMPLE", "secret").ShouldBe(headers["Authorization"]);
    }
}
