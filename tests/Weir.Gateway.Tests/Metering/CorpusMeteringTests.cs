using Shouldly;
using Weir.Gateway.Dialects;
using Weir.Gateway.Metering;
using Weir.StandIn;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Gateway.Tests.Metering;

public sealed class CorpusMeteringTests
{
    public static TheoryData<string> Streams => [.. Corpus.Cases.Where(known => known.IsEventStream).Select(known => known.Id)];

    public static TheoryData<string> Arrays => [.. Corpus.Cases.Where(known => known.Name.StartsWith("array", StringComparison.Ordinal)).Select(known => known.Id)];

    public static TheoryData<string> Bodies => [.. Corpus.Cases.Where(known => !known.IsEventStream && !known.Name.StartsWith("array", StringComparison.Ordinal)).Select(known => known.Id)];

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_is_metered_the_same_whatever_two_chunks_it_comes_in(string id)
    {
        var known = Corpus.Get(id);
        for (var split = 0; split <= known.Body.Length; split++)
        {
            var observation = new AnswerObservation();
            using var tap = new EventStreamTap(CorpusDialect.Of(known), observation);
            Feed(tap, known.Body, [split]);
            Check(known, observation, $"split at {split}");
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_is_metered_the_same_byte_by_byte(string id)
    {
        var known = Corpus.Get(id);
        var observation = new AnswerObservation();
        using var tap = new EventStreamTap(CorpusDialect.Of(known), observation);
        Feed(tap, known.Body, [.. Enumerable.Range(1, known.Body.Length)]);
        Check(known, observation, "byte by byte");
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void A_stream_that_is_a_JSON_array_is_metered_the_same_whatever_two_chunks_it_comes_in(string id)
    {
        var known = Corpus.Get(id);
        for (var split = 0; split <= known.Body.Length; split++)
        {
            var observation = new AnswerObservation();
            using var tap = new JsonArrayTap(CorpusDialect.Of(known), observation);
            Feed(tap, known.Body, [split]);
            Check(known, observation, $"split at {split}");
            observation.IsComplete.ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_is_metered(string id)
    {
        var known = Corpus.Get(id);
        var observation = new AnswerObservation();
        CorpusDialect.Of(known).ReadBody(known.Body, truncated: false, observation);
        Check(known, observation, "whole");
    }

    [Theory]
    [InlineData("openai-chat/json")]
    [InlineData("openai-responses/json")]
    [InlineData("anthropic-messages/json")]
    [InlineData("gemini-generate-content/json")]
    public void The_end_of_a_body_whose_beginning_is_lost_is_enough(string id)
    {
        var known = Corpus.Get(id);
        var usage = known.Body.AsSpan().LastIndexOf(known.Folder.StartsWith("gemini", StringComparison.Ordinal) ? "\"usageMetadata\""u8 : "\"usage\""u8);
        var observation = new AnswerObservation();
        CorpusDialect.Of(known).ReadBody(known.Body.AsSpan(usage - 1), truncated: true, observation);
        var counted = observation.ToUsage(isEmbedding: false);
        counted.InputTokens.ShouldBe(known.Expected.InputTokens);
        counted.OutputTokens.ShouldBe(known.Expected.OutputTokens);
    }

    [Fact]
    public void A_terminal_event_larger_than_the_tap_keeps_still_states_its_usage()
    {
        var filler = new string('x', TailBuffer.DefaultCap + 100_000);
        var text = "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"output\":\"" + filler
            + "\",\"usage\":{\"input_tokens\":20,\"output_tokens\":5}}}\n\n";
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var observation = new AnswerObservation();
        using var tap = new EventStreamTap(OpenAIResponses.Instance, observation);
        Feed(tap, bytes, [.. Enumerable.Range(1, bytes.Length / 16384).Select(i => i * 16384)]);

        observation.IsComplete.ShouldBeTrue();
        observation.ToUsage(isEmbedding: false).InputTokens.ShouldBe(20);
        observation.ToUsage(isEmbedding: false).OutputTokens.ShouldBe(5);
    }

    [Fact]
    public void A_malformed_event_is_reported_and_the_next_is_read()
    {
        var observation = new AnswerObservation();
        using var tap = new EventStreamTap(OpenAIChat.Instance, observation);
        Feed(tap, "data: {\"usage\":{broken\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\ndata: [DONE]\n\n"u8.ToArray(), []);

        observation.ErrorCode.ShouldBe("MALFORMED_PROVIDER_ANSWER");
        observation.ToUsage(isEmbedding: false).TotalTokens.ShouldBe(7);
    }

    [Fact]
    public void A_member_called_usage_inside_the_answer_of_a_model_is_not_usage()
    {
        var observation = new AnswerObservation();
        AnthropicMessages.Instance.ReadBody(
            """{"type":"message","content":[{"type":"tool_use","input":{"usage":{"input_tokens":999999}}}],"usage":{"input_tokens":3,"output_tokens":4}}"""u8,
            truncated: false,
            observation);

        observation.ToUsage(isEmbedding: false).InputTokens.ShouldBe(3);
    }

    private static void Feed(IAnswerTap tap, byte[] body, int[] splits)
    {
        var start = 0;
        foreach (var end in splits.Append(body.Length))
        {
            // A copy that is overwritten afterwards: the tap must keep no reference to the chunk.
            var chunk = body[start..end];
            for (var scanned = 0; scanned < chunk.Length;)
            {
                scanned += tap.Scan(chunk.AsSpan(scanned)).Consumed;
            }

            Array.Fill(chunk, (byte)'#');
            start = end;
        }

        tap.Complete();
    }

    private static void Check(CorpusCase known, AnswerObservation observation, string how)
    {
        if (!observation.IsComplete && observation.HasFinishReason)
        {
            // What the forwarder concludes when the body ends.
            observation.IsUsageFinal = true;
        }

        var expected = known.Expected;
        var usage = observation.ToUsage(known.Folder.EndsWith("embeddings", StringComparison.Ordinal));
        usage.InputTokens.ShouldBe(expected.InputTokens, how);
        usage.OutputTokens.ShouldBe(expected.OutputTokens, how);
        if (expected.InputTokens is not null)
        {
            (usage.CacheReadInputTokens ?? 0).ShouldBe(expected.CacheRead ?? 0, how);
            (usage.CacheCreationInputTokens ?? 0).ShouldBe(expected.CacheCreation ?? 0, how);
            (usage.OutputReasoningTokens ?? 0).ShouldBe(expected.Reasoning ?? 0, how);
        }

        if (expected.CacheCreation1h is not null)
        {
            usage.CacheCreation5mInputTokens.ShouldBe(expected.CacheCreation5m, how);
            usage.CacheCreation1hInputTokens.ShouldBe(expected.CacheCreation1h, how);
        }

        observation.Source.ToSql().ShouldBe(expected.UsageSource, how);
        observation.ErrorCode.ShouldBe(expected.ErrorCode is "STREAM_INTERRUPTED" ? null : expected.ErrorCode, how);
    }
}
