using System.Text.Json;

namespace Weir.Gateway.Translation.Responses;

/// <summary>Reads a request of OpenAI's responses API (platform.openai.com/docs/api-reference/responses/create), as Codex sends it.</summary>
/// <param name="isCodex">
/// Whether the client is Codex. Tools that OpenAI itself runs (web search, tool search), which it always offers, are left out rather than refused; so is
/// its wish for one call at a time, which it does without.
/// </param>
internal sealed class ResponsesPromptReader(bool isCodex)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [nameof(Prompt.Tools)] = "tools", [nameof(Prompt.ToolChoice)] = "tool_choice", [nameof(Prompt.ParallelToolCalls)] = "parallel_tool_calls",
        [nameof(Prompt.Temperature)] = "temperature", [nameof(Prompt.TopP)] = "top_p", [nameof(Prompt.Output)] = "text.format",
        [nameof(Prompt.Reasoning)] = "reasoning", [nameof(Prompt.Verbosity)] = "text.verbosity", [nameof(Prompt.MaxOutputTokens)] = "max_output_tokens",
    };

    private static readonly string[] DispensableToCodex = [nameof(Prompt.ParallelToolCalls)];

    private readonly SortedSet<string> _notCarried = new(StringComparer.Ordinal);
    private readonly List<Tool> _tools = [];

    /// <summary>The client's names of the tools that were read.</summary>
    public ClientTools ClientTools { get; } = new();

    public Prompt Read(JsonElement body)
    {
        var members = new RequestMembers(body, string.Empty);
        members.Take("model");
        members.LeaveBehind(_notCarried, "metadata", "client_metadata", "user", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "service_tier", "store", "truncation", "stream_options");
        members.Allow("background", PromptReading.IsOff, "has no counterpart");
        members.Allow("top_logprobs", PromptReading.IsOff, "has no counterpart");
        members.Allow("include", include => include.ValueKind == JsonValueKind.Array && include.EnumerateArray().All(item => PromptReading.IsText(item, "reasoning.encrypted_content")), "can only be [\"reasoning.encrypted_content\"] at this destination.");
        ReadTools(members.Elements("tools"), null);
        var text = members.Object("text");
        var verbosity = text?.Text("verbosity");
        var output = ReadFormat(text?.Object("format"));
        text?.RequireNoneLeft();
        var turns = new List<Turn>();
        if (members.Text("instructions") is { Length: > 0 } instructions)
        {
            turns.Add(new Turn(Speaker.System, [new TextPart("instructions", instructions)]));
        }

        ReadInput(members, turns);
        var (system, rest) = PromptReading.Split(turns);
        var prompt = new Prompt
        {
            FieldNames = Names,
            NotCarried = _notCarried,
            System = system,
            Turns = rest,
            Tools = _tools,
            ToolChoice = ReadToolChoice(members),
            Dispensable = new HashSet<string>(isCodex ? DispensableToCodex : [], StringComparer.Ordinal),
            ParallelToolCalls = members.Flag("parallel_tool_calls") is false ? false : null,
            MaxOutputTokens = members.Count("max_output_tokens"),
            Temperature = members.Number("temperature"),
            TopP = members.Number("top_p"),
            Output = output,
            Reasoning = ReadReasoning(members.Object("reasoning")),

            // Most models know no such setting, and Codex always sends it.
            Verbosity = null,
            Stream = members.Flag("stream") ?? false,
            IncludeUsage = true,
        };
        if (verbosity is not (null or "medium"))
        {
            _notCarried.Add("text.verbosity");
        }

        members.RequireNoneLeft();
        return prompt;
    }

    private void ReadInput(RequestMembers members, List<Turn> turns)
    {
        switch (members.Take("input"))
        {
            case { ValueKind: JsonValueKind.String } text:
                turns.Add(new Turn(Speaker.User, [new TextPart("input", text.GetString()!)]));
                break;
            case { ValueKind: JsonValueKind.Array } items:
                var index = 0;
                foreach (var item in items.EnumerateArray())
                {
                    ReadItem(item, $"input[{index++}]", turns);
                }

                break;
            default:
                throw members.Wrong("input", "a string or an array of items");
        }
    }

    private void ReadItem(JsonElement element, string path, List<Turn> turns)
    {
        var item = new RequestMembers(element, path);
        item.Take("id");
        item.Take("status");
        item.Take("phase");
        var type = item.Text("type") ?? "message";
        switch (type)
        {
            case "message":
                var speaker = item.RequiredText("role") switch
                {
                    "system" or "developer" => Speaker.System,
                    "user" => Speaker.User,
                    "assistant" => Speaker.Assistant,
                    _ => throw item.Wrong("role", "user, assistant, system or developer"),
                };
                item.LeaveBehind(_notCarried, "internal_chat_message_metadata_passthrough");
                var said = ReadContent(item, "content");
                Add(turns, speaker, speaker == Speaker.System ? PromptReading.InstructionsOf(said).Parts : said);
                break;
            case "reasoning":
                Add(turns, Speaker.Assistant, [ReadReasoningItem(item, path)]);
                break;
            case "function_call":
                var name = ClientTools.FlatName(item.Text("namespace"), item.RequiredText("name"));
                Add(turns, Speaker.Assistant, [new ToolCallPart(path, item.RequiredText("call_id"), name, PromptReading.ArgumentsOf(item.PathOf("arguments"), item.Text("arguments")))]);
                break;
            case "custom_tool_call":
                var tool = ClientTools.FlatName(item.Text("namespace"), item.RequiredText("name"));
                Add(turns, Speaker.Assistant, [new ToolCallPart(path, item.RequiredText("call_id"), tool, ClientTools.ArgumentsOf(item.Text("input")))]);
                break;
            case "function_call_output" or "custom_tool_call_output":
                item.Take("name");
                item.Take("namespace");
                Add(turns, Speaker.User, [new ToolResultPart(path, item.RequiredText("call_id"), null, ReadContent(item, "output"), IsError: false)]);
                break;
            case "additional_tools":
                item.Take("role");
                ReadTools(item.Elements("tools"), null);
                break;
            default:
                throw new UntranslatableException($"{path}.type", $"is '{type}', which has no counterpart");
        }

        item.RequireNoneLeft();
    }

    // The items of one answer of the model are one turn: its thinking, its words, its calls.
    private static void Add(List<Turn> turns, Speaker speaker, IReadOnlyList<Part> parts)
    {
        if (speaker == Speaker.Assistant && turns is [.., { Speaker: Speaker.Assistant } last])
        {
            turns[^1] = last with { Parts = [.. last.Parts, .. parts] };
        }
        else
        {
            turns.Add(new Turn(speaker, parts));
        }
    }

    private static ThinkingPart ReadReasoningItem(RequestMembers item, string path)
    {
        var summary = string.Join("\n\n", item.Elements("summary").Select(part => new RequestMembers(part.Value, part.Path).Text("text")));
        item.Take("content");
        return CarriedThinking.Open(path, item.Text("encrypted_content")) ?? new ThinkingPart(path, summary, null);
    }

    private static List<Part> ReadContent(RequestMembers members, string name) => members.Take(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text => [new TextPart(members.PathOf(name), text.GetString()!)],
        { ValueKind: JsonValueKind.Array } parts => [.. parts.EnumerateArray().Select((part, index) => ReadPart(part, $"{members.PathOf(name)}[{index}]"))],
        { ValueKind: JsonValueKind.Object } content when name == "output" => [new TextPart(members.PathOf(name), content.GetRawText())],
        _ => throw members.Wrong(name, "a string or an array of parts"),
    };

    private static Part ReadPart(JsonElement element, string path)
    {
        var part = new RequestMembers(element, path);
        var type = part.RequiredText("type");
        Part read;
        switch (type)
        {
            case "input_text" or "output_text" or "text" or "summary_text":
                read = new TextPart(path, part.RequiredText("text"));
                part.Take("annotations");
                part.Take("logprobs");
                break;
            case "refusal":
                read = new TextPart(path, part.RequiredText("refusal"));
                break;
            case "input_image":
                part.Allow("file_id", PromptReading.IsOff, "names a file that only its provider holds. Send it as a data URL.");
                var detail = part.Text("detail");
                read = PromptReading.MediaOf(path, part.RequiredText("image_url"), detail: detail == "auto" ? null : detail);
                break;
            case "input_file":
                part.Allow("file_id", PromptReading.IsOff, "names a file that only its provider holds. Send it as file_data.");
                var file = PromptReading.MediaOf(path, part.Text("file_data") ?? part.RequiredText("file_url"), part.Text("filename"));
                read = file.MediaType is null ? file with { MediaType = "application/pdf" } : file;
                break;
            default:
                throw new UntranslatableException($"{path}.type", $"is '{type}', which has no counterpart");
        }

        part.RequireNoneLeft();
        return read;
    }

    private void ReadTools(IEnumerable<(JsonElement Value, string Path)> tools, string? inNamespace)
    {
        foreach (var (value, path) in tools)
        {
            var tool = new RequestMembers(value, path);
            var type = tool.RequiredText("type");
            switch (type)
            {
                case "function":
                    _tools.Add(ClientTools.Read(tool, inNamespace, isFreeform: false, _notCarried));
                    break;
                case "custom":
                    _tools.Add(ClientTools.Read(tool, inNamespace, isFreeform: true, _notCarried));
                    break;
                case "namespace":
                    tool.Take("description");
                    ReadTools(tool.Elements("tools"), tool.RequiredText("name"));
                    tool.RequireNoneLeft();
                    break;
                case not null when isCodex && type.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'):
                    _notCarried.Add($"{path} ({type})");
                    break;
                default:
                    throw new UntranslatableException($"{path}.type", $"is '{type}', a tool that OpenAI itself runs, which has no counterpart");
            }
        }
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
                if (choice.Text("type") is not ("function" or "custom"))
                {
                    throw choice.Wrong("type", "function or custom");
                }

                var read = new ToolChoice(ToolChoiceKind.Named, ClientTools.FlatName(choice.Text("namespace"), choice.RequiredText("name")));
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
                var read = new OutputFormat(format.Take("schema") ?? throw format.Wrong("schema", "given"), format.Text("name"), format.Text("description"), format.Flag("strict"));
                format.RequireNoneLeft();
                return read;
            default:
                throw format.Wrong("type", "text, json_object or json_schema");
        }
    }

    private static Reasoning? ReadReasoning(RequestMembers? reasoning)
    {
        if (reasoning is null)
        {
            return null;
        }

        var effort = reasoning.Text("effort");
        var summary = reasoning.Text("summary") ?? reasoning.Text("generate_summary");
        reasoning.Take("context");
        reasoning.RequireNoneLeft();
        return effort is null && summary is null ? null : new Reasoning(effort == "none", effort == "none" ? null : effort, null, summary is not (null or "none"));
    }
}
