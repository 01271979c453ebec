using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Weir.Usage.Records;

/// <summary>
/// Writes one request's record as JSON, in two steps: the head when the request is accepted, which is also its intent,
/// and the outcome when it ends. The head is written once and serves both. Not thread-safe; rent one for each request.
/// </summary>
public sealed class RecordWriter : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private readonly Utf8JsonWriter _json;

    /// <summary>An empty writer.</summary>
    public RecordWriter() => _json = new Utf8JsonWriter(_buffer, Options);

    /// <summary>The record, from <c>{</c> to <c>}</c>; valid until the next <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Record => _buffer.WrittenSpan;

    /// <summary>Makes the writer as new.</summary>
    public void Reset()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
    }

    /// <summary>Writes what is known when the request is accepted.</summary>
    /// <returns>The intent, a whole JSON object; valid until the next call.</returns>
    public ReadOnlySpan<byte> WriteHead(in RequestHead head)
    {
        _json.WriteStartObject();
        _json.WriteString("request_id"u8, head.RequestId);
        _json.WriteString("invocation_id"u8, head.RequestId);
        _json.WriteNumber("schema_version"u8, 1);
        _json.WriteString("account_id"u8, head.AccountId);
        _json.WriteString("workspace_id"u8, head.WorkspaceId);
        WriteTime("event_time"u8, head.EventTime);
        _json.WriteString("requester"u8, head.Requester);
        _json.WriteString("requester_type"u8, head.RequesterType);
        WriteText("ip_address"u8, head.IpAddress);
        WriteText("url"u8, head.Url);
        WriteText("user_agent"u8, head.UserAgent);
        _json.WriteString("api_type"u8, head.ApiType);
        WriteTags(head.RequestTags);
        WriteText("endpoint_name"u8, head.EndpointName);
        if (head.Endpoint is { } endpoint)
        {
            _json.WriteString("endpoint_id"u8, endpoint.Id);
            _json.WritePropertyName("endpoint_tags"u8);
            _json.WriteRawValue(endpoint.Tags.Span, skipInputValidation: true);
            _json.WritePropertyName("endpoint_metadata"u8);
            _json.WriteRawValue(endpoint.Metadata.Span, skipInputValidation: true);
        }

        if (head.Agent is { } agent)
        {
            _json.WriteString("agent"u8, agent.Name);
            WriteText("agent_version"u8, agent.Version);
            WriteText("agent_session_id"u8, agent.SessionId);
            _json.WriteBoolean("agent_helper"u8, agent.IsHelper);
            WriteText("agent_repository"u8, agent.Repository);
            WriteText("agent_commit"u8, agent.CommitHash);
        }

        _json.Flush();
        return Closed();
    }

    /// <summary>Continues with an intent read back from the journal, for a request that the gateway did not live to end.</summary>
    /// <param name="intent">The intent's JSON object without a checksum.</param>
    public void ContinueFrom(ReadOnlySpan<byte> intent)
    {
        // The writer believes that it stands inside an object with members, which is what the copied bytes are.
        _json.WriteStartObject();
        _json.WriteNull("interrupted"u8);
        _json.Flush();
        _buffer.ResetWrittenCount();
        _buffer.Write(intent[..^1]);
    }

    /// <summary>Writes what is known when the request ends; <see cref="Record"/> is whole afterwards.</summary>
    public void WriteOutcome(in RequestOutcome outcome)
    {
        var attempts = outcome.Attempts ?? [];
        var last = attempts.Count > 0 ? attempts[^1] : null;
        var usage = last?.Usage ?? default;
        WriteCount("latency_ms"u8, outcome.LatencyMs);
        WriteCount("time_to_first_byte_ms"u8, outcome.TimeToFirstByteMs);
        WriteText("destination_type"u8, outcome.DestinationType);
        WriteText("destination_name"u8, last?.Destination);
        WriteText("destination_id"u8, last?.DestinationId);
        WriteText("destination_model"u8, last?.Model);
        WriteCount("input_tokens"u8, usage.InputTokens);
        WriteCount("output_tokens"u8, usage.OutputTokens);
        WriteCount("total_tokens"u8, usage.TotalTokens);
        WriteTokenDetails(usage);
        WriteText("response_content_type"u8, outcome.ResponseContentType);
        _json.WriteNumber("status_code"u8, outcome.StatusCode);
        WriteRouting(attempts);
        _json.WriteStartObject("invocation_metadata"u8);
        _json.WriteNull("source"u8);
        WriteText("service_tier"u8, last?.ServiceTier);
        _json.WriteEndObject();
        _json.WriteString("usage_source"u8, (last?.UsageSource ?? UsageSource.None).ToSql());
        WriteText("error_code"u8, outcome.ErrorCode ?? last?.ErrorCode);
        WriteAttemptDetails(attempts);
        WriteCosts(outcome.Costs ?? []);
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private ReadOnlySpan<byte> Closed()
    {
        var length = _buffer.WrittenCount;
        _buffer.GetSpan(1)[0] = (byte)'}';
        _buffer.Advance(1);
        var closed = _buffer.WrittenMemory;
        _buffer.ResetWrittenCount();
        _buffer.Advance(length);
        return closed.Span;
    }

    private void WriteTokenDetails(in TokenUsage usage)
    {
        if (usage.IsEmpty)
        {
            _json.WriteNull("token_details"u8);
            return;
        }

        _json.WriteStartObject("token_details"u8);
        WriteCount("cache_read_input_tokens"u8, usage.CacheReadInputTokens);
        WriteCount("cache_creation_input_tokens"u8, usage.CacheCreationInputTokens);
        WriteCount("output_reasoning_tokens"u8, usage.OutputReasoningTokens);
        _json.WriteEndObject();
    }

    private void WriteRouting(IReadOnlyList<Attempt> attempts)
    {
        _json.WriteStartObject("routing_information"u8);
        _json.WriteStartArray("attempts"u8);
        for (var i = 0; i < attempts.Count; i++)
        {
            var attempt = attempts[i];
            _json.WriteStartObject();
            WriteOrdinal("priority"u8, attempt.Priority);
            _json.WriteString("action"u8, attempt.Action);
            _json.WriteString("destination"u8, attempt.Destination);
            _json.WriteString("destination_id"u8, attempt.DestinationId);
            WriteCount("status_code"u8, attempt.StatusCode);
            WriteText("error_code"u8, attempt.ErrorCode);
            _json.WriteNumber("latency_ms"u8, attempt.LatencyMs);
            WriteTime("start_time"u8, attempt.StartTime);
            WriteTime("end_time"u8, attempt.EndTime);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteAttemptDetails(IReadOnlyList<Attempt> attempts)
    {
        _json.WriteStartArray("attempt_details"u8);
        for (var i = 0; i < attempts.Count; i++)
        {
            var attempt = attempts[i];
            var usage = attempt.Usage;
            _json.WriteStartObject();
            WriteOrdinal("priority"u8, attempt.Priority);
            _json.WriteString("provider"u8, attempt.Provider);
            _json.WriteString("model"u8, attempt.Model);
            WriteText("response_model"u8, attempt.ResponseModel);
            WriteText("provider_request_id"u8, attempt.ProviderRequestId);
            WriteText("service_tier"u8, attempt.ServiceTier);
            _json.WriteString("usage_source"u8, attempt.UsageSource.ToSql());
            WriteCount("input_tokens"u8, usage.InputTokens);
            WriteCount("output_tokens"u8, usage.OutputTokens);
            WriteCount("cache_read_input_tokens"u8, usage.CacheReadInputTokens);
            WriteCount("cache_creation_input_tokens"u8, usage.CacheCreationInputTokens);
            WriteCount("cache_creation_5m_input_tokens"u8, usage.CacheCreation5mInputTokens);
            WriteCount("cache_creation_1h_input_tokens"u8, usage.CacheCreation1hInputTokens);
            WriteCount("output_reasoning_tokens"u8, usage.OutputReasoningTokens);
            WriteCount("input_audio_tokens"u8, usage.InputAudioTokens);
            WriteCount("output_audio_tokens"u8, usage.OutputAudioTokens);
            WriteCount("input_image_tokens"u8, usage.InputImageTokens);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteCosts(IReadOnlyList<AttemptCost> costs)
    {
        _json.WriteStartArray("attempt_costs"u8);
        for (var i = 0; i < costs.Count; i++)
        {
            AttemptCostJson.Write(_json, costs[i]);
        }

        _json.WriteEndArray();
    }

    private void WriteTags(IReadOnlyDictionary<string, string>? tags)
    {
        _json.WriteStartObject("request_tags"u8);
        if (tags is not null)
        {
            foreach (var (key, value) in tags)
            {
                _json.WriteString(key, value);
            }
        }

        _json.WriteEndObject();
    }

    private void WriteText(ReadOnlySpan<byte> name, string? value)
    {
        // An absent member reads as NULL in every store, and costs nothing.
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void WriteCount(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } known)
        {
            _json.WriteNumber(name, known);
        }
    }

    private void WriteOrdinal(ReadOnlySpan<byte> name, int value)
    {
        Span<byte> digits = stackalloc byte[11];
        value.TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
        _json.WriteString(name, digits[..written]);
    }

    private void WriteTime(ReadOnlySpan<byte> name, DateTime value)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var written, "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        _json.WriteString(name, text[..written]);
    }
}
