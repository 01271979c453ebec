using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.StandIn;

namespace Weir.Gateway.Tests.Metering;

/// <summary>A stream that is one JSON array, as a later version of the provider would send it: other white space, and members that nobody knows yet.</summary>
internal static class ArrayVariation
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static byte[] Of(CorpusCase known, Random random)
    {
        var array = JsonNode.Parse(known.Body)!.AsArray();
        foreach (var element in array.Where(_ => random.Next(2) == 0))
        {
            // Brackets and quotes within a text are none of the array's.
            element!["future_member"] = new JsonObject { ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 999999 }, ["text"] = "]}\",[{\\" };
        }

        return Encoding.UTF8.GetBytes(array.ToJsonString(random.Next(2) == 0 ? Indented : null) + (random.Next(2) == 0 ? "\r\n" : string.Empty));
    }
}
