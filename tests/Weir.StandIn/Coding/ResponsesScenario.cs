using System.Text.Json;

namespace Weir.StandIn.Coding;

/// <summary>The scenario in OpenAI's responses, by Codex's tools, or in its code mode, where the model writes JavaScript that calls them.</summary>
internal static class ResponsesScenario
{
    // A provider closes a moment after its last event. Codex does not wait for that.
    private static readonly TimeSpan BeforeTheEnd = TimeSpan.FromMilliseconds(200);

    public static StandInAnswer Answer(JsonElement request)
    {
        var input = CodingScenario.Elements(request, "input").ToList();
        var results = input.Count(item => CodingScenario.Text(item, "type")?.EndsWith("_call_output", StringComparison.Ordinal) == true);
        var further = input.Where(item => CodingScenario.Text(item, "type") == "additional_tools").SelectMany(item => CodingScenario.Elements(item, "tools")).ToList();
        var isCodeMode = further.SelectMany(space => CodingScenario.Elements(space, "tools").Append(space)).Any(tool => CodingScenario.Text(tool, "name") == "exec");
        var hasTools = isCodeMode || CodingScenario.Elements(request, "tools").Any(tool => CodingScenario.Text(tool, "name") == "apply_patch");
        var call = hasTools ? CallOf(CodingScenario.StepAfter(results), request) : null;
        var item = call is null ? Message() : isCodeMode ? CodeThatCalls(call.Value) : Call(call.Value);
        var created = new
        {
            id = NewId("resp"),
            @object = "response",
            created_at = 1767225600,
            status = "in_progress",
            error = (object?)null,
            incomplete_details = (object?)null,
            model = CodingScenario.Model,
            output = Array.Empty<object>(),
            usage = (object?)null,
        };
        var completed = new
        {
            created.id,
            created.@object,
            created.created_at,
            status = "completed",
            created.error,
            created.incomplete_details,
            created.model,
            output = new[] { item },
            usage = new { input_tokens = 1200, input_tokens_details = new { cached_tokens = 300 }, output_tokens = 42, output_tokens_details = new { reasoning_tokens = 10 }, total_tokens = 1242 },
        };
        var events = new AnswerEvents();
        events.Add(new { type = "response.created", sequence_number = 0, response = created }, "response.created");
        events.Add(new { type = "response.output_item.added", sequence_number = 1, output_index = 0, item }, "response.output_item.added");
        events.Add(new { type = "response.output_item.done", sequence_number = 2, output_index = 0, item }, "response.output_item.done");
        events.Add(new { type = "response.completed", sequence_number = 3, response = completed }, "response.completed");
        return events.ToAnswer(BeforeTheEnd);
    }

    private static (string Tool, object Arguments)? CallOf(CodingStep step, JsonElement request) => step switch
    {
        CodingStep.Write => ("apply_patch", CodingScenario.PatchThatWrites),
        CodingStep.Change => ("apply_patch", CodingScenario.PatchThatChanges),
        CodingStep.Commit => ("exec_command", new { cmd = CodingScenario.Command, workdir = CodingScenario.FolderOf(request) }),
        _ => null,
    };

    private static object Message() =>
        new { id = NewId("msg"), type = "message", status = "completed", role = "assistant", content = new[] { new { type = "output_text", text = CodingScenario.Words, annotations = Array.Empty<object>() } } };

    private static object Call((string Tool, object Arguments) call) => call.Arguments is string text
        ? new { id = NewId("ctc"), type = "custom_tool_call", status = "completed", call_id = NewId("call"), name = call.Tool, input = text }
        : new { id = NewId("fc"), type = "function_call", status = "completed", call_id = NewId("call"), name = call.Tool, arguments = JsonSerializer.Serialize(call.Arguments) };

    private static object CodeThatCalls((string Tool, object Arguments) call)
    {
        var code = $"const r = await tools.{call.Tool}({JsonSerializer.Serialize(call.Arguments)}); text(r);";
        return new { id = NewId("ctc"), type = "custom_tool_call", status = "completed", call_id = NewId("call"), name = "exec", @namespace = "functions", input = code };
    }

    private static string NewId(string kind) => $"{kind}_{Guid.NewGuid():N}";
}
