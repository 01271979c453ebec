using System.Text.Json;

namespace Weir.Warehouse.SavedQueries;

/// <summary>A saved query as the API answers it.</summary>
internal sealed record SavedQueryAnswer(
    string Id,
    string DisplayName,
    string? Description,
    string QueryText,
    string? WarehouseId,
    string? Catalog,
    string? Schema,
    JsonElement Parameters,
    IReadOnlyList<string> Tags,
    string? OwnerUserName,
    string? LastModifierUserName,
    DateTime CreateTime,
    DateTime UpdateTime,
    string LifecycleState)
{
    public static SavedQueryAnswer Of(SavedQuery query, PrincipalNames names) => new(
        query.Id,
        query.DisplayName,
        query.Description,
        query.QueryText,
        query.WarehouseId,
        query.Catalog,
        query.Schema,
        JsonElement.Parse(query.Parameters ?? "[]"),
        query.Tags,
        names.Of(query.OwnerId),
        names.Of(query.LastModifierId),
        query.CreateTime,
        query.UpdateTime,
        "ACTIVE");
}

/// <summary>A page of saved queries.</summary>
/// <param name="Results">The queries, the newest first.</param>
/// <param name="NextPageToken">What asks for the next page; NULL on the last.</param>
internal sealed record SavedQueriesAnswer(IReadOnlyList<SavedQueryAnswer> Results, string? NextPageToken);

/// <summary>Nothing but that it was done.</summary>
internal sealed record NothingAnswer;
