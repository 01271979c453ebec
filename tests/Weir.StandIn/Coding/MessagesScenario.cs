using System.Text.Json;

namespace Weir.StandIn.Coding;

/// <summary>The scenario in Anthropic's messages, by Claude Code's tools.</summary>
internal static class MessagesScenario
{
    public static StandInAnswer Answer(JsonElement request)
    {
        var hasTools = CodingScenario.Elements(request, "tools").Any(tool => CodingScenario.Text(tool, "name") == "Write");
        var results = CodingScenario.Elements(request, "messages").SelectMany(message => CodingScenario.Elements(message, "content")).Count(part => CodingScenario.Text(part, "type") == "tool_result");
        var events = new AnswerEvents();
        events.Add(new
        {
            type = "message_start",
            message = new { id = NewId("msg"), type = "message", role = "assistant", model = CodingScenario.Model, content = Array.Empty<object>(), stop_reason = (string?)null, stop_sequence = (string?)null, usage = Usage(1) },
        }, "message_start");
        var call = hasTools ? CallOf(CodingScenario.StepAfter(results), request) : null;
        if (call is var (name, input))
        {
            AddBlock(events, new { type = "tool_use", id = NewId("toolu"), name, input = new { } }, new { type = "input_json_delta", partial_json = JsonSerializer.Serialize(input) });
        }
        else
        {
            AddBlock(events, new { type = "text", text = string.Empty }, new { type = "text_delta", text = CodingScenario.Words });
        }

        events.Add(new { type = "message_delta", delta = new { stop_reason = call is null ? "end_turn" : "tool_use", stop_sequence = (string?)null }, usage = Usage(42) }, "message_delta");
        events.Add(new { type = "message_stop" }, "message_stop");
        return events.ToAnswer();
    }

    private static (string Name, object Input)? CallOf(CodingStep step, JsonElement request) => step switch
    {
        CodingStep.Write => ("Write", new { file_path = CodingScenario.FileOf(request), content = CodingScenario.Written }),
        CodingStep.Change => ("Edit", new { file_path = CodingScenario.FileOf(request), old_string = CodingScenario.OldLines, new_string = CodingScenario.NewLines }),
        CodingStep.Commit => ("Bash", new { command = CodingScenario.Command, description = "Commit" }),
        _ => null,
    };

    private static void AddBlock(AnswerEvents events, object start, object delta)
    {
        events.Add(new { type = "content_block_start", index = 0, content_block = start }, "content_block_start");
        events.Add(new { type = "content_block_delta", index = 0, delta }, "content_block_delta");
        events.Add(new { type = "content_block_stop", index = 0 }, "content_block_stop");
    }

    private static object Usage(int output) => new
    {
        input_tokens = 750,
        cache_creation_input_tokens = 150,
        cache_read_input_tokens = 300,
        cache_creation = new { ephemeral_5m_input_tokens = 150, ephemeral_1h_input_tokens = 0 },
        output_tokens = output,
        service_tier = "standard",
    };

    private static string NewId(string kind) => $"{kind}_{Guid.NewGuid():N}";
}
