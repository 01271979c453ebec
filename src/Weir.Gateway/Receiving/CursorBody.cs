using System.Text.Json;
using Weir.Gateway.Dialects;

namespace Weir.Gateway.Receiving;

/// <summary>
/// What Cursor's servers send to its one path: bodies of chat; in agent mode bodies of the responses API; and bodies of chat with tools in the flat shape of the
/// responses API. None of this is documented by Cursor; other gateways serve it so.
/// </summary>
internal static class CursorBody
{
    /// <summary>The operation that a body must be read as, where it is not what chat's providers take as it is; else NULL.</summary>
    /// <param name="body">The body, which was found to be a JSON object.</param>
    /// <param name="scan">What was found in it.</param>
    public static Operation? OperationOf(ReadOnlySpan<byte> body, RequestScan scan) =>
        scan is { HasMessages: false, HasInput: true } ? Operation.Responses : HasFlatTools(body) ? Operation.ChatCompletions : null;

    private static bool HasFlatTools(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestScan.DeepestNesting });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isTools = json.ValueTextEquals("tools"u8);
            json.Read();
            if (!isTools || json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                if (IsFlat(ref json))
                {
                    return true;
                }
            }

            return false;
        }

        return false;
    }

    // Chat has a tool's name within its member "function" or "custom".
    private static bool IsFlat(ref Utf8JsonReader json)
    {
        var hasName = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            hasName |= json.ValueTextEquals("name"u8);
            json.Read();
            json.Skip();
        }

        return hasName;
    }
}
