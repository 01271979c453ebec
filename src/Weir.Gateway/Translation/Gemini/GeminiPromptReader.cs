using System.Text.Json;

namespace Weir.Gateway.Translation.Gemini;

/// <summary>Reads a request of Gemini's generateContent (ai.google.dev/api/generate-content), as Gemini CLI sends it.</summary>
internal static class GeminiPromptReader
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [nameof(Prompt.Tools)] = "tools", [nameof(Prompt.ToolChoice)] = "toolConfig", [nameof(Prompt.Temperature)] = "generationConfig.temperature",
        [nameof(Prompt.TopP)] = "generationConfig.topP", [nameof(Prompt.TopK)] = "generationConfig.topK", [nameof(Prompt.Seed)] = "generationConfig.seed",
        [nameof(Prompt.PresencePenalty)] = "generationConfig.presencePenalty", [nameof(Prompt.FrequencyPenalty)] = "generationConfig.frequencyPenalty",
        [nameof(Prompt.StopSequences)] = "generationConfig.stopSequences", [nameof(Prompt.Output)] = "generationConfig.responseMimeType",
        [nameof(Prompt.Reasoning)] = "generationConfig.thinkingConfig", [nameof(Prompt.MaxOutputTokens)] = "generationConfig.maxOutputTokens",
    };

    public static Prompt Read(JsonElement body, bool stream)
    {
        var members = new RequestMembers(body, string.Empty);
        var notCarried = new SortedSet<string>(StringComparer.Ordinal);
        members.Take("model");
        members.LeaveBehind(notCarried, "safetySettings", "safety_settings", "labels");
        var system = (members.Take("systemInstruction") ?? members.Take("system_instruction")) is { } instruction ? ReadSystem(instruction, notCarried) : [];
        var calls = new CallIds();
        var turns = members.Elements("contents").Select(content => ReadContent(content.Value, content.Path, calls, notCarried)).ToList();
        var tools = members.Elements("tools").SelectMany(tool => ReadTools(tool.Value, tool.Path)).ToList();
        var choice = ReadToolChoice(members.Object("toolConfig") ?? members.Object("tool_config"));
        var config = members.Object("generationConfig") ?? members.Object("generation_config");
        members.RequireNoneLeft();
        var prompt = new Prompt { FieldNames = Names, NotCarried = notCarried, System = system, Turns = turns, Tools = tools, ToolChoice = choice, Stream = stream, IncludeUsage = true };
        return config is null ? prompt : ReadConfig(prompt, config);
    }

    private static Prompt ReadConfig(Prompt prompt, RequestMembers config)
    {
        config.Allow("candidateCount", PromptReading.IsOne, "can only be 1 at this destination.");
        config.Allow("responseModalities", value => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(modality => PromptReading.IsText(modality, "TEXT", "text")), "can only be [\"TEXT\"] at this destination.");
        config.Allow("responseLogprobs", PromptReading.IsOff, "has no counterpart");
        config.LeaveBehind(prompt.NotCarried, "mediaResolution");
        var mediaType = config.Text("responseMimeType");
        var schema = config.Take("responseJsonSchema") ?? config.Take("responseSchema");
        if (mediaType is not (null or "text/plain" or "application/json"))
        {
            throw config.Wrong("responseMimeType", "text/plain or application/json");
        }

        var read = prompt with
        {
            MaxOutputTokens = config.Count("maxOutputTokens"),
            Temperature = config.Number("temperature"),
            TopP = config.Number("topP"),
            TopK = config.Count("topK"),
            Seed = config.Count("seed"),
            PresencePenalty = config.Number("presencePenalty") is { } presence and not 0 ? presence : null,
            FrequencyPenalty = config.Number("frequencyPenalty") is { } frequency and not 0 ? frequency : null,
            StopSequences = config.Texts("stopSequences"),
            Output = schema is { } given ? new OutputFormat(GeminiSchema.ToJsonSchema(given), null, null, null)
                : mediaType == "application/json" ? new OutputFormat(null, null, null, null) : null,
            Reasoning = ReadThinking(config.Object("thinkingConfig")),
        };
        config.RequireNoneLeft();
        return read;
    }

    private static Reasoning? ReadThinking(RequestMembers? thinking)
    {
        if (thinking is null)
        {
            return null;
        }

        var show = thinking.Flag("includeThoughts") ?? false;
        var budget = thinking.Count("thinkingBudget");
        var level = thinking.Text("thinkingLevel")?.ToLowerInvariant();
        thinking.RequireNoneLeft();

        // A budget of -1 leaves the amount to the model.
        return budget is null or -1 && level is null && !show ? null : new Reasoning(budget == 0, level, budget > 0 ? budget : null, show);
    }

    private static List<string> ReadSystem(JsonElement instruction, SortedSet<string> notCarried)
    {
        if (instruction.ValueKind == JsonValueKind.String)
        {
            return [instruction.GetString()!];
        }

        var turn = ReadContent(instruction, "systemInstruction", new CallIds(), notCarried);
        return [.. turn.Parts.Select(part => part is TextPart text ? text.Text : throw new UntranslatableException(part.Field, "must be text."))];
    }

    private static Turn ReadContent(JsonElement element, string path, CallIds calls, SortedSet<string> notCarried)
    {
        var content = new RequestMembers(element, path);
        var role = content.Text("role") ?? "user";
        var parts = content.Elements("parts").Select(part => ReadPart(part.Value, part.Path, calls, notCarried)).ToList();
        content.RequireNoneLeft();
        return role switch
        {
            "user" or "function" => new Turn(Speaker.User, parts),
            "model" => new Turn(Speaker.Assistant, parts),
            "system" => PromptReading.InstructionsOf(parts),
            _ => throw content.Wrong("role", "user or model"),
        };
    }

    private static Part ReadPart(JsonElement element, string path, CallIds calls, SortedSet<string> notCarried)
    {
        var part = new RequestMembers(element, path);
        var signature = part.Text("thoughtSignature") ?? part.Text("thought_signature");
        var isThought = part.Flag("thought") ?? false;
        part.LeaveBehind(notCarried, "videoMetadata", "mediaResolution", "partMetadata");
        Part read;
        if (part.Text("text") is { } text)
        {
            // The signature is Gemini's: no other model takes it.
            read = isThought ? new ThinkingPart(path, text, null) : new TextPart(path, text);
            if (signature is not null)
            {
                notCarried.Add("thoughtSignature");
            }
        }
        else if ((part.Object("inlineData") ?? part.Object("inline_data")) is { } inline)
        {
            read = new MediaPart(path, inline.Text("mimeType") ?? inline.RequiredText("mime_type"), inline.RequiredText("data"), null, inline.Text("displayName"));
            inline.RequireNoneLeft();
        }
        else if ((part.Object("fileData") ?? part.Object("file_data")) is { } file)
        {
            var mediaType = file.Text("mimeType") ?? file.Text("mime_type");
            read = ReadAddress(path, file.Text("fileUri") ?? file.RequiredText("file_uri")) with { MediaType = mediaType, Name = file.Text("displayName") };
            file.RequireNoneLeft();
        }
        else if ((part.Object("functionCall") ?? part.Object("function_call")) is { } call)
        {
            var name = call.RequiredText("name");
            read = new ToolCallPart(path, calls.Called(call.Text("id"), name), name, PromptReading.ArgumentsOf(call.PathOf("args"), call.Take("args") is { } arguments ? ToolArguments.Text(arguments) : null), signature);
            call.RequireNoneLeft();
        }
        else if ((part.Object("functionResponse") ?? part.Object("function_response")) is { } response)
        {
            read = ReadResponse(response, path, calls);
        }
        else
        {
            part.RequireNoneLeft();
            throw new UntranslatableException(path, "holds nothing.");
        }

        part.RequireNoneLeft();
        return read;
    }

    private static MediaPart ReadAddress(string path, string address) =>
        address.Contains("generativelanguage.googleapis.com", StringComparison.OrdinalIgnoreCase)
            ? throw new UntranslatableException($"{path}.fileData.fileUri", "names a file that only its provider holds. Send it as inlineData.")
            : PromptReading.MediaOf($"{path}.fileData.fileUri", address);

    private static ToolResultPart ReadResponse(RequestMembers response, string path, CallIds calls)
    {
        var name = response.RequiredText("name");
        var id = calls.Answered(response.Text("id"), name);
        var content = response.Take("response");
        var (text, isError) = TextOf(content);
        var parts = new List<Part> { new TextPart(path, text) };
        foreach (var (value, at) in response.Elements("parts"))
        {
            var media = new RequestMembers(value, at);
            var inline = media.Object("inlineData") ?? throw new UntranslatableException(at, "must have inlineData.");
            parts.Add(new MediaPart(at, inline.RequiredText("mimeType"), inline.RequiredText("data"), null, inline.Text("displayName")));
            inline.RequireNoneLeft();
            media.RequireNoneLeft();
        }

        response.Take("willContinue");
        response.Take("scheduling");
        response.RequireNoneLeft();
        return new ToolResultPart(path, id, name, parts, isError);
    }

    // {"output":"text"} and {"error":"text"} are the forms the API names; anything else goes on as JSON.
    private static (string Text, bool IsError) TextOf(JsonElement? response)
    {
        if (response is not { ValueKind: JsonValueKind.Object } content)
        {
            return (response?.GetRawText() ?? string.Empty, false);
        }

        var members = content.EnumerateObject().ToList();
        return members is [{ Value.ValueKind: JsonValueKind.String } only] && only.Name is "output" or "result" or "error" or "content"
            ? (members[0].Value.GetString()!, members[0].Name == "error")
            : (content.GetRawText(), false);
    }

    private static IEnumerable<Tool> ReadTools(JsonElement element, string path)
    {
        var tool = new RequestMembers(element, path);
        var declarations = tool.Elements("functionDeclarations").Concat(tool.Elements("function_declarations")).ToList();
        tool.RequireNoneLeft();
        foreach (var (value, at) in declarations)
        {
            var function = new RequestMembers(value, at);
            var schema = function.Take("parametersJsonSchema") ?? function.Take("parameters");
            var read = new Tool(function.RequiredText("name"), function.Text("description"), schema is { } given ? GeminiSchema.ToJsonSchema(given) : null, null);
            function.Take("response");
            function.Take("responseJsonSchema");
            function.Take("behavior");
            function.RequireNoneLeft();
            yield return read;
        }
    }

    private static ToolChoice? ReadToolChoice(RequestMembers? config)
    {
        var calling = config?.Object("functionCallingConfig") ?? config?.Object("function_calling_config");
        config?.RequireNoneLeft();
        if (calling is null)
        {
            return null;
        }

        var names = calling.Texts("allowedFunctionNames");
        var mode = calling.Text("mode")?.ToUpperInvariant();
        calling.RequireNoneLeft();
        return (mode, names.Count) switch
        {
            (null or "AUTO" or "MODE_UNSPECIFIED", 0) => new ToolChoice(ToolChoiceKind.Auto),
            ("NONE", _) => new ToolChoice(ToolChoiceKind.None),
            ("ANY", 0) => new ToolChoice(ToolChoiceKind.Any),
            ("ANY", 1) => new ToolChoice(ToolChoiceKind.Named, names[0]),
            _ => throw new UntranslatableException("toolConfig.functionCallingConfig", "can be AUTO, NONE, or ANY with at most one allowed function at this destination."),
        };
    }

    /// <summary>Gives calls without an id one, and finds the call that a response without an id answers: the first of its name not answered yet.</summary>
    private sealed class CallIds
    {
        private readonly List<(string Id, string Name)> _open = [];
        private int _made;

        public string Called(string? id, string name)
        {
            id = string.IsNullOrEmpty(id) ? $"call_{_made++}_{name}" : id;
            _open.Add((id, name));
            return id;
        }

        public string Answered(string? id, string name)
        {
            var at = _open.FindIndex(call => string.IsNullOrEmpty(id) ? call.Name == name : call.Id == id);
            if (at < 0)
            {
                return string.IsNullOrEmpty(id) ? $"call_{_made++}_{name}" : id;
            }

            var found = _open[at].Id;
            _open.RemoveAt(at);
            return found;
        }
    }
}
