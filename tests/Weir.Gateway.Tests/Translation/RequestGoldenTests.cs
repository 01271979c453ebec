using System.Text.Json.Nodes;
using Xunit;

namespace Weir.Gateway.Tests.Translation;

/// <summary>One request with everything in it, of each client's dialect, in each provider's: exactly this JSON, and exactly these fields left behind.</summary>
public sealed class RequestGoldenTests
{
    public static TheoryData<string, string> Pairs => new(
        from client in Dialects.OfClients
        from provider in Dialects.OfProviders
        where client != provider
        select (client, provider));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_request_with_everything_is_said_in_the_other_dialect(string client, string provider)
    {
        var (body, notCarried) = Dialects.Translate(client, TranslationCorpus.Read($"requests/{client}.json"), provider);
        new JsonObject { ["weir-not-translated"] = new JsonArray([.. notCarried.Select(field => (JsonNode)field)]), ["request"] = body }.ShouldBeAsIn($"requests/{client}-to-{provider}.json");
    }
}
