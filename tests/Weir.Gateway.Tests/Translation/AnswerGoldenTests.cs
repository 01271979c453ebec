using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Weir.Gateway.Tests.Translation;

/// <summary>One answer with everything in it, of each provider, in each client's dialect: exactly this JSON; and its stream, put together again, is the same.</summary>
public sealed class AnswerGoldenTests
{
    public static TheoryData<string, string> Pairs => new(
        from provider in Dialects.OfProviders
        from client in Dialects.OfClients
        where client != provider
        select (provider, client));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_whole_answer_is_said_in_the_client_s_dialect(string provider, string client) =>
        Dialects.TranslateAnswer(provider, TranslationCorpus.Read($"answers/{provider}.json"), client).ShouldBeAsIn($"answers/{provider}-to-{client}.json");

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_put_together_again_is_the_whole_answer(string provider, string client)
    {
        var stream = await Dialects.TranslateStreamAsync(provider, TranslationCorpus.Read($"answers/{provider}.sse"), client);
        var whole = Dialects.TranslateAnswer(provider, TranslationCorpus.Read($"answers/{provider}.json"), client);
        JsonNode.DeepEquals(StreamedAnswer.ToWhole(client, stream), whole).ShouldBeTrue($"{StreamedAnswer.ToWhole(client, stream).ToJsonString()}\nis not\n{whole.ToJsonString()}");
    }
}
