using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Principals;
using Weir.Accounts.Tokens;
using Weir.Usage.Stores;

namespace Weir.Spend.Budgets;

/// <summary>Budgets as an API, <c>/api/2.0/weir/budgets</c>, for account admins.</summary>
internal static class BudgetRoutes
{
    private const int MostBudgets = 1000;
    private const int MostSubjects = 100;
    private static readonly string[] Parameters = ["name", "amount", "period", "key", "principal", "endpoint_name", "workspace_id", "action"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/weir/budgets").RequireScope(TokenScopes.Settings).RequireAccountAdmin();
        group.MapGet("/", (BudgetDirectory budgets, BudgetLedger ledger, TimeProvider time) => Results.Json(new { budgets = budgets.Budgets.OrderBy(budget => budget.Name, StringComparer.Ordinal).Select(budget => Describe(budget, ledger, time)) }));
        group.MapGet("/{id}", (BudgetDirectory budgets, BudgetLedger ledger, TimeProvider time, string id) => Results.Json(Describe(Find(budgets, id), ledger, time)));
        group.MapPost("/", CreateAsync).Audits("budgets", "createBudget", Parameters, isAccountLevel: true);
        group.MapPatch("/{id}", UpdateAsync).Audits("budgets", "updateBudget", ["id", .. Parameters], isAccountLevel: true);
        group.MapDelete("/{id}", async (HttpContext context, BudgetDirectory budgets, string id) =>
        {
            Find(budgets, id);
            await budgets.DeleteAsync(id, context.RequestAborted);
            return Results.Json(new { });
        }).Audits("budgets", "deleteBudget", ["id"], isAccountLevel: true);
    }

    private static Budget Find(BudgetDirectory budgets, string id) => budgets.Find(id) ?? throw new ApiException(404, "RESOURCE_DOES_NOT_EXIST", $"There is no budget {id}. GET /api/2.0/weir/budgets lists them.");

    private static async Task<IResult> CreateAsync(HttpContext context, BudgetDirectory budgets, BudgetLedger ledger, BudgetLoader loader, IPrincipalNames names, TimeProvider time)
    {
        if (budgets.Budgets.Count >= MostBudgets)
        {
            throw new ApiException(400, "QUOTA_EXCEEDED", $"There are {MostBudgets} budgets already. Delete one, or let one count for each user (USER_DEFAULT) or each value of a tag.");
        }

        return await SaveAsync(context, null, budgets, ledger, loader, names, time);
    }

    private static Task<IResult> UpdateAsync(HttpContext context, BudgetDirectory budgets, BudgetLedger ledger, BudgetLoader loader, IPrincipalNames names, TimeProvider time, string id) =>
        SaveAsync(context, Find(budgets, id), budgets, ledger, loader, names, time);

    private static async Task<IResult> SaveAsync(HttpContext context, Budget? before, BudgetDirectory budgets, BudgetLedger ledger, BudgetLoader loader, IPrincipalNames names, TimeProvider time)
    {
        var document = await JsonSerializer.DeserializeAsync<BudgetDocument>(context.Request.Body, BudgetDocument.Json, context.RequestAborted) ?? throw ApiException.Invalid("The body must be a JSON object.");
        var budget = document.Checked(before, names, context.CallerOf().PrincipalName, time.GetUtcNow().UtcDateTime);
        if (!await budgets.SaveAsync(budget, context.RequestAborted))
        {
            throw new ApiException(409, "RESOURCE_ALREADY_EXISTS", $"There is a budget '{budget.Name}' already. Choose another name, or change that one.");
        }

        try
        {
            await loader.LoadAsync(isExpectedToDiffer: false, context.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            // It is kept; 'is_known' says that what was spent is not known yet.
        }

        // The secret is told once: when it was made here.
        var made = document.WebhookSecret is null && budget.WebhookSecret is { } secret && secret != before?.WebhookSecret ? secret : null;
        return Results.Json(Describe(budget, ledger, time, made));
    }

    private static object Describe(Budget budget, BudgetLedger ledger, TimeProvider time, string? madeSecret = null)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var start = budget.Period.StartAt(now);
        var subjects = ledger.Subjects(budget.Id, start);
        var spent = subjects.Sum(one => one.Spent);
        var isEach = budget.Scope.Key == BudgetKey.UserDefault || (budget.Scope.Key == BudgetKey.RequestTag && budget.Scope.TagValue is null);
        return new
        {
            id = budget.Id,
            name = budget.Name,
            amount = Text(budget.Amount),
            currency_code = "USD",
            period = budget.Period.ToApi(),
            period_start = start,
            period_end = budget.Period.EndOf(start),
            key = budget.Scope.Key.ToApi(),
            workspace_id = budget.Scope.WorkspaceId,
            endpoint_name = budget.Scope.EndpointName,
            principal = budget.Scope.Principal,
            request_tag_key = budget.Scope.TagKey,
            request_tag_value = budget.Scope.TagValue,
            action = budget.Blocks ? "BLOCK" : "NOTIFY",
            alert_thresholds = budget.AlertThresholds,
            webhook_url = budget.WebhookUrl?.ToString(),
            webhook_secret = madeSecret,
            created_by = budget.CreatedBy,
            created_time = budget.CreatedTime,
            last_updated_time = budget.LastUpdatedTime,
            is_known = ledger.IsLoaded(budget),
            spent = Text(spent),
            reserved = Text(subjects.Sum(one => one.Reserved)),
            remaining = isEach ? null : Text(Math.Max(0, budget.Amount - spent)),
            forecast = isEach ? null : Forecast(budget, start, spent, now),
            subjects = isEach ? subjects.OrderByDescending(one => one.Spent).Take(MostSubjects).Select(one => new { subject = one.Subject, spent = Text(one.Spent), remaining = Text(Math.Max(0, budget.Amount - one.Spent)), forecast = Forecast(budget, start, one.Spent, now) }) : null,
        };
    }

    private static object Forecast(Budget budget, DateTime start, decimal spent, DateTime now)
    {
        var forecast = BudgetForecast.Of(budget, start, spent, now);
        return new { projected_spend = Text(forecast.ProjectedSpend), exhausted_time = forecast.ExhaustedTime };
    }

    private static string Text(decimal amount) => amount.ToString("0.##################", CultureInfo.InvariantCulture);
}
