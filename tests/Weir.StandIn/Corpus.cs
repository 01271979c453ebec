using System.Text.Json;

namespace Weir.StandIn;

/// <summary>The provider answers under <c>tests/corpus</c>.</summary>
public static class Corpus
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Every case.</summary>
    public static IReadOnlyList<CorpusCase> Cases { get; } =
        JsonSerializer.Deserialize<List<CorpusCase>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "corpus", "cases.json")), Json)!;

    /// <summary>The case of that id (<c>folder/name</c>).</summary>
    public static CorpusCase Get(string id) => Cases.Single(known => known.Id == id);
}

/// <summary>A provider's answer and the row that it must make.</summary>
public sealed record CorpusCase(string Folder, string Name, int Status, string ContentType, ExpectedRow Expected)
{
    /// <summary>Names the case; also the model that the stand-in answers it for.</summary>
    public string Id => $"{Folder}/{Name}";

    /// <summary>The answer's bytes.</summary>
    public byte[] Body => field ??= File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "corpus", Folder, Name + ".body"));

    /// <summary>Whether the answer is a stream of events.</summary>
    public bool IsEventStream => ContentType == "text/event-stream";

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>What the row must hold; NULL where it must hold nothing.</summary>
public sealed record ExpectedRow(
    long? InputTokens,
    long? OutputTokens,
    long? CacheRead,
    long? CacheCreation,
    [property: System.Text.Json.Serialization.JsonPropertyName("cache_creation_5m")] long? CacheCreation5m,
    [property: System.Text.Json.Serialization.JsonPropertyName("cache_creation_1h")] long? CacheCreation1h,
    long? Reasoning,
    string UsageSource,
    string? ErrorCode);
