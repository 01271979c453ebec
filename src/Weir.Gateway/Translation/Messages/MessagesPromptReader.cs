using System.Text.Json;

namespace Weir.Gateway.Translation.Messages;

/// <summary>Reads a request of Anthropic messages (docs.anthropic.com/en/api/messages), as Claude Code sends it.</summary>
internal static class MessagesPromptReader
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [nameof(Prompt.Tools)] = "tools", [nameof(Prompt.ToolChoice)] = "tool_choice", [nameof(Prompt.ParallelToolCalls)] = "tool_choice.disable_parallel_tool_use",
        [nameof(Prompt.Temperature)] = "temperature", [nameof(Prompt.TopP)] = "top_p", [nameof(Prompt.TopK)] = "top_k",
        [nameof(Prompt.StopSequences)] = "stop_sequences", [nameof(Prompt.Output)] = "output_config.format", [nameof(Prompt.Reasoning)] = "thinking",
        [nameof(Prompt.MaxOutputTokens)] = "max_tokens",
    };

    public static Prompt Read(JsonElement body)
    {
        var members = new RequestMembers(body, string.Empty);
        var notCarried = new SortedSet<string>(StringComparer.Ordinal);
        members.Take("model");
        members.LeaveBehind(notCarried, "metadata", "cache_control", "service_tier");
        members.Allow("context_management", ClearsNothing, "would change the conversation in a way that only Anthropic's models can");
        members.Allow("mcp_servers", PromptReading.IsOff, "has no counterpart");
        var output = members.Object("output_config");
        var format = output?.Object("format") ?? members.Object("output_format");
        var (choice, parallel) = ReadToolChoice(members.Object("tool_choice"));
        var turns = members.Elements("messages").Select(message => ReadMessage(message.Value, message.Path, notCarried)).ToList();
        var prompt = new Prompt
        {
            FieldNames = Names,
            NotCarried = notCarried,
            System = [.. ReadSystem(members, notCarried)],
            Turns = turns,
            Tools = [.. members.Elements("tools").Select(tool => ReadTool(tool.Value, tool.Path, notCarried))],
            ToolChoice = choice,
            ParallelToolCalls = parallel,
            MaxOutputTokens = members.Count("max_tokens"),
            Temperature = members.Number("temperature"),
            TopP = members.Number("top_p"),
            TopK = members.Count("top_k"),
            StopSequences = members.Texts("stop_sequences"),
            Output = ReadFormat(format),
            Reasoning = ReadReasoning(members.Object("thinking"), output?.Text("effort")),
            Stream = members.Flag("stream") ?? false,
            IncludeUsage = true,
        };
        output?.RequireNoneLeft();
        members.RequireNoneLeft();
        return prompt;
    }

    // Claude Code sends {"edits":[{"type":"clear_thinking_...","keep":"all"}]}.
    private static bool ClearsNothing(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && (!value.TryGetProperty("edits", out var edits)
            || (edits.ValueKind == JsonValueKind.Array && edits.EnumerateArray().All(edit =>
                edit.ValueKind == JsonValueKind.Object && edit.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString()!.StartsWith("clear_thinking", StringComparison.Ordinal))));

    private static IEnumerable<string> ReadSystem(RequestMembers members, SortedSet<string> notCarried)
    {
        switch (members.Take("system"))
        {
            case null:
                return [];
            case { ValueKind: JsonValueKind.String } text:
                return [text.GetString()!];
            case { ValueKind: JsonValueKind.Array } blocks:
                return blocks.EnumerateArray().Select((block, index) => ReadBlock(block, $"system[{index}]", notCarried)).Select(part =>
                    part is TextPart text ? text.Text : throw new UntranslatableException(part.Field, "must be text."));
            default:
                throw members.Wrong("system", "a string or an array of text blocks");
        }
    }

    private static Turn ReadMessage(JsonElement element, string path, SortedSet<string> notCarried)
    {
        var message = new RequestMembers(element, path);
        message.LeaveBehind(notCarried, "output_config");
        var speaker = message.RequiredText("role") switch
        {
            "user" => Speaker.User,
            "assistant" => Speaker.Assistant,
            "system" => Speaker.System,
            _ => throw message.Wrong("role", "user, assistant or system"),
        };
        var parts = ReadContent(message, "content", notCarried);
        message.RequireNoneLeft();
        return speaker == Speaker.System ? PromptReading.InstructionsOf(parts) : new Turn(speaker, parts);
    }

    private static List<Part> ReadContent(RequestMembers members, string name, SortedSet<string> notCarried) => members.Take(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text => [new TextPart(members.PathOf(name), text.GetString()!)],
        { ValueKind: JsonValueKind.Array } blocks => [.. blocks.EnumerateArray().Select((block, index) => ReadBlock(block, $"{members.PathOf(name)}[{index}]", notCarried))],
        _ => throw members.Wrong(name, "a string or an array of blocks"),
    };

    private static Part ReadBlock(JsonElement element, string path, SortedSet<string> notCarried)
    {
        var block = new RequestMembers(element, path);
        block.LeaveBehind(notCarried, "cache_control");
        var type = block.RequiredText("type");
        Part read;
        switch (type)
        {
            case "text":
                block.Allow("citations", PromptReading.IsOff, "has no counterpart");
                read = new TextPart(path, block.RequiredText("text"));
                break;
            case "image":
                read = ReadSource(block, null, isDocument: false);
                break;
            case "document":
                block.Allow("citations", citations => PromptReading.IsOff(citations) || (citations.ValueKind == JsonValueKind.Object && citations.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.False), "has no counterpart");
                block.LeaveBehind(notCarried, "context");
                read = ReadSource(block, block.Text("title"), isDocument: true);
                break;
            case "thinking":
                read = new ThinkingPart(path, block.Text("thinking") ?? string.Empty, block.Text("signature"));
                break;
            case "redacted_thinking":
                read = new ThinkingPart(path, string.Empty, null, block.RequiredText("data"));
                break;
            case "tool_use":
                block.LeaveBehind(notCarried, "caller");
                read = new ToolCallPart(path, block.RequiredText("id"), block.RequiredText("name"), PromptReading.ArgumentsOf(block.PathOf("input"), block.Take("input") is { } input ? ToolArguments.Text(input) : null));
                break;
            case "tool_result":
                var isError = block.Flag("is_error") ?? false;
                read = new ToolResultPart(path, block.RequiredText("tool_use_id"), null, ReadContent(block, "content", notCarried), isError);
                break;
            default:
                throw new UntranslatableException($"{path}.type", $"is '{type}', which has no counterpart");
        }

        block.RequireNoneLeft();
        return read;
    }

    private static Part ReadSource(RequestMembers block, string? name, bool isDocument)
    {
        var source = block.Object("source") ?? throw block.Wrong("source", "given");
        var path = source.PathOf(string.Empty).TrimEnd('.');
        Part read = source.RequiredText("type") switch
        {
            "base64" => new MediaPart(path, source.RequiredText("media_type"), source.RequiredText("data"), null, name),
            "url" when isDocument => PromptReading.MediaOf(path, source.RequiredText("url"), name) with { MediaType = "application/pdf" },
            "url" => PromptReading.MediaOf(path, source.RequiredText("url"), name),
            "text" => new TextPart(path, source.RequiredText("data")),
            var other => throw new UntranslatableException(source.PathOf("type"), $"is '{other}', which has no counterpart"),
        };
        source.Take("media_type");
        source.RequireNoneLeft();
        return read;
    }

    private static Tool ReadTool(JsonElement element, string path, SortedSet<string> notCarried)
    {
        var tool = new RequestMembers(element, path);
        tool.LeaveBehind(notCarried, "cache_control", "eager_input_streaming", "input_examples", "defer_loading", "allowed_callers");
        if (tool.Text("type") is { } type and not "custom")
        {
            throw new UntranslatableException($"{path}.type", $"is '{type}', a tool of Anthropic's own, which has no counterpart");
        }

        var read = new Tool(tool.RequiredText("name"), tool.Text("description"), tool.Take("input_schema"), tool.Flag("strict"));
        tool.RequireNoneLeft();
        return read;
    }

    private static (ToolChoice? Choice, bool? Parallel) ReadToolChoice(RequestMembers? choice)
    {
        if (choice is null)
        {
            return default;
        }

        bool? parallel = choice.Flag("disable_parallel_tool_use") is { } disabled ? !disabled : null;
        var read = choice.RequiredText("type") switch
        {
            "auto" => new ToolChoice(ToolChoiceKind.Auto),
            "any" => new ToolChoice(ToolChoiceKind.Any),
            "none" => new ToolChoice(ToolChoiceKind.None),
            "tool" => new ToolChoice(ToolChoiceKind.Named, choice.RequiredText("name")),
            _ => throw choice.Wrong("type", "auto, any, tool or none"),
        };
        choice.RequireNoneLeft();
        return (read, parallel);
    }

    private static OutputFormat? ReadFormat(RequestMembers? format)
    {
        if (format is null)
        {
            return null;
        }

        if (format.RequiredText("type") != "json_schema")
        {
            throw format.Wrong("type", "json_schema");
        }

        var schema = format.Take("schema") ?? throw format.Wrong("schema", "given");
        format.RequireNoneLeft();
        return new OutputFormat(schema, null, null, Strict: true);
    }

    private static Reasoning? ReadReasoning(RequestMembers? thinking, string? effort)
    {
        if (thinking is null)
        {
            return effort is null ? null : new Reasoning(IsOff: false, effort, null, ShowThoughts: false);
        }

        var type = thinking.RequiredText("type");
        var budget = thinking.Count("budget_tokens");
        var display = thinking.Text("display");
        thinking.RequireNoneLeft();
        return type switch
        {
            "disabled" => new Reasoning(IsOff: true, null, null, ShowThoughts: false),
            "enabled" => new Reasoning(IsOff: false, effort, budget, ShowThoughts: display != "omitted"),
            "adaptive" => new Reasoning(IsOff: false, effort, null, ShowThoughts: display != "omitted"),
            _ => throw thinking.Wrong("type", "enabled, disabled or adaptive"),
        };
    }
}
