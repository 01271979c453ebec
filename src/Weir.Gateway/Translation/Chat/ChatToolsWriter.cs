using System.Text.Json;

namespace Weir.Gateway.Translation.Chat;

/// <summary>Writes the tools of a request of OpenAI chat completions, and which of them are to be called.</summary>
internal static class ChatToolsWriter
{
    public static void Write(Prompt prompt, Utf8JsonWriter json)
    {
        if (prompt.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in prompt.Tools)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, tool.Name);
            if (tool.Description is { } description)
            {
                json.WriteString("description"u8, description);
            }

            if (tool.Parameters is { } parameters)
            {
                json.WritePropertyName("parameters"u8);
                parameters.WriteTo(json);
            }

            if (tool.Strict is { } strict)
            {
                json.WriteBoolean("strict"u8, strict);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteToolChoice(prompt.ToolChoice, json);
        if (prompt.ParallelToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static void WriteToolChoice(ToolChoice? choice, Utf8JsonWriter json)
    {
        switch (choice?.Kind)
        {
            case ToolChoiceKind.Auto:
                json.WriteString("tool_choice"u8, "auto"u8);
                break;
            case ToolChoiceKind.None:
                json.WriteString("tool_choice"u8, "none"u8);
                break;
            case ToolChoiceKind.Any:
                json.WriteString("tool_choice"u8, "required"u8);
                break;
            case ToolChoiceKind.Named:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, choice.Name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                break;
        }
    }
}
