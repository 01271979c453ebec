using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
        group.MapGet("/", (PriceDirectory prices) => TypedResults.Ok(new PriceBookAnswer(prices.Book.Version, prices.Book.List.Source, Overrides(prices))));
        group.MapGet("/effective", Effective);
        group.MapPut("/overrides", EnterAsync).ReadsBody(typeof(PricesChange)).Audits("prices", "enterPrices", ["prices.provider", "prices.model", "prices.usage_type", "prices.rate"], isAccountLevel: true);
        group.MapPost("/import", ImportAsync).ReadsBody(typeof(JsonObject)).Audits("prices", "importPrices", ["format", "valid_from", "dry_run"], isAccountLevel: true);
        group.MapDelete("/overrides/{id}", async (HttpContext context, PriceDirectory prices, string id) =>
            await prices.RemoveAsync(id, context.RequestAborted) ? TypedResults.Ok(new EmptyAnswer()) : throw ApiException.NotFound($"There is no price {id} that was entered or imported. GET /api/2.0/weir/prices lists them; those of a file are taken out of the file."))
            .Audits("prices", "deletePrice", ["id"], isAccountLevel: true);
    }

    private static PriceAnswer PriceOf(PriceOverride entry, StoredPrice? stored = null) => new(
        stored?.Id,
        entry.Layer.ToString().ToUpperInvariant(),
        entry.Provider,
        entry.Model,
        entry.ValidFrom,
        entry.ServiceTier,
        entry.UsageType.ToSql(),
        entry.ContextTier,
        entry.Rate.ToString(CultureInfo.InvariantCulture),
        stored?.CreatedBy,
        stored?.CreatedTime);

    private static IEnumerable<PriceAnswer> Overrides(PriceDirectory prices) =>
        prices.Entered.Select(stored => PriceOf(stored.Entry, stored)).Concat(prices.Book.Overrides.Where(entry => entry.Layer == PriceLayer.File).Select(entry => PriceOf(entry)));

    private static async Task<Ok<EnteredPricesAnswer>> EnterAsync(HttpContext context, PriceDirectory prices, TimeProvider time)
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
        return TypedResults.Ok(new EnteredPricesAnswer(prices.Book.Version, stored.Select(price => PriceOf(price.Entry, price))));
    }

    private static async Task<Ok<ImportedPricesAnswer>> ImportAsync(HttpContext context, PriceDirectory prices, TimeProvider time, string? format, string? valid_from, string? dry_run)
    {
        var from = ReadTime(valid_from, "valid_from", time.GetUtcNow().UtcDateTime);
        var isDryRun = dry_run switch
        {
            null or "" or "false" => false,
            "true" => true,
            _ => throw ApiException.Invalid("'dry_run' must be true or false."),
        };
        using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        IReadOnlyList<PriceChange> changes;
        try
        {
            changes = PriceImport.Changes(prices.Book, [.. PriceImport.Read(format ?? string.Empty, document.RootElement, from).Where(entry => prices.Providers.Contains(entry.Provider, StringComparer.Ordinal))]);
        }
        catch (InvalidDataException wrong)
        {
            throw ApiException.Invalid(wrong.Message);
        }

        if (!isDryRun && changes.Count > 0)
        {
            await prices.EnterAsync([.. changes.Select(change => change.Entry)], context.CallerOf().PrincipalName, context.RequestAborted);
        }

        return TypedResults.Ok(new ImportedPricesAnswer(prices.Book.Version, !isDryRun, changes.Select(change => new ImportedPriceAnswer(
            change.Entry.Provider,
            change.Entry.Model,
            change.Entry.ValidFrom,
            change.Entry.ServiceTier,
            change.Entry.UsageType.ToSql(),
            change.Entry.ContextTier,
            change.Before?.ToString(CultureInfo.InvariantCulture),
            change.Entry.Rate.ToString(CultureInfo.InvariantCulture)))));
    }

    private static DateTime ReadTime(string? text, string name, DateTime otherwise) =>
        string.IsNullOrEmpty(text) ? otherwise
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw ApiException.Invalid($"'{name}' must be a time such as 2026-01-31T12:00:00Z.");

    // What a call would be priced by: for whoever asks why a row costs what it does.
    private static Ok<EffectivePriceAnswer> Effective(
        PriceDirectory prices, TimeProvider clock, string? provider, string? model, string? time, string? input_tokens, string? service_tier)
    {
        if (string.IsNullOrEmpty(provider) || string.IsNullOrEmpty(model))
        {
            throw ApiException.Invalid("Name the 'provider' and the 'model', for example ?provider=openai&model=gpt-5-mini.");
        }

        var at = ReadTime(time, "time", clock.GetUtcNow().UtcDateTime);

        var input = 0L;
        if (input_tokens is { Length: > 0 } tokens && (!long.TryParse(tokens, CultureInfo.InvariantCulture, out input) || input < 0))
        {
            throw ApiException.Invalid("'input_tokens' must be a number of tokens.");
        }

        var tier = service_tier ?? string.Empty;
        var rates = prices.Book.Find(new PricedCall(provider, model, null, tier, at, new TokenUsage { InputTokens = input }));
        return rates is null
            ? throw ApiException.NotFound($"No price is known for the model '{model}' of {provider} in the service tier {ServiceTiers.Of(tier)}. Its calls cost NULL. Enter one with PUT /api/2.0/weir/prices/overrides.")
            : TypedResults.Ok(new EffectivePriceAnswer(
                prices.Book.Version,
                provider,
                model,
                at,
                ServiceTiers.Of(tier),
                rates.ContextTier,
                "USD",
                "MTOK",
                UsageTypes.All.Where(type => rates[type] is not null).ToDictionary(type => type.ToSql(), type => rates[type]!.Value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)));
    }

    private sealed record PricesChange(IReadOnlyList<PriceDocument?>? Prices);
}
