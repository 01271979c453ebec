using System.Text;
using System.Text.Json;

namespace Weir.Gateway.Estimates;

/// <summary>The text of a request that a model reads, in any dialect: what is said, the tools' schemas, but no binary data and no settings.</summary>
internal static class PromptText
{
    private static readonly string[] Read = ["messages", "input", "instructions", "system", "contents", "systemInstruction", "system_instruction", "tools", "prompt", "functions"];

    public static string Of(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 512 });
        var text = new StringBuilder();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.NameEquals("tools") || member.NameEquals("functions"))
            {
                text.Append(member.Value.GetRawText()).Append('\n');
            }
            else if (Array.IndexOf(Read, member.Name) >= 0)
            {
                Add(member.Value, text);
            }
        }

        return text.ToString();
    }

    private static void Add(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(element.GetString()).Append('\n');
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Add(item, text);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    // Images and files come as data or URL; ids, types and signatures are no words.
                    if (member.Name is not ("data" or "url" or "image_url" or "file_data" or "signature" or "encrypted_content" or "thoughtSignature" or "id" or "type" or "cache_control" or "call_id" or "tool_use_id" or "tool_call_id" or "mimeType" or "media_type" or "role"))
                    {
                        Add(member.Value, text);
                    }
                }

                break;
            default:
                break;
        }
    }
}
