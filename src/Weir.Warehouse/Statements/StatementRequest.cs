using System.Globalization;
using System.Text.Json.Serialization;
using Weir.Accounts.Http;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Statements;

/// <summary>The body of <c>POST /api/2.0/sql/statements</c> (original-product.md 5.1).</summary>
public sealed record StatementRequest
{
    [JsonPropertyName("statement")]
    public string? Statement { get; init; }

    [JsonPropertyName("warehouse_id")]
    public string? WarehouseId { get; init; }

    [JsonPropertyName("catalog")]
    public string? Catalog { get; init; }

    [JsonPropertyName("schema")]
    public string? Schema { get; init; }

    [JsonPropertyName("parameters")]
    public List<StatementParameter>? Parameters { get; init; }

    [JsonPropertyName("row_limit")]
    public long? RowLimit { get; init; }

    [JsonPropertyName("byte_limit")]
    public long? ByteLimit { get; init; }

    [JsonPropertyName("disposition")]
    public string? Disposition { get; init; }

    [JsonPropertyName("format")]
    public string? Format { get; init; }

    [JsonPropertyName("wait_timeout")]
    public string? WaitTimeout { get; init; }

    [JsonPropertyName("on_wait_timeout")]
    public string? OnWaitTimeout { get; init; }

    /// <summary>How long the first answer may wait.</summary>
    [JsonIgnore]
    public TimeSpan Wait => WaitTimeout is null ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(int.Parse(WaitTimeout[..^1], CultureInfo.InvariantCulture));

    /// <summary>Whether the statement is cancelled when that time is over.</summary>
    [JsonIgnore]
    public bool CancelOnTimeout => OnWaitTimeout == "CANCEL";

    /// <summary>Refuses what is not right.</summary>
    /// <exception cref="ApiException">A sentence for the author.</exception>
    public void Check()
    {
        Require(!string.IsNullOrWhiteSpace(Statement), "'statement' is missing. Put the SQL there.");
        Require(Disposition is null or "INLINE", "'disposition' must be INLINE; EXTERNAL_LINKS is not offered.");
        Require(Format is null or "JSON_ARRAY", "'format' must be JSON_ARRAY; ARROW_STREAM and CSV are not offered.");
        Require(WaitTimeout is null || IsWait(WaitTimeout), "'wait_timeout' must be 0s, or from 5s to 50s.");
        Require(OnWaitTimeout is null or "CONTINUE" or "CANCEL", "'on_wait_timeout' must be CONTINUE or CANCEL.");
        Require(RowLimit is null or > 0, "'row_limit' must be at least 1.");
        Require(ByteLimit is null or > 0, "'byte_limit' must be at least 1.");
        foreach (var parameter in Parameters ?? [])
        {
            Require(parameter.Name is { Length: > 0 and <= 255 }, "Each of 'parameters' needs a 'name'.");
        }
    }

    private static bool IsWait(string text) =>
        text.EndsWith('s') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is 0 or (>= 5 and <= 50);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw ApiException.Invalid(otherwise);
        }
    }
}

/// <summary>A named parameter; a missing value is NULL.</summary>
public sealed record StatementParameter
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("value")]
    public string? Value { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    internal EngineParameter ToEngine() => new(Name!, Value, Type ?? "STRING");
}
