using Microsoft.OpenApi;

namespace Weir.Serving.Description;

/// <summary>The rooms of the API, which are the document's tags: each path belongs to the first whose part it has.</summary>
internal static class ApiRooms
{
    private static readonly (string Part, string Name, string Description)[] All =
    [
        ("/scim/v2/", "Principals", "Users, groups and service principals, by SCIM 2.0."),
        ("/credentials/secrets", "Secrets of service principals", "What service principals get their tokens with."),
        ("/workspaces", "Workspaces", "Workspaces, and who is in them."),
        ("/previews", "Previews", "Features that are switched on and off."),
        ("/ai-gateway/v2/endpoints", "Endpoints", "Endpoints of the gateway: destinations, routing, limits, payload tables."),
        ("/permissions", "Permissions", "Who may do what with objects and with data."),
        ("/effective-permissions", "Permissions", string.Empty),
        ("/token", "Tokens", "Personal access tokens, one's own and those of others."),
        ("/weir/session", "Sessions", "Who is signed in, and in which browsers."),
        ("/weir/me/password", "Sessions", string.Empty),
        ("/weir/users/", "Sessions", string.Empty),
        ("/weir/sign-in-links", "Sessions", string.Empty),
        ("/lakeview/", "Dashboards", "Dashboards: drafts, published copies, and the built-in one."),
        ("/weir/usage-dashboard", "Dashboards", string.Empty),
        ("/weir/dashboards/", "Dashboards", string.Empty),
        ("/sql/statements", "Statements", "SQL over the tables of usage and the account."),
        ("/sql/", "Warehouses", "What runs statements."),
        ("/weir/budgets", "Budgets", "What may be spent, and what was."),
        ("/weir/prices", "Prices", "The price book."),
        ("/weir/recost", "Prices", string.Empty),
        ("/weir/spend/", "Prices", string.Empty),
        ("/weir/alerts", "Alerts", "What came up, and whether somebody was told."),
        ("/weir/agents", "Coding agents", "How coding agents are pointed at the gateway."),
        ("/weir/usage/", "Usage", "One's own requests, tokens and cost."),
    ];

    /// <summary>The tag of a path, or NULL when it belongs to no room yet: say here to which.</summary>
    public static string? Of(string path) => Array.Find(All, room => path.Contains(room.Part, StringComparison.Ordinal)).Name;

    /// <summary>The tags that a document's operations have.</summary>
    public static HashSet<OpenApiTag> TagsOf(OpenApiDocument document)
    {
        var used = document.Paths.Keys.Select(Of).ToHashSet(StringComparer.Ordinal);
        return [.. All.Where(room => room.Description.Length > 0 && used.Contains(room.Name)).Select(room => new OpenApiTag { Name = room.Name, Description = room.Description })];
    }
}
