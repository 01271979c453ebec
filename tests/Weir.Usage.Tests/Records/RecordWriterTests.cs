using System.Text.Json;
using Shouldly;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Usage.Tests.Records;

public sealed class RecordWriterTests
{
    [Fact]
    public void A_record_holds_every_member_that_is_known_and_only_columns_of_the_base_table()
    {
        using var writer = new RecordWriter();
        var id = Guid.CreateVersion7();
        writer.WriteHead(TestRecords.Head(id));
        var time = new DateTime(2026, 1, 20, 19, 48, 9, DateTimeKind.Utc);
        writer.WriteOutcome(new RequestOutcome
        {
            StatusCode = 200,
            LatencyMs = 300,
            TimeToFirstByteMs = 20,
            ResponseContentType = "application/json",
            DestinationType = "EXTERNAL_FOUNDATION_MODEL",
            Attempts =
            [
                new Attempt { Priority = 1, Action = "PRIMARY", Destination = "down", DestinationId = "d1", Model = "m1", Provider = "openai", StatusCode = 429, ErrorCode = "rate_limit", StartTime = time, EndTime = time },
                new Attempt
                {
                    Priority = 2, Action = "FALLBACK", Destination = "up", DestinationId = "d2", Model = "m2", Provider = "anthropic", StatusCode = 200, LatencyMs = 12, StartTime = time, EndTime = time,
                    Usage = new TokenUsage { InputTokens = 100, OutputTokens = 7, CacheReadInputTokens = 40, CacheCreation1hInputTokens = 5, OutputReasoningTokens = 0 }, UsageSource = UsageSource.Provider, ServiceTier = "standard",
                },
            ],
        });

        var record = JsonSerializer.Deserialize<JsonElement>(writer.Record);
        record.GetProperty("request_id").GetGuid().ShouldBe(id);
        record.GetProperty("event_time").GetString().ShouldBe("2026-01-20T19:48:08.123456");
        record.GetProperty("user_agent").GetString().ShouldBe("test/1.0 \"ü\"");
        record.GetProperty("request_tags").GetProperty("team").GetString().ShouldBe("eng");
        record.GetProperty("endpoint_metadata").GetProperty("creator").GetString().ShouldBe("c");
        record.GetProperty("destination_name").GetString().ShouldBe("up");
        record.GetProperty("destination_model").GetString().ShouldBe("m2");
        record.GetProperty("input_tokens").GetInt64().ShouldBe(100);
        record.GetProperty("total_tokens").GetInt64().ShouldBe(107);
        record.GetProperty("token_details").GetProperty("cache_read_input_tokens").GetInt64().ShouldBe(40);
        record.GetProperty("usage_source").GetString().ShouldBe("PROVIDER");
        record.GetProperty("invocation_metadata").GetProperty("service_tier").GetString().ShouldBe("standard");
        var attempts = record.GetProperty("routing_information").GetProperty("attempts");
        attempts.GetArrayLength().ShouldBe(2);
        attempts[0].GetProperty("priority").GetString().ShouldBe("1");
        attempts[0].GetProperty("error_code").GetString().ShouldBe("rate_limit");
        record.GetProperty("attempt_details")[1].GetProperty("cache_creation_1h_input_tokens").GetInt64().ShouldBe(5);

        var columns = RecordColumns.Usage.Concat(RecordColumns.RecordOnly).Select(column => column.Name).ToHashSet();
        record.EnumerateObject().Select(member => member.Name).ShouldAllBe(name => columns.Contains(name));
        RecordColumns.Usage.Count.ShouldBe(38);
    }

    [Fact]
    public void Unknown_counts_are_left_out_and_never_zero()
    {
        var record = JsonSerializer.Deserialize<JsonElement>(TestRecords.Record(Guid.NewGuid()));
        record.TryGetProperty("input_tokens", out _).ShouldBeFalse();
        record.TryGetProperty("total_tokens", out _).ShouldBeFalse();
        record.GetProperty("token_details").ValueKind.ShouldBe(JsonValueKind.Null);
        record.GetProperty("usage_source").GetString().ShouldBe("NONE");
    }

    [Fact]
    public void An_intent_can_be_continued_into_the_record_of_an_interrupted_request()
    {
        var id = Guid.NewGuid();
        using var writer = new RecordWriter();
        writer.ContinueFrom(TestRecords.Intent(id));
        writer.WriteOutcome(new RequestOutcome { StatusCode = 500, ErrorCode = "INTERRUPTED", Attempts = [] });

        var record = JsonSerializer.Deserialize<JsonElement>(writer.Record);
        record.GetProperty("request_id").GetGuid().ShouldBe(id);
        record.GetProperty("endpoint_name").GetString().ShouldBe("chat");
        record.GetProperty("status_code").GetInt32().ShouldBe(500);
        record.TryGetProperty("latency_ms", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_writer_that_is_used_again_holds_nothing_of_the_request_before()
    {
        using var writer = new RecordWriter();
        writer.WriteHead(TestRecords.Head(Guid.NewGuid()));
        writer.WriteOutcome(new RequestOutcome { StatusCode = 200, Attempts = [] });
        writer.Reset();
        var id = Guid.NewGuid();
        JsonSerializer.Deserialize<JsonElement>(writer.WriteHead(TestRecords.Head(id))).GetProperty("request_id").GetGuid().ShouldBe(id);
        writer.WriteOutcome(new RequestOutcome { StatusCode = 404, Attempts = [] });
        JsonSerializer.Deserialize<JsonElement>(writer.Record).GetProperty("status_code").GetInt32().ShouldBe(404);
    }
}
