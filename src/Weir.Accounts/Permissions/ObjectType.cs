namespace Weir.Accounts.Permissions;

/// <summary>A kind of object that has permissions.</summary>
/// <param name="Name">As paths spell it, for example <c>ai-gateway-endpoints</c>.</param>
/// <param name="Levels">Its levels, the weakest first: each includes those before it.</param>
public sealed record ObjectType(string Name, IReadOnlyList<PermissionLevel> Levels)
{
    /// <summary>The level that includes every other, of every kind of object.</summary>
    public const string CanManage = "CAN_MANAGE";

    /// <summary>The level to call an endpoint.</summary>
    public const string CanQuery = "CAN_QUERY";

    /// <summary>The level to run statements on a warehouse.</summary>
    public const string CanUse = "CAN_USE";

    /// <summary>The level to view a dashboard.</summary>
    public const string CanRead = "CAN_READ";

    /// <summary>The level to see a saved query.</summary>
    public const string CanView = "CAN_VIEW";

    /// <summary>The level to change a saved query or a dashboard.</summary>
    public const string CanEdit = "CAN_EDIT";

    /// <summary>Endpoints.</summary>
    public static ObjectType Endpoints { get; } = new("ai-gateway-endpoints", [
        new(CanQuery, "Can call the endpoint and see its configuration"),
        new(CanManage, "Can call, change and delete the endpoint and set its permissions")]);

    /// <summary>Warehouses.</summary>
    public static ObjectType Warehouses { get; } = new("warehouses", [
        new(CanUse, "Can run statements on the warehouse"),
        new(CanManage, "Can use and change the warehouse and set its permissions")]);

    /// <summary>Dashboards.</summary>
    public static ObjectType Dashboards { get; } = new("dashboards", [
        new(CanRead, "Can view the published dashboard"),
        new("CAN_RUN", "Can view the published dashboard and run its queries"),
        new(CanEdit, "Can see and change the draft and publish it"),
        new(CanManage, "Can change and trash the dashboard and set its permissions")])
    {
        IsHidden = true,
    };

    /// <summary>Saved queries.</summary>
    public static ObjectType Queries { get; } = new("queries", [
        new(CanView, "Can see the query"),
        new("CAN_RUN", "Can see and run the query"),
        new(CanEdit, "Can change the query"),
        new(CanManage, "Can change and delete the query and set its permissions")])
    {
        IsHidden = true,
    };

    /// <summary>Whether an object is not there (404) for whom may not see it, where others of its kind refuse (403).</summary>
    public bool IsHidden { get; init; }

    /// <summary>The word for one of its objects.</summary>
    public string Singular => Name.EndsWith("ies", StringComparison.Ordinal) ? Name[..^3] + "y" : Name[..^1];

    /// <summary>The kind that a path names: clients of the older serving API say <c>serving-endpoints</c>. NULL for another.</summary>
    public static ObjectType? Find(string name) => name switch
    {
        "ai-gateway-endpoints" or "serving-endpoints" => Endpoints,
        "warehouses" or "sql/warehouses" => Warehouses,
        "dashboards" => Dashboards,
        "queries" => Queries,
        _ => null,
    };

    /// <summary>How high a level is, from 0; -1 for one that this kind does not have.</summary>
    public int RankOf(string level)
    {
        for (var rank = 0; rank < Levels.Count; rank++)
        {
            if (Levels[rank].Name == level)
            {
                return rank;
            }
        }

        return -1;
    }
}

/// <summary>A level and what it means.</summary>
public sealed record PermissionLevel(string Name, string Description);
