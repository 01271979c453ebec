using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Spend.Prices.Import;
using Weir.Usage.Records;

namespace Weir.Spend.Prices;

/// <summary>The price book as an API, <c>/api/2.0/weir/prices</c>, for account admins.</summary>
internal static class PriceRoutes
{
    private const int MostAtOnce = 1000;

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/weir/prices").RequireScope(TokenScopes.Settings).RequireAccountAdmin();
        group.MapGet("/", (PriceDirectory prices) => Results.Json(new { price_version = prices.Book.Version, list_source = prices.Book.List.Source, overrides = Overrides(prices) }));
        group.MapGet("/effective", Effective);
        group.MapPut("/overrides", EnterAsync).Audits("prices", "enterPrices", ["prices.provider", "prices.model", "prices.usage_type", "prices.rate"], isAccountLevel: true);
        group.MapPost("/import", ImportAsync).Audits("prices", "importPrices", ["format", "valid_from", "dry_run"], isAccountLevel: true);
        group.MapDelete("/overrides/{id}", async (HttpContext context, PriceDirectory prices, string id) =>
            await prices.RemoveAsync(id, context.RequestAborted) ? Results.Json(new { }) : ApiError.NotFound($"There is no price {id} that was entered or imported. GET /api/2.0/weir/prices lists them; those of a file are taken out of the file."))
            .Audits("prices", "deletePrice", ["id"], isAccountLevel: true);
    }

    private static object PriceOf(PriceOverride entry, StoredPrice? stored = null) => new
    {
        id = stored?.Id,
        source = entry.Layer.ToString().ToUpperInvariant(),
        provider = entry.Provider,
        model = entry.Model,
        valid_from = entry.ValidFrom,
        service_tier = entry.ServiceTier,
        usage_type = entry.UsageType.ToSql(),
        context_tier = entry.ContextTier,
        rate = entry.Rate.ToString(CultureInfo.InvariantCulture),
        created_by = stored?.CreatedBy,
        created_time = stored?.CreatedTime,
    };

    private static IEnumerable<object> Overrides(PriceDirectory prices) =>
        prices.Entered.Select(stored => PriceOf(stored.Entry, stored)).Concat(prices.Book.Overrides.Where(entry => entry.Layer == PriceLayer.File).Select(entry => PriceOf(entry)));

    private static async Task<IResult> EnterAsync(HttpContext context, PriceDirectory prices, TimeProvider time)
    {
        var change = await JsonSerializer.DeserializeAsync<PricesChange>(context.Request.Body, PriceDocument.Json, context.RequestAborted);
        if (change?.Prices is not { Count: > 0 and <= MostAtOnce })
        {
            throw ApiException.Invalid($"'prices' must be a list of 1 to {MostAtOnce} of {{\"provider\", \"model\", \"usage_type\", \"rate\"}}, each with 'valid_from', 'service_tier' and 'context_tier' where they are not the usual ones.");
        }

        List<PriceOverride> entered;
        try
        {
            entered = [.. change.Prices.Select(price => (price ?? throw new InvalidDataException("'prices' has a null.")).Checked(prices.Providers, PriceLayer.Admin, time.GetUtcNow().UtcDateTime))];
        }
        catch (InvalidDataException wrong)
        {
            throw ApiException.Invalid(wrong.Message);
        }

        var stored = await prices.EnterAsync(entered, context.CallerOf().PrincipalName, context.RequestAborted);
        return Results.Json(new { price_version = prices.Book.Version, overrides = stored.Select(price => PriceOf(price.Entry, price)) });
    }

    private static async Task<IResult> ImportAsync(HttpContext context, PriceDirectory prices, TimeProvider time)
    {
        var query = context.Request.Query;
        var from = ReadTime(query["valid_from"].ToString(), "valid_from", time.GetUtcNow().UtcDateTime);
        var isDryRun = query["dry_run"].ToString() switch
        {
            "" or "false" => false,
            "true" => true,
            _ => throw ApiException.Invalid("'dry_run' must be true or false."),
        };
        using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        IReadOnlyList<PriceChange> changes;
        try
        {
            changes = PriceImport.Changes(prices.Book, [.. PriceImport.Read(query["format"].ToString(), document.RootElement, from).Where(entry => prices.Providers.Contains(entry.Provider, StringComparer.Ordinal))]);
        }
        catch (InvalidDataException wrong)
        {
            throw ApiException.Invalid(wrong.Message);
        }

        if (!isDryRun && changes.Count > 0)
        {
            await prices.EnterAsync([.. changes.Select(change => change.Entry)], context.CallerOf().PrincipalName, context.RequestAborted);
        }

        return Results.Json(new
        {
            price_version = prices.Book.Version,
            is_imported = !isDryRun,
            changes = changes.Select(change => new
            {
                provider = change.Entry.Provider,
                model = change.Entry.Model,
                valid_from = change.Entry.ValidFrom,
                service_tier = change.Entry.ServiceTier,
                usage_type = change.Entry.UsageType.ToSql(),
                context_tier = change.Entry.ContextTier,
                rate_before = change.Before?.ToString(CultureInfo.InvariantCulture),
                rate_after = change.Entry.Rate.ToString(CultureInfo.InvariantCulture),
            }),
        });
    }

    private static DateTime ReadTime(string text, string name, DateTime otherwise) =>
        text.Length == 0 ? otherwise
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw ApiException.Invalid($"'{name}' must be a time such as 2026-01-31T12:00:00Z.");

    // What a call would be priced by: for whoever asks why a row costs what it does.
    private static IResult Effective(HttpContext context, PriceDirectory prices, TimeProvider time)
    {
        var query = context.Request.Query;
        var (provider, model) = (query["provider"].ToString(), query["model"].ToString());
        if (provider.Length == 0 || model.Length == 0)
        {
            return ApiError.Invalid("Name the 'provider' and the 'model', for example ?provider=openai&model=gpt-5-mini.");
        }

        var at = ReadTime(query["time"].ToString(), "time", time.GetUtcNow().UtcDateTime);

        var input = 0L;
        if (query["input_tokens"].ToString() is { Length: > 0 } tokens && (!long.TryParse(tokens, CultureInfo.InvariantCulture, out input) || input < 0))
        {
            return ApiError.Invalid("'input_tokens' must be a number of tokens.");
        }

        var tier = query["service_tier"].ToString();
        var rates = prices.Book.Find(new PricedCall(provider, model, null, tier, at, new TokenUsage { InputTokens = input }));
        return rates is null
            ? ApiError.NotFound($"No price is known for the model '{model}' of {provider} in the service tier {ServiceTiers.Of(tier)}. Its calls cost NULL. Enter one with PUT /api/2.0/weir/prices/overrides.")
            : Results.Json(new
            {
                price_version = prices.Book.Version,
                provider,
                model,
                time = at,
                service_tier = ServiceTiers.Of(tier),
                context_tier = rates.ContextTier,
                currency_code = "USD",
                usage_unit = "MTOK",
                rates = UsageTypes.All.Where(type => rates[type] is not null).ToDictionary(type => type.ToSql(), type => rates[type]!.Value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal),
            });
    }

    private sealed record PricesChange(IReadOnlyList<PriceDocument?>? Prices);
}
