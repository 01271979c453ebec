using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Weir.Agents.Tests.Cursor;

/// <summary>
/// A server that answers as Cursor's APIs are documented to (cursor.com/docs/account/teams/admin-api and .../ai-code-tracking-api, as of autumn 2026): the same members, pages and refusals.
/// It is made from the documentation alone; the real APIs were never asked.
/// </summary>
internal sealed class CursorStandIn : IAsyncDisposable
{
    private const string UsagePath = "/teams/daily-usage-data";
    private const string CommitsPath = "/analytics/ai-code/commits";
    private readonly WebApplication _app;

    private CursorStandIn(WebApplication app) => _app = app;

    /// <summary>Rows of users and days.</summary>
    public List<JsonNode> Usage { get; } = [];

    public List<JsonNode> Commits { get; } = [];

    /// <summary>The most rows that a page has, whatever is asked for.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>What is answered in place of the next pages of usage.</summary>
    public ConcurrentQueue<RequestDelegate> UsageRefusals { get; } = [];

    /// <summary>What is answered in place of the next pages of commits.</summary>
    public ConcurrentQueue<RequestDelegate> CommitRefusals { get; } = [];

    public ConcurrentQueue<AskedPage> UsageAsked { get; } = [];

    public ConcurrentQueue<AskedPage> CommitsAsked { get; } = [];

    public string Url { get; private set; } = string.Empty;

    public static async Task<CursorStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var standIn = new CursorStandIn(app);
        app.MapPost(UsagePath, standIn.AnswerUsageAsync);
        app.MapGet(CommitsPath, standIn.AnswerCommitsAsync);
        await app.StartAsync();
        standIn.Url = app.Urls.First();
        return standIn;
    }

    /// <summary>A row of <c>daily-usage-data</c> as the documentation shows it.</summary>
    public static JsonObject Day(string email, string day, int added, int deleted, int accepts = 0, int rejects = 0) => new()
    {
        ["userId"] = 12345,
        ["day"] = day,
        ["date"] = new DateTimeOffset(DateTime.Parse(day, CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds(),
        ["isActive"] = true,
        ["totalLinesAdded"] = added + 100,
        ["totalLinesDeleted"] = deleted + 100,
        ["acceptedLinesAdded"] = added,
        ["acceptedLinesDeleted"] = deleted,
        ["totalApplies"] = accepts + rejects,
        ["totalAccepts"] = accepts,
        ["totalRejects"] = rejects,
        ["totalTabsShown"] = 342,
        ["totalTabsAccepted"] = 289,
        ["agentRequests"] = 12,
        ["mostUsedModel"] = "gpt-5",
        ["clientVersion"] = "0.25.1",
        ["email"] = email,
    };

    /// <summary>A row of <c>ai-code/commits</c> as the documentation shows it.</summary>
    public static JsonObject Commit(string hash, string email, string time, string? repository = "company/repo") => new()
    {
        ["commitHash"] = hash,
        ["userId"] = "user_3k9x8q",
        ["userEmail"] = email,
        ["repoName"] = repository,
        ["branchName"] = "main",
        ["isPrimaryBranch"] = true,
        ["commitSource"] = "ide",
        ["totalLinesAdded"] = 120,
        ["totalLinesDeleted"] = 30,
        ["nonAiLinesAdded"] = null,
        ["message"] = "Refactor: extract analytics client",
        ["commitTs"] = time,
        ["createdAt"] = "2026-11-26T09:00:30.000Z",
    };

    /// <summary>A refusal in the shape that Cursor's have.</summary>
    public static RequestDelegate Refusal(int status, string message, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsJsonAsync(new { code = "error", message });
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerUsageAsync(HttpContext context)
    {
        var asked = (await JsonNode.ParseAsync(context.Request.Body))!;
        UsageAsked.Enqueue(new AskedPage(context.Request.Headers.Authorization.ToString(), asked["startDate"]!.ToString(), asked["endDate"]!.ToString(), asked["page"]!.GetValue<int>(), asked["pageSize"]!.GetValue<int>()));
        if (UsageRefusals.TryDequeue(out var refusal))
        {
            await refusal(context);
            return;
        }

        var (page, size) = (asked["page"]!.GetValue<int>(), Math.Min(PageSize, asked["pageSize"]!.GetValue<int>()));
        var pages = (Usage.Count + size - 1) / size;
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["data"] = RowsOf(Usage, page, size),
            ["period"] = new JsonObject { ["startDate"] = asked["startDate"]!.DeepClone(), ["endDate"] = asked["endDate"]!.DeepClone() },
            ["pagination"] = new JsonObject { ["page"] = page, ["pageSize"] = size, ["totalUsers"] = Usage.Count, ["totalPages"] = pages, ["hasNextPage"] = page < pages, ["hasPreviousPage"] = page > 1 },
        });
    }

    private async Task AnswerCommitsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (page, wanted) = (int.Parse(query["page"]!, CultureInfo.InvariantCulture), int.Parse(query["pageSize"]!, CultureInfo.InvariantCulture));
        CommitsAsked.Enqueue(new AskedPage(context.Request.Headers.Authorization.ToString(), query["startDate"]!, query["endDate"]!, page, wanted));
        if (CommitRefusals.TryDequeue(out var refusal))
        {
            await refusal(context);
            return;
        }

        var size = Math.Min(PageSize, wanted);
        await context.Response.WriteAsJsonAsync(new JsonObject { ["items"] = RowsOf(Commits, page, size), ["totalCount"] = Commits.Count, ["page"] = page, ["pageSize"] = size });
    }

    private static JsonArray RowsOf(List<JsonNode> rows, int page, int size) => [.. rows.Skip((page - 1) * size).Take(size).Select(row => row.DeepClone())];
}

/// <summary>A page that was asked for.</summary>
internal sealed record AskedPage(string Authorization, string Start, string End, int Page, int PageSize);
