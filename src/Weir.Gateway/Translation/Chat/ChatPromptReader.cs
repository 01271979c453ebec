using System.Text.Json;

namespace Weir.Gateway.Translation.Chat;

/// <summary>Reads a request of OpenAI chat completions (platform.openai.com/docs/api-reference/chat/create), with the fields for thinking that compatible servers added.</summary>
internal static class ChatPromptReader
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [nameof(Prompt.Tools)] = "tools", [nameof(Prompt.ToolChoice)] = "tool_choice", [nameof(Prompt.ParallelToolCalls)] = "parallel_tool_calls",
        [nameof(Prompt.Temperature)] = "temperature", [nameof(Prompt.TopP)] = "top_p", [nameof(Prompt.TopK)] = "top_k", [nameof(Prompt.Seed)] = "seed",
        [nameof(Prompt.PresencePenalty)] = "presence_penalty", [nameof(Prompt.FrequencyPenalty)] = "frequency_penalty", [nameof(Prompt.StopSequences)] = "stop",
        [nameof(Prompt.Output)] = "response_format", [nameof(Prompt.Reasoning)] = "reasoning_effort", [nameof(Prompt.Verbosity)] = "verbosity",
        [nameof(Prompt.MaxOutputTokens)] = "max_completion_tokens",
    };

    public static Prompt Read(JsonElement body, ClientTools clientTools)
    {
        var members = new RequestMembers(body, string.Empty);
        var notCarried = new SortedSet<string>(StringComparer.Ordinal);
        members.Take("model");
        var stream = members.Flag("stream") ?? false;
        var options = members.Object("stream_options");
        var includeUsage = options?.Flag("include_usage") ?? false;
        options?.LeaveBehind(notCarried, "include_obfuscation");
        options?.RequireNoneLeft();
        var turns = members.Elements("messages").Select(message => ReadMessage(message.Value, message.Path, notCarried)).ToList();
        var (system, rest) = PromptReading.Split(turns);
        var prompt = new Prompt
        {
            FieldNames = Names,
            NotCarried = notCarried,
            System = system,
            Turns = rest,
            Tools = [.. members.Elements("tools").Select(tool => ReadTool(tool.Value, tool.Path, clientTools, notCarried))],
            ToolChoice = ReadToolChoice(members),
            ParallelToolCalls = members.Flag("parallel_tool_calls"),
            MaxOutputTokens = members.Count("max_completion_tokens") ?? members.Count("max_tokens"),
            Temperature = members.Number("temperature"),
            TopP = members.Number("top_p"),
            TopK = members.Count("top_k"),
            Seed = members.Count("seed"),
            PresencePenalty = members.Number("presence_penalty") is { } presence and not 0 ? presence : null,
            FrequencyPenalty = members.Number("frequency_penalty") is { } frequency and not 0 ? frequency : null,
            StopSequences = members.Texts("stop"),
            Output = ReadFormat(members.Object("response_format")),
            Reasoning = ReadReasoning(members),
            Verbosity = members.Text("verbosity"),
            Stream = stream,
            IncludeUsage = includeUsage,
        };
        members.Take("max_tokens");
        members.Allow("n", PromptReading.IsOne, "can only be 1 at this destination.");
        members.Allow("logprobs", PromptReading.IsOff, "has no counterpart");
        members.Allow("top_logprobs", PromptReading.IsOff, "has no counterpart");
        members.Allow("logit_bias", PromptReading.IsOff, "has no counterpart");
        members.Allow("modalities", value => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(modality => PromptReading.IsText(modality, "text")), "can only be [\"text\"] at this destination.");
        members.LeaveBehind(notCarried, "user", "metadata", "store", "service_tier", "prompt_cache_key", "prompt_cache_retention", "safety_identifier");
        members.RequireNoneLeft();
        return prompt;
    }

    private static Turn ReadMessage(JsonElement element, string path, SortedSet<string> notCarried)
    {
        var message = new RequestMembers(element, path);
        message.LeaveBehind(notCarried, "name");
        var role = message.RequiredText("role");
        var turn = role switch
        {
            "system" or "developer" => PromptReading.InstructionsOf(ReadContent(message, notCarried)),
            "user" => new Turn(Speaker.User, ReadContent(message, notCarried)),
            "assistant" => new Turn(Speaker.Assistant, ReadAssistant(message, notCarried)),
            "tool" => new Turn(Speaker.User, [new ToolResultPart(path, message.RequiredText("tool_call_id"), null, ReadContent(message, notCarried), IsError: false)]),
            _ => throw message.Wrong("role", "system, developer, user, assistant or tool"),
        };
        message.RequireNoneLeft();
        return turn;
    }

    private static List<Part> ReadAssistant(RequestMembers message, SortedSet<string> notCarried)
    {
        var parts = new List<Part>();
        foreach (var (block, path) in message.Elements("thinking_blocks"))
        {
            var thinking = new RequestMembers(block, path);
            var isRedacted = thinking.Text("type") == "redacted_thinking";
            parts.Add(new ThinkingPart(path, thinking.Text("thinking") ?? string.Empty, thinking.Text("signature"), isRedacted ? thinking.RequiredText("data") : null));
            thinking.RequireNoneLeft();
        }

        if ((message.Text("reasoning_content") ?? message.Text("reasoning")) is { Length: > 0 } reasoning && parts.Count == 0)
        {
            parts.Add(new ThinkingPart(message.PathOf("reasoning_content"), reasoning, null));
        }

        message.LeaveBehind(notCarried, "annotations", "reasoning", "reasoning_details");
        parts.AddRange(ReadContent(message, notCarried));
        if (message.Text("refusal") is { Length: > 0 } refusal)
        {
            parts.Add(new TextPart(message.PathOf("refusal"), refusal));
        }

        foreach (var (value, path) in message.Elements("tool_calls"))
        {
            var call = new RequestMembers(value, path);
            call.LeaveBehind(notCarried, "index");
            var type = call.Text("type");
            if (type == "custom")
            {
                var custom = call.Object("custom") ?? throw call.Wrong("custom", "given");
                parts.Add(new ToolCallPart(path, call.RequiredText("id"), custom.RequiredText("name"), ClientTools.ArgumentsOf(custom.Text("input"))));
                custom.RequireNoneLeft();
                call.RequireNoneLeft();
                continue;
            }

            if (type is not (null or "function"))
            {
                throw call.Wrong("type", "function or custom");
            }

            var function = call.Object("function") ?? throw call.Wrong("function", "given");
            var extra = call.Object("extra_content");
            var google = extra?.Object("google");
            var signature = google?.Text("thought_signature");
            google?.RequireNoneLeft();
            extra?.RequireNoneLeft();
            parts.Add(new ToolCallPart(path, call.RequiredText("id"), function.RequiredText("name"), PromptReading.ArgumentsOf(function.PathOf("arguments"), function.Text("arguments")), signature));
            function.RequireNoneLeft();
            call.RequireNoneLeft();
        }

        return parts;
    }

    private static List<Part> ReadContent(RequestMembers message, SortedSet<string> notCarried)
    {
        var content = message.Take("content");
        return content switch
        {
            null => [],
            { ValueKind: JsonValueKind.String } text => [new TextPart(message.PathOf("content"), text.GetString()!)],
            { ValueKind: JsonValueKind.Array } parts => [.. parts.EnumerateArray().Select((part, index) => ReadPart(part, $"{message.PathOf("content")}[{index}]", notCarried))],
            _ => throw message.Wrong("content", "a string or an array of parts"),
        };
    }

    private static Part ReadPart(JsonElement element, string path, SortedSet<string> notCarried)
    {
        var part = new RequestMembers(element, path);
        part.LeaveBehind(notCarried, "cache_control");
        var type = part.RequiredText("type");
        Part read;
        switch (type)
        {
            case "text":
                read = new TextPart(path, part.RequiredText("text"));
                break;
            case "refusal":
                read = new TextPart(path, part.RequiredText("refusal"));
                break;
            case "image_url":
                var image = part.Object("image_url") ?? throw part.Wrong("image_url", "given");
                var detail = image.Text("detail");
                read = PromptReading.MediaOf(path, image.RequiredText("url"), detail: detail == "auto" ? null : detail);
                image.RequireNoneLeft();
                break;
            case "input_audio":
                var audio = part.Object("input_audio") ?? throw part.Wrong("input_audio", "given");
                read = new MediaPart(path, "audio/" + audio.RequiredText("format"), audio.RequiredText("data"), null);
                audio.RequireNoneLeft();
                break;
            case "file":
                var file = part.Object("file") ?? throw part.Wrong("file", "given");
                file.Allow("file_id", PromptReading.IsOff, "names a file that only its provider holds. Send it as file_data.");
                read = PromptReading.MediaOf(path, file.RequiredText("file_data"), file.Text("filename"));
                file.RequireNoneLeft();
                break;
            default:
                throw new UntranslatableException($"{path}.type", $"is '{type}', which has no counterpart");
        }

        part.RequireNoneLeft();
        return read;
    }

    private static Tool ReadTool(JsonElement element, string path, ClientTools clientTools, SortedSet<string> notCarried)
    {
        var tool = new RequestMembers(element, path);
        var type = tool.RequiredText("type");
        if (type is not ("function" or "custom"))
        {
            throw new UntranslatableException($"{path}.type", $"is '{type}', which has no counterpart");
        }

        // Cursor writes a tool's members flat, as the responses API has them.
        var isFlat = !element.TryGetProperty(type, out _);
        var read = clientTools.Read(isFlat ? tool : tool.Object(type)!, null, isFreeform: type == "custom", notCarried);
        tool.Take("cache_control");
        tool.RequireNoneLeft();
        return read;
    }

    private static ToolChoice? ReadToolChoice(RequestMembers members)
    {
        switch (members.Take("tool_choice"))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } word:
                return word.GetString() switch
                {
                    "auto" => new ToolChoice(ToolChoiceKind.Auto),
                    "none" => new ToolChoice(ToolChoiceKind.None),
                    "required" => new ToolChoice(ToolChoiceKind.Any),
                    _ => throw members.Wrong("tool_choice", "auto, none, required or a function"),
                };
            case { } named:
                var choice = new RequestMembers(named, "tool_choice");
                if (choice.Text("type") != "function")
                {
                    throw choice.Wrong("type", "function");
                }

                var function = choice.Object("function") ?? throw choice.Wrong("function", "given");
                var read = new ToolChoice(ToolChoiceKind.Named, function.RequiredText("name"));
                function.RequireNoneLeft();
                choice.RequireNoneLeft();
                return read;
        }
    }

    private static OutputFormat? ReadFormat(RequestMembers? format)
    {
        switch (format?.RequiredText("type"))
        {
            case null:
                return null;
            case "text":
                format.RequireNoneLeft();
                return null;
            case "json_object":
                format.RequireNoneLeft();
                return new OutputFormat(null, null, null, null);
            case "json_schema":
                var schema = format.Object("json_schema") ?? throw format.Wrong("json_schema", "given");
                var read = new OutputFormat(schema.Take("schema") ?? throw schema.Wrong("schema", "given"), schema.Text("name"), schema.Text("description"), schema.Flag("strict"));
                schema.RequireNoneLeft();
                format.RequireNoneLeft();
                return read;
            default:
                throw format.Wrong("type", "text, json_object or json_schema");
        }
    }

    private static Reasoning? ReadReasoning(RequestMembers members)
    {
        var effort = members.Text("reasoning_effort");
        if (members.Object("thinking") is { } thinking)
        {
            var type = thinking.Text("type");
            var budget = thinking.Count("budget_tokens");
            thinking.RequireNoneLeft();
            return type is "enabled" or "adaptive" or "disabled"
                ? new Reasoning(type == "disabled", effort, budget, ShowThoughts: true)
                : throw thinking.Wrong("type", "enabled, adaptive or disabled");
        }

        return effort is null ? null : new Reasoning(effort == "none", effort == "none" ? null : effort, null, ShowThoughts: true);
    }
}
