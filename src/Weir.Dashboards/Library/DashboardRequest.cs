using System.Text.Json.Serialization;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Library;

/// <summary>The body of POST and PATCH of <c>/api/2.0/lakeview/dashboards</c>. What is missing, PATCH leaves as it is.</summary>
/// <param name="DisplayName">Its name.</param>
/// <param name="ParentPath">Of POST: the folder, <c>/Users/{one's own name}</c>, where nothing is given, or <c>/Shared</c>.</param>
/// <param name="SerializedDashboard">The <c>.lvdash.json</c> document, as text.</param>
/// <param name="WarehouseId">What its queries run on; an empty text for the warehouse that exists from the start.</param>
/// <param name="Etag">Of PATCH: the dashboard is changed only if this is its etag.</param>
/// <param name="LifecycleState">Of PATCH: <c>ACTIVE</c> takes it out of the trash.</param>
internal sealed record DashboardRequest(
    [property: JsonPropertyName("display_name")] string? DisplayName,
    [property: JsonPropertyName("parent_path")] string? ParentPath,
    [property: JsonPropertyName("serialized_dashboard")] string? SerializedDashboard,
    [property: JsonPropertyName("warehouse_id")] string? WarehouseId,
    [property: JsonPropertyName("etag")] string? Etag,
    [property: JsonPropertyName("lifecycle_state")] string? LifecycleState)
{
    private const int LongestName = 255;

    /// <summary>The name, checked.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public string CheckedName() => DisplayName?.Trim() is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl)
        ? name
        : throw ApiException.Invalid($"'display_name' must have 1 to {LongestName} characters, on one line.");
}

/// <summary>The body of POST <c>/published</c>.</summary>
/// <param name="EmbedCredentials">Whether viewers read with the publisher's rights; true unless it is given.</param>
/// <param name="WarehouseId">What its queries run on; the draft's unless it is given.</param>
internal sealed record PublishRequest(
    [property: JsonPropertyName("embed_credentials")] bool? EmbedCredentials,
    [property: JsonPropertyName("warehouse_id")] string? WarehouseId);

/// <summary>The body of POST <c>/revert</c>.</summary>
/// <param name="Etag">The draft is reverted only if this is its etag.</param>
internal sealed record RevertRequest([property: JsonPropertyName("etag")] string? Etag);
