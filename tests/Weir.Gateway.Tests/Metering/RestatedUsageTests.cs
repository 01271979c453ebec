using Shouldly;
using Weir.Gateway.Dialects;
using Weir.Gateway.Metering;
using Weir.StandIn;
using Xunit;

namespace Weir.Gateway.Tests.Metering;

/// <summary>Counts that are stated again, in part, or not as whole numbers.</summary>
public sealed class RestatedUsageTests
{
    [Fact]
    public void A_split_of_cache_writes_that_a_later_total_has_outgrown_is_unknown()
    {
        var usage = Read("stream-cache-outgrows-its-split").ToUsage(isEmbedding: false);
        usage.CacheCreationInputTokens.ShouldBe(184457);
        usage.CacheCreation5mInputTokens.ShouldBeNull("it was the split of 31490 tokens");
        usage.CacheCreation1hInputTokens.ShouldBeNull();
    }

    [Fact]
    public void A_split_of_cache_writes_whose_total_is_restated_stays()
    {
        var usage = Read("stream-restated-usage").ToUsage(isEmbedding: false);
        usage.CacheCreation5mInputTokens.ShouldBe(20);
        usage.CacheCreation1hInputTokens.ShouldBe(40);
    }

    [Theory]
    [InlineData("12.0", 12L)]
    [InlineData("0.5", null)]
    [InlineData("27.5", null)]
    [InlineData("-1", null)]
    [InlineData("1e300", null)]
    [InlineData("\"12\"", null)]
    [InlineData("null", null)]
    public void Only_a_whole_number_is_a_count(string stated, long? count)
    {
        var observation = new AnswerObservation();
        OpenAIChat.Instance.ReadBody(System.Text.Encoding.UTF8.GetBytes($$$"""{"choices":[],"usage":{"prompt_tokens":{{{stated}}}}}"""), truncated: false, observation);
        observation.InputTokens.ShouldBe(count);
    }

    private static AnswerObservation Read(string name)
    {
        var known = Corpus.Get($"anthropic-messages/{name}");
        var observation = new AnswerObservation();
        using var tap = new EventStreamTap(AnthropicMessages.Instance, observation);
        for (var scanned = 0; scanned < known.Body.Length;)
        {
            scanned += tap.Scan(known.Body.AsSpan(scanned)).Consumed;
        }

        return observation;
    }
}
