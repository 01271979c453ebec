using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Tokens;

namespace Weir.Warehouse.Warehouses;

/// <summary>Warehouses as an API, <c>/api/2.0/sql/warehouses</c> (original-product.md 5.2).</summary>
internal static class WarehouseRoutes
{
    private const int MostInWorkspace = 100;
    private const string ServiceName = "databrickssql";
    private static readonly string[] Shown = ["name", "cluster_size", "auto_stop_mins", "min_num_clusters", "max_num_clusters", "warehouse_type"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/sql/warehouses").RequireScope(TokenScopes.Sql);
        group.MapGet("/", List);
        group.MapGet("/{id}", (HttpContext context, WarehouseAccess access, WarehouseQueues queues, string id) =>
            TypedResults.Ok(Answer(context, access, queues, access.Required(context.CallerOf(), id, ObjectType.CanUse))));
        group.MapPost("/", CreateAsync).ReadsBody(typeof(WarehouseRequest)).Audits(ServiceName, "createWarehouse", Shown, "id");
        group.MapPost("/{id}/edit", EditAsync).ReadsBody(typeof(WarehouseRequest)).Audits(ServiceName, "editWarehouse", ["id", .. Shown]);
        group.MapPost("/{id}/start", async Task<Ok<DoneAnswer>> (HttpContext context, WarehouseAccess access, string id) =>
        {
            await access.StartAsync(access.Required(context.CallerOf(), id, ObjectType.CanUse), context.RequestAborted);
            return TypedResults.Ok(new DoneAnswer());
        }).Audits(ServiceName, "startWarehouse", ["id"]);
        group.MapPost("/{id}/stop", StopAsync).Audits(ServiceName, "stopWarehouse", ["id"]);
        group.MapDelete("/{id}", DeleteAsync).Audits(ServiceName, "deleteWarehouse", ["id"]);
    }

    private static Ok<WarehousesAnswer> List(HttpContext context, WarehouseDirectory warehouses, WarehouseAccess access, WarehouseQueues queues) =>
        TypedResults.Ok(new WarehousesAnswer(
            [.. warehouses.List(context.CallerOf().WorkspaceId).Where(warehouse => access.Allows(context.CallerOf(), warehouse, ObjectType.CanUse)).Select(warehouse => Answer(context, access, queues, warehouse))]));

    private static async Task<Ok<WarehouseIdAnswer>> CreateAsync(HttpContext context, WarehouseDirectory warehouses)
    {
        var caller = context.CallerOf();
        if (!caller.IsAccountAdmin && !caller.IsWorkspaceAdmin)
        {
            throw ApiException.Forbidden("Only admins of the workspace and of the account can make warehouses.");
        }

        var request = await context.ReadBodyAsync<WarehouseRequest>("a warehouse");
        var empty = new SqlWarehouse { Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), WorkspaceId = caller.WorkspaceId, Name = string.Empty, Creator = caller.PrincipalName, Size = "Small", AutoStopMinutes = 120 };
        var made = request.ApplyTo(empty);
        Check(await warehouses.AddAsync(made, MostInWorkspace, context.RequestAborted), made.Id, made.Name);
        return TypedResults.Ok(new WarehouseIdAnswer(made.Id));
    }

    private static async Task<Ok<DoneAnswer>> EditAsync(HttpContext context, WarehouseDirectory warehouses, WarehouseAccess access, string id)
    {
        var warehouse = access.Required(context.CallerOf(), id, ObjectType.CanManage);
        var request = await context.ReadBodyAsync<WarehouseRequest>("a warehouse");
        Check(await warehouses.ChangeAsync(warehouse, request.ApplyTo, context.RequestAborted), id, request.Name?.Trim() ?? warehouse.Name);
        return TypedResults.Ok(new DoneAnswer());
    }

    private static async Task<Ok<DoneAnswer>> StopAsync(HttpContext context, WarehouseDirectory warehouses, WarehouseAccess access, TimeProvider time, string id)
    {
        var warehouse = access.Required(context.CallerOf(), id, ObjectType.CanManage);
        var stop = new WarehouseStop(time.GetUtcNow().UtcDateTime, context.CallerOf().PrincipalName);
        Check(await warehouses.ChangeAsync(warehouse, before => before with { IsStopped = true, LastStop = stop }, context.RequestAborted), id, warehouse.Name);
        return TypedResults.Ok(new DoneAnswer());
    }

    private static async Task<Ok<DoneAnswer>> DeleteAsync(HttpContext context, WarehouseDirectory warehouses, WarehouseAccess access, PermissionDirectory permissions, string id)
    {
        var warehouse = access.Required(context.CallerOf(), id, ObjectType.CanManage);
        if (warehouse.WorkspaceId is null)
        {
            throw ApiException.Invalid($"The warehouse '{warehouse.Name}' cannot be deleted: statements that name no warehouse run on it, in every workspace. Stop it, or take CAN_USE from those who shall not use it.");
        }

        await warehouses.DeleteAsync(id, context.RequestAborted);
        await permissions.ForgetAsync(WarehousePermissions.Of(warehouse), CancellationToken.None);
        return TypedResults.Ok(new DoneAnswer());
    }

    private static WarehouseAnswer Answer(HttpContext context, WarehouseAccess access, WarehouseQueues queues, SqlWarehouse warehouse) =>
        WarehouseAnswer.Of(warehouse, queues, context.Request.Host.Host, access.Allows(context.CallerOf(), warehouse, ObjectType.CanManage));

    private static void Check(WarehouseSaving saving, string id, string name)
    {
        if (saving != WarehouseSaving.Done)
        {
            throw saving switch
            {
                WarehouseSaving.NameTaken => new ApiException(409, "RESOURCE_ALREADY_EXISTS", $"The workspace has a warehouse '{name}' already. Choose another name."),
                WarehouseSaving.TooMany => new ApiException(400, "QUOTA_EXCEEDED", $"The workspace has {MostInWorkspace} warehouses already. Delete one, or edit one."),
                _ => WarehouseAccess.NotFound(id),
            };
        }
    }
}
