using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.Warehouse.Engines;
using Weir.Warehouse.Statements;
using Xunit;

namespace Weir.Warehouse.Tests.Statements;

/// <summary>What the OpenAPI document says of statements' answers is what is written.</summary>
public sealed class StatementSchemaTests
{
    private static readonly JsonSerializerOptions Strict = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    [Fact]
    public async Task A_result_has_exactly_the_members_of_its_schema()
    {
        var result = new EngineResult([new EngineColumn("n", "DECIMAL", "DECIMAL(3,1)", 3, 1)], [new EngineChunk(0, 1, "[[\"1.5\"]]"u8.ToArray()), new EngineChunk(1, 1, "[[null]]"u8.ToArray())], 2, Truncated: false);
        using var statement = new StatementExecution("one", "ann", DateTimeOffset.UnixEpoch);
        statement.Start((_, _) => Task.FromResult(result));
        await statement.Completion;
        ShouldHaveTheMembersOf<StatementSchema>(Written(json => StatementAnswer.Write(json, statement)));
        ShouldHaveTheMembersOf<StatementChunkSchema>(Written(json => StatementAnswer.WriteChunk(json, "one", result, 0)));
    }

    [Fact]
    public async Task A_failure_has_exactly_the_members_of_its_schema()
    {
        using var statement = new StatementExecution("one", "ann", DateTimeOffset.UnixEpoch);
        statement.Start((_, _) => throw new SqlEngineException("BAD_REQUEST", "No.", "42703"));
        await statement.Completion;
        ShouldHaveTheMembersOf<StatementSchema>(Written(json => StatementAnswer.Write(json, statement)));
    }

    // What is read back into the schema and written anew is the same.
    private static void ShouldHaveTheMembersOf<TSchema>(string json)
    {
        var anew = JsonSerializer.SerializeToElement(JsonSerializer.Deserialize<TSchema>(json, Strict), Strict);
        var before = JsonSerializer.Deserialize<JsonElement>(json);
        Names(anew).ShouldBe(Names(before), ignoreOrder: true);
    }

    private static List<string> Names(JsonElement element, string at = "") => element.ValueKind switch
    {
        JsonValueKind.Object => [.. element.EnumerateObject().SelectMany(member => Names(member.Value, $"{at}.{member.Name}").Prepend($"{at}.{member.Name}"))],
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany((one, i) => Names(one, $"{at}[{i}]"))],
        _ => [],
    };

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
