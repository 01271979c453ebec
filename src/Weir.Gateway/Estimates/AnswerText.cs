using System.Text;
using System.Text.Json;
using Weir.Gateway.Dialects;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Estimates;

/// <summary>
/// Listens to an answer beside its metering and keeps the text that the model wrote: words, thinking, the arguments of tool calls. Only for endpoints that ask
/// for estimates; bounded, since it is kept for counting alone.
/// </summary>
internal sealed class AnswerText(Dialect dialect) : Dialect
{
    private const int LongestText = 4 * 1024 * 1024;

    private readonly StringBuilder _text = new();

    public override string Name => dialect.Name;

    public bool IsEmpty => _text.Length == 0;

    public override string ToString() => _text.ToString();

    public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation)
    {
        dialect.ReadBody(body, truncated, observation);
        if (!truncated && observation.InputTokens is null)
        {
            Collect(body);
        }
    }

    public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
    {
        var meaning = dialect.ReadEvent(name, data, truncated, observation);

        // The events of the responses API that end in .done or .added, and its last one, say again what the deltas said.
        var isRepetition = name.StartsWith("response."u8) && !name.EndsWith(".delta"u8);
        if (!truncated && !isRepetition && data is [(byte)'{', ..] && _text.Length < LongestText)
        {
            Collect(data);
        }

        return meaning;
    }

    public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId) => dialect.WriteError(json, refusal, requestId);

    private void Collect(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var isWords = IsWords(ref json);
            var isArguments = IsArguments(ref json);
            if (!isWords && !isArguments)
            {
                continue;
            }

            json.Read();
            if (json.TokenType == JsonTokenType.String)
            {
                _text.Append(json.GetString());
            }
            else if (isArguments && json.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)json.TokenStartIndex;
                json.Skip();
                _text.Append(Encoding.UTF8.GetString(text[start..(int)json.BytesConsumed]));
            }
        }
    }

    private static bool IsWords(ref Utf8JsonReader json) =>
        json.ValueTextEquals("content"u8) || json.ValueTextEquals("text"u8) || json.ValueTextEquals("delta"u8) || json.ValueTextEquals("partial_json"u8)
        || json.ValueTextEquals("thinking"u8) || json.ValueTextEquals("reasoning_content"u8) || json.ValueTextEquals("refusal"u8);

    // As text in OpenAI's dialects, as an object in whole answers of Anthropic's and in Gemini's.
    private static bool IsArguments(ref Utf8JsonReader json) =>
        json.ValueTextEquals("arguments"u8) || json.ValueTextEquals("args"u8) || json.ValueTextEquals("input"u8);
}
