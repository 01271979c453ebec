using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Library;

namespace Weir.Dashboards.Results;

/// <summary><c>/api/2.0/weir/dashboards/{id}/widgets/...</c> and the same of the published copy: what widgets show. Those who view a dashboard send what they select, never SQL.</summary>
internal static class ResultRoutes
{
    private const string Reads = "A result reads, by the dashboard's own statements; one that is denied is audited where it runs.";

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/weir/dashboards/{dashboard_id}").RequireScope(TokenScopes.Dashboards);
        group.MapPost("/widgets/{widget_name}/result", (HttpContext context, WidgetResults results, TimeProvider time, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "widget_name")] string widgetName) =>
            AnswerAsync(context, time, request => results.OfDraftAsync(context.CallerOf(), dashboardId, widgetName, request, context.RequestAborted)))
            .ReadsBody(typeof(ResultRequest)).Produces<WidgetResultAnswer>().AuditsNothing(Reads);
        group.MapPost("/published/widgets/{widget_name}/result", (HttpContext context, WidgetResults results, TimeProvider time, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "widget_name")] string widgetName) =>
            AnswerAsync(context, time, request => results.OfPublishedAsync(context.CallerOf(), dashboardId, widgetName, request, context.RequestAborted)))
            .ReadsBody(typeof(ResultRequest)).Produces<WidgetResultAnswer>().AuditsNothing(Reads);
        group.MapPost("/widgets/{widget_name}/statement", async (HttpContext context, IDashboardLibrary library, TimeProvider time, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "widget_name")] string widgetName) =>
        {
            var draft = await library.FindDraftAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            return StatementOf(draft.Document, widgetName, await context.ReadBodyAsync<ResultRequest>("a request for a result"), time);
        }).ReadsBody(typeof(ResultRequest)).AuditsNothing("A statement is only shown.");
        group.MapPost("/published/widgets/{widget_name}/statement", async (HttpContext context, IDashboardLibrary library, TimeProvider time, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "widget_name")] string widgetName) =>
        {
            // The SQL is for those who may see the draft.
            await library.FindDraftAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            var published = await library.FindPublishedAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            return StatementOf(published.Document, widgetName, await context.ReadBodyAsync<ResultRequest>("a request for a result"), time);
        }).ReadsBody(typeof(ResultRequest)).AuditsNothing("A statement is only shown.");
    }

    private static async Task AnswerAsync(HttpContext context, TimeProvider time, Func<ResultRequest, Task<WidgetResult>> show)
    {
        WidgetResult result;
        try
        {
            result = await show(await context.ReadBodyAsync<ResultRequest>("a request for a result"));
        }
        catch (DashboardQueryException denied) when (denied.Denied is not null)
        {
            throw ApiException.Forbidden(denied.Message);
        }
        catch (DashboardQueryException failed)
        {
            throw failed.IsTemporary ? new ApiException(503, "TEMPORARILY_UNAVAILABLE", failed.Message) : new ApiException(400, "BAD_REQUEST", failed.Message);
        }

        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        ResultWriter.Write(json, result, time.GetUtcNow());
    }

    private static Ok<WidgetStatementAnswer> StatementOf(DashboardDocument document, string widgetName, ResultRequest request, TimeProvider time)
    {
        var statements = WidgetResults.StatementsOf(document, widgetName, request, time);
        var widget = document.FindWidget(widgetName)!.Widget;
        var query = request.Query is { } name
            ? widget.FindQuery(name) ?? throw ApiException.Invalid($"The widget has no query '{name}'.")
            : widget.Queries.FirstOrDefault(query => query.Fields.Count > 0) ?? throw ApiException.Invalid($"The widget '{widgetName}' asks no dataset for anything, so it has no statement.");
        var statement = request.Kind switch
        {
            null or "result" => statements.OfResult(query),
            "rows" => statements.OfRows(query, (request.Point ?? []).ToDictionary(value => value.Key, value => Scalars.Of(value.Value, $"'point.{value.Key}'"), StringComparer.Ordinal)),
            _ => throw ApiException.Invalid("'kind' must be 'result' or 'rows'."),
        };
        return TypedResults.Ok(new WidgetStatementAnswer(statement.Sql, [.. statement.Parameters.Select(parameter => new StatementParameterAnswer(parameter.Name, parameter.Value, parameter.Type))]));
    }
}
