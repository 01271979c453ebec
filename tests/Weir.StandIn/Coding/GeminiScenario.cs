using System.Text;
using System.Text.Json;

namespace Weir.StandIn.Coding;

/// <summary>The scenario in Gemini's contents, by Gemini CLI's tools. Asked for JSON it chooses the cheap model, as Gemini CLI's router wants it.</summary>
internal static class GeminiScenario
{
    public static StandInAnswer Answer(JsonElement request, bool streams)
    {
        var hasTools = CodingScenario.Elements(request, "tools").SelectMany(tool => CodingScenario.Elements(tool, "functionDeclarations")).Any(tool => CodingScenario.Text(tool, "name") == "write_file");
        var results = CodingScenario.Elements(request, "contents").SelectMany(content => CodingScenario.Elements(content, "parts")).Count(part => part.TryGetProperty("functionResponse", out _));
        var call = hasTools ? CallOf(CodingScenario.StepAfter(results), request) : null;
        var wantsJson = request.TryGetProperty("generationConfig", out var config) && CodingScenario.Text(config, "responseMimeType") == "application/json";
        object part = call is var (name, args) ? new { functionCall = new { name, args } } : new { text = wantsJson ? Choice : CodingScenario.Words };
        var answer = new
        {
            candidates = new[] { new { content = new { parts = new[] { part }, role = "model" }, finishReason = "STOP", index = 0 } },
            usageMetadata = new { promptTokenCount = 1200, candidatesTokenCount = 32, totalTokenCount = 1242, cachedContentTokenCount = 300, thoughtsTokenCount = 10 },
            modelVersion = CodingScenario.Model,
            responseId = $"r{Guid.NewGuid():N}",
        };
        if (!streams)
        {
            return new StandInAnswer { Body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(answer)), StatesLength = true };
        }

        var events = new AnswerEvents();
        events.Add(answer);
        return events.ToAnswer();
    }

    private static string Choice { get; } = JsonSerializer.Serialize(new { reasoning = "It is a small task.", model_choice = "flash", complexity_reasoning = "It is a small task.", complexity_score = 10 });

    private static (string Name, object Args)? CallOf(CodingStep step, JsonElement request) => step switch
    {
        CodingStep.Write => ("write_file", new { file_path = CodingScenario.FileOf(request), content = CodingScenario.Written }),
        CodingStep.Change => ("replace", new { file_path = CodingScenario.FileOf(request), instruction = "Greet the world.", old_string = CodingScenario.OldLines, new_string = CodingScenario.NewLines }),
        CodingStep.Commit => ("run_shell_command", new { command = CodingScenario.Command, description = "Commit", is_background = false }),
        _ => null,
    };
}
