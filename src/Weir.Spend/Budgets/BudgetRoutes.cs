using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
        group.MapGet("/", (BudgetDirectory budgets, BudgetLedger ledger, TimeProvider time) => TypedResults.Ok(new BudgetsAnswer(budgets.Budgets.OrderBy(budget => budget.Name, StringComparer.Ordinal).Select(budget => Describe(budget, ledger, time)))));
        group.MapGet("/{id}", (BudgetDirectory budgets, BudgetLedger ledger, TimeProvider time, string id) => TypedResults.Ok(Describe(Find(budgets, id), ledger, time)));
        group.MapPost("/", CreateAsync).ReadsBody(typeof(BudgetDocument)).Audits("budgets", "createBudget", Parameters, isAccountLevel: true);
        group.MapPatch("/{id}", UpdateAsync).ReadsBody(typeof(BudgetDocument)).Audits("budgets", "updateBudget", ["id", .. Parameters], isAccountLevel: true);
        group.MapDelete("/{id}", async (HttpContext context, BudgetDirectory budgets, string id) =>
        {
            Find(budgets, id);
            await budgets.DeleteAsync(id, context.RequestAborted);
            return TypedResults.Ok(new EmptyAnswer());
        }).Audits("budgets", "deleteBudget", ["id"], isAccountLevel: true);
    }

    private static Budget Find(BudgetDirectory budgets, string id) => budgets.Find(id) ?? throw new ApiException(404, "RESOURCE_DOES_NOT_EXIST", $"There is no budget {id}. GET /api/2.0/weir/budgets lists them.");

    private static async Task<Ok<BudgetAnswer>> CreateAsync(HttpContext context, BudgetDirectory budgets, BudgetLedger ledger, BudgetLoader loader, IPrincipalNames names, TimeProvider time)
    {
        if (budgets.Budgets.Count >= MostBudgets)
        {
            throw new ApiException(400, "QUOTA_EXCEEDED", $"There are {MostBudgets} budgets already. Delete one, or let one count for each user (USER_DEFAULT) or each value of a tag.");
        }

        return await SaveAsync(context, null, budgets, ledger, loader, names, time);
    }

    private static Task<Ok<BudgetAnswer>> UpdateAsync(HttpContext context, BudgetDirectory budgets, BudgetLedger ledger, BudgetLoader loader, IPrincipalNames names, TimeProvider time, string id) =>
        SaveAsync(context, Find(budgets, id), budgets, ledger, loader, names, time);

    private static async Task<Ok<BudgetAnswer>> SaveAsync(HttpContext context, Budget? before, BudgetDirectory budgets, BudgetLedger ledger, BudgetLoader loader, IPrincipalNames names, TimeProvider time)
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
        return TypedResults.Ok(Describe(budget, ledger, time, made));
    }

    private static BudgetAnswer Describe(Budget budget, BudgetLedger ledger, TimeProvider time, string? madeSecret = null)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var start = budget.Period.StartAt(now);
        var subjects = ledger.Subjects(budget.Id, start);
        var spent = subjects.Sum(one => one.Spent);
        var isEach = budget.Scope.Key == BudgetKey.UserDefault || (budget.Scope.Key == BudgetKey.RequestTag && budget.Scope.TagValue is null);
        return new BudgetAnswer
        {
            Id = budget.Id,
            Name = budget.Name,
            Amount = Text(budget.Amount),
            CurrencyCode = "USD",
            Period = budget.Period.ToApi(),
            PeriodStart = start,
            PeriodEnd = budget.Period.EndOf(start),
            Key = budget.Scope.Key.ToApi(),
            WorkspaceId = budget.Scope.WorkspaceId,
            EndpointName = budget.Scope.EndpointName,
            Principal = budget.Scope.Principal,
            RequestTagKey = budget.Scope.TagKey,
            RequestTagValue = budget.Scope.TagValue,
            Action = budget.Blocks ? "BLOCK" : "NOTIFY",
            AlertThresholds = budget.AlertThresholds,
            WebhookUrl = budget.WebhookUrl?.ToString(),
            WebhookSecret = madeSecret,
            CreatedBy = budget.CreatedBy,
            CreatedTime = budget.CreatedTime,
            LastUpdatedTime = budget.LastUpdatedTime,
            IsKnown = ledger.IsLoaded(budget),
            Spent = Text(spent),
            Reserved = Text(subjects.Sum(one => one.Reserved)),
            Remaining = isEach ? null : Text(Math.Max(0, budget.Amount - spent)),
            Forecast = isEach ? null : Forecast(budget, start, spent, now),
            Subjects = isEach ? subjects.OrderByDescending(one => one.Spent).Take(MostSubjects).Select(one => new BudgetSubjectAnswer(one.Subject, Text(one.Spent), Text(Math.Max(0, budget.Amount - one.Spent)), Forecast(budget, start, one.Spent, now))) : null,
        };
    }

    private static BudgetForecastAnswer Forecast(Budget budget, DateTime start, decimal spent, DateTime now)
    {
        var forecast = BudgetForecast.Of(budget, start, spent, now);
        return new BudgetForecastAnswer(Text(forecast.ProjectedSpend), forecast.ExhaustedTime);
    }

    private static string Text(decimal amount) => amount.ToString("0.##################", CultureInfo.InvariantCulture);
}
