using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Agents.Telemetry.Protocol;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>
/// Drops what people and models wrote before a line is written: prompts, answers, file contents, commands and their output.
/// Keys that are known to hold such are dropped whoever sends them; any other long text is cut and marked. Messages of errors stay.
/// </summary>
/// <param name="keepContent">Whether all is stored as it comes.</param>
internal sealed class ContentFilter(bool keepContent)
{
    /// <summary>The longest text that is stored whole, in characters.</summary>
    public const int LongestText = 1024;

    private static readonly HashSet<string> Content = new(StringComparer.OrdinalIgnoreCase)
    {
        // Claude Code: logs (the raw bodies by OTEL_LOG_RAW_API_BODIES) and its traces.
        "prompt", "user_prompt", "response", "tool_input", "full_command", "body", "new_context", "system_prompt", "system_prompt_preview", "response.model_output", "tool_result",

        // Codex: in clear even where the prompt is not logged.
        "arguments", "output", "input",

        // Gemini CLI and its fork Qwen Code. The command line has the prompt of -p; the router's reasons quote it.
        "function_args", "request_text", "response_text", "reasoning", "routing.reasoning", "process.command", "process.command_args", "process.command_line", "truncated_sequence",

        // What OpenTelemetry's conventions for generative AI, OpenInference, the Vercel AI SDK (opencode) and OpenLLMetry name so.
        "gen_ai.prompt", "gen_ai.completion", "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.event.content",
        "gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.tool.definitions", "gen_ai.retrieval.query.text", "gen_ai.retrieval.documents",
        "input.value", "output.value", "ai.prompt", "ai.prompt.messages", "ai.response.text", "ai.response.reasoning", "ai.response.toolCalls", "ai.response.object",
        "ai.toolCall.args", "ai.toolCall.result", "traceloop.entity.input", "traceloop.entity.output",

        // By their plain meaning, whoever sends them.
        "content", "messages", "command", "cmd", "stdout", "stderr", "diff", "patch", "old_string", "new_string", "file_text", "instructions", "thinking", "completion", "transcript",
    };

    private static readonly string[] ContentPrefixes = ["gen_ai.prompt.", "gen_ai.completion.", "llm.input_messages.", "llm.output_messages.", "llm.prompts."];

    // Of Claude Code's tool_parameters, what holds neither a command nor what the model says about it.
    private static readonly string[] KeptParameters = ["bash_command", "git_commit_id", "git_branch", "mcp_server_name", "mcp_tool_name", "skill_name", "subagent_type", "timeout"];

    /// <summary>Whether an attribute is left out altogether.</summary>
    public bool Drops(string key) => !keepContent && (Content.Contains(key) || Array.Exists(ContentPrefixes, prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    /// <summary>What of an attribute that is not left out is stored.</summary>
    public string? Text(string key, AnyValue value) => key == "tool_parameters" && !keepContent ? Parameters(AnyValueText.Of(value)) : Cut(AnyValueText.Of(value, keepContent ? null : Drops));

    /// <summary>What of a log record's body is stored. The bodies of generative AI's own events are messages.</summary>
    public string? Body(string eventName, AnyValue? body) =>
        body is null || (!keepContent && eventName.StartsWith("gen_ai.", StringComparison.Ordinal) && eventName != "gen_ai.client.inference.operation.details") ? null : Text(string.Empty, body);

    private string? Cut(string? text)
    {
        if (keepContent || text is null || text.Length <= LongestText)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return $"{text.AsSpan(0, end)}... [cut: {text.Length} characters]";
    }

    private string? Parameters(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            if (JsonNode.Parse(json) is JsonObject parameters)
            {
                foreach (var name in parameters.Select(parameter => parameter.Key).Except(KeptParameters, StringComparer.Ordinal).ToArray())
                {
                    parameters.Remove(name);
                }

                return Cut(parameters.ToJsonString());
            }
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException)
        {
            // What cannot be read cannot be sifted, so nothing of it is kept.
        }

        return null;
    }
}
