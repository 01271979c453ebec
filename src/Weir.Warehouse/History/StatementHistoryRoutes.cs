using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Warehouse.History;

/// <summary>
/// <c>GET /api/2.0/sql/history/queries</c>: the statements of the call's workspace. Everybody sees their own; admins of the workspace, whom account
/// admins are in each, see everybody's.
/// </summary>
internal static class StatementHistoryRoutes
{
    private const int UsualPage = 100;
    private const int LargestPage = 1000;
    private const string Range = "filter_by.query_start_time_range.";

    private static readonly string[] Statuses = ["QUEUED", "RUNNING", "FINISHED", "FAILED", "CANCELED"];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGroup("/api/2.0/sql/history").RequireScope(TokenScopes.Sql).MapGet("/queries", ListAsync);

    private static async Task<Ok<StatementHistoryAnswer>> ListAsync(HttpContext context, StatementHistory history)
    {
        var size = (int)(Number(context, "max_results") ?? UsualPage);
        if (size is < 1 or > LargestPage)
        {
            throw ApiException.Invalid($"'max_results' must be 1 to {LargestPage}.");
        }

        var statuses = Words(context, "filter_by.statuses");
        if (statuses?.FirstOrDefault(status => !Statuses.Contains(status, StringComparer.Ordinal)) is { } unknown)
        {
            throw ApiException.Invalid($"'{unknown}' is no status of the history. Use {string.Join(", ", Statuses)}.");
        }

        var caller = context.CallerOf();
        var question = new StatementHistoryQuestion(
            caller.WorkspaceId,
            UsersOf(caller, Words(context, "filter_by.user_ids")),
            statuses,
            Words(context, "filter_by.warehouse_ids"),
            Number(context, Range + "start_time_ms"),
            Number(context, Range + "end_time_ms"),
            PlaceOf(context.Request.Query["page_token"].ToString()),
            size + 1);
        var found = await history.ListAsync(question, context.RequestAborted);
        var next = found.Count > size ? string.Create(CultureInfo.InvariantCulture, $"{found[size - 1].StartTime}.{found[size - 1].Id}") : null;
        return TypedResults.Ok(new StatementHistoryAnswer([.. found.Take(size).Select(PastStatementAnswer.Of)], next, next is not null));
    }

    private static IReadOnlyList<string>? UsersOf(Caller caller, IReadOnlyList<string>? asked)
    {
        if (caller.IsAccountAdmin || caller.IsWorkspaceAdmin)
        {
            return asked;
        }

        return asked is null || asked.All(id => id == caller.PrincipalId)
            ? [caller.PrincipalId]
            : throw ApiException.Forbidden("Only admins of the workspace may see what others ran. Leave 'filter_by.user_ids' out to see your own.");
    }

    private static List<string>? Words(HttpContext context, string name) =>
        context.Request.Query[name] is { Count: > 0 } values ? [.. values.Where(value => value is { Length: > 0 }).Select(value => value!)] : null;

    private static long? Number(HttpContext context, string name) => context.Request.Query[name].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw ApiException.Invalid($"'{name}' must be a whole number."),
    };

    private static StatementHistoryPlace? PlaceOf(string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        var point = token.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && long.TryParse(token.AsSpan(0, point), NumberStyles.None, CultureInfo.InvariantCulture, out var start) && Guid.TryParse(token.AsSpan(point + 1), out _)
            ? new StatementHistoryPlace(start, token[(point + 1)..])
            : throw ApiException.Invalid("'page_token' must be the 'next_page_token' of an answer.");
    }
}

/// <summary>A page of the history.</summary>
internal sealed record StatementHistoryAnswer(IReadOnlyList<PastStatementAnswer> Res, string? NextPageToken, bool HasNextPage);

/// <summary>A statement of the history. Times are milliseconds since 1970, <paramref name="Duration"/> is milliseconds.</summary>
internal sealed record PastStatementAnswer(
    string QueryId,
    string QueryText,
    string Status,
    long? UserId,
    string UserName,
    string WarehouseId,
    long QueryStartTimeMs,
    long? QueryEndTimeMs,
    long Duration,
    long? RowsProduced,
    string? ErrorMessage)
{
    public static PastStatementAnswer Of(PastStatement statement) => new(
        statement.Id,
        statement.Text,
        statement.Status,
        long.TryParse(statement.UserId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
        statement.UserName,
        statement.WarehouseId,
        statement.StartTime,
        statement.EndTime,
        statement.Duration,
        statement.RowsProduced,
        statement.ErrorMessage);
}
