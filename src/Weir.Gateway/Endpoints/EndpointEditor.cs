using System.Text.Json;
using Weir.Accounts.Http;

namespace Weir.Gateway.Endpoints;

/// <summary>Makes, changes and deletes endpoints: checks, protects credentials, stores, and shows the change to the data plane before it answers.</summary>
public sealed class EndpointEditor(IEndpointStore store, EndpointCatalog catalog, ICredentialProtector protector, TimeProvider time) : IDisposable
{
    private static readonly string[] Masks = ["name", "owner", "tags", "config", "config.destinations", "config.fallbacks", "config.rate_limits", "config.inference_table", "config.retries", "config.circuit_breaker", "config.estimate_usage", "config.report_cost"];

    private readonly SemaphoreSlim _editing = new(1);

    /// <summary>Makes an endpoint.</summary>
    /// <exception cref="ApiException">The document is not right, or the name is taken.</exception>
    public Task<StoredEndpoint> CreateAsync(string workspaceId, EndpointAuthor author, EndpointDocument document, CancellationToken cancellationToken) =>
        EditAsync(
            async () =>
            {
                EndpointRules.Check(document);
                author.RequireMayName(document.Config!.InferenceTable, null);
                var now = Now();
                author.RequireMayUseServerIdentity(document, null);
                var made = new StoredEndpoint(Guid.NewGuid().ToString(), workspaceId, author.Name, now, now, author.IsAccountAdmin, Protect(document, null));
                return await store.AddAsync(made, cancellationToken)
                    ? made
                    : throw new ApiException(409, "RESOURCE_ALREADY_EXISTS", $"The endpoint '{document.Name}' exists. Change it with PATCH, or choose another name.");
            },
            cancellationToken);

    /// <summary>Changes the members that <paramref name="updateMask"/> names; without a mask those that the document has.</summary>
    /// <exception cref="ApiException">There is no such endpoint, or the result would not be right.</exception>
    public Task<StoredEndpoint> UpdateAsync(string workspaceId, EndpointAuthor author, string name, EndpointDocument change, string? updateMask, CancellationToken cancellationToken) =>
        EditAsync(
            async () =>
            {
                var before = Existing(workspaceId, name);
                var after = Merge(before.Document, change, MasksOf(updateMask, change));
                if (after.Name is { } newName && newName != name && catalog.FindStored(workspaceId, newName) is not null)
                {
                    throw NameTaken(newName);
                }

                return await ReplaceAsync(before, author, after, cancellationToken);
            },
            cancellationToken);

    /// <summary>Makes the endpoint be as the document says. Doing so again changes nothing.</summary>
    /// <returns>The endpoint, and whether something changed.</returns>
    /// <exception cref="ApiException">The document is not right.</exception>
    public async Task<(StoredEndpoint Endpoint, bool IsChanged)> ApplyAsync(string workspaceId, EndpointAuthor author, EndpointDocument document, CancellationToken cancellationToken)
    {
        if (document.Name is null || catalog.FindStored(workspaceId, document.Name) is not { } before)
        {
            return (await CreateAsync(workspaceId, author, document, cancellationToken), true);
        }

        EndpointRules.Check(document);
        if (Text(Clear(before.Document)) == Text(document))
        {
            return (before, false);
        }

        return (await EditAsync(() => ReplaceAsync(before, author, document, cancellationToken), cancellationToken), true);
    }

    /// <summary>Deletes an endpoint. Its rows stay.</summary>
    /// <exception cref="ApiException">There is no such endpoint.</exception>
    public Task DeleteAsync(string workspaceId, string name, CancellationToken cancellationToken) =>
        EditAsync(
            async () =>
            {
                var endpoint = Existing(workspaceId, name);
                await store.DeleteAsync(endpoint.Id, cancellationToken);
                return endpoint;
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _editing.Dispose();

    private async Task<StoredEndpoint> EditAsync(Func<Task<StoredEndpoint>> edit, CancellationToken cancellationToken)
    {
        await _editing.WaitAsync(cancellationToken);
        try
        {
            var edited = await edit();

            // A client that hangs up now must not keep the change from taking effect.
            await catalog.ReloadAsync(CancellationToken.None);
            return edited;
        }
        finally
        {
            _editing.Release();
        }
    }

    private async Task<StoredEndpoint> ReplaceAsync(StoredEndpoint before, EndpointAuthor author, EndpointDocument document, CancellationToken cancellationToken)
    {
        EndpointRules.Check(document);
        author.RequireMayName(document.Config!.InferenceTable, before.Document.Config!.InferenceTable);
        var kept = Protect(document, before.Document);
        author.RequireMayUseServerIdentity(kept, before.Document);
        var after = before with { Document = kept, AllowPrivateAddress = author.AllowsPrivateAddress(before, document), LastUpdatedTime = Now() };
        return await store.UpdateAsync(before, after, cancellationToken) switch
        {
            EndpointUpdate.Done => after,
            EndpointUpdate.NameTaken => throw NameTaken(after.Name),
            _ => throw new ApiException(409, "RESOURCE_CONFLICT", $"The endpoint '{before.Name}' was changed by somebody else at the same moment. Read it, and try again."),
        };
    }

    private StoredEndpoint Existing(string workspaceId, string name) =>
        catalog.FindStored(workspaceId, name) ?? throw NotFound(name);

    private static ApiException NameTaken(string name) =>
        new(409, "RESOURCE_ALREADY_EXISTS", $"The endpoint '{name}' exists. Choose another name.");

    internal static ApiException NotFound(string name) =>
        new(404, "RESOURCE_DOES_NOT_EXIST", $"The endpoint '{name}' does not exist in this workspace.");

    private static string[] MasksOf(string? updateMask, EndpointDocument change)
    {
        if (string.IsNullOrWhiteSpace(updateMask))
        {
            var config = change.Config;
            string?[] present =
            [
                change.Name is null ? null : "name",
                change.Owner is null ? null : "owner",
                change.Tags is null ? null : "tags",
                config?.Destinations is null ? null : "config.destinations",
                config?.Fallbacks is null ? null : "config.fallbacks",
                config?.RateLimits is null ? null : "config.rate_limits",
                config?.InferenceTable is null ? null : "config.inference_table",
                config?.Retries is null ? null : "config.retries",
                config?.CircuitBreaker is null ? null : "config.circuit_breaker",
                config?.EstimateUsage is null ? null : "config.estimate_usage",
                config?.ReportCost is null ? null : "config.report_cost",
            ];
            return [.. present.OfType<string>()];
        }

        var masks = updateMask.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(masks, mask => !Masks.Contains(mask)) is { } unknown
            ? throw ApiException.Invalid($"'update_mask' names '{unknown}'. It takes {string.Join(", ", Masks)}.")
            : masks;
    }

    private static EndpointDocument Merge(EndpointDocument before, EndpointDocument change, string[] masks)
    {
        var config = change.Config ?? new ConfigDocument();
        foreach (var mask in masks)
        {
            before = mask switch
            {
                "name" => before with { Name = change.Name },
                "owner" => before with { Owner = change.Owner },
                "tags" => before with { Tags = change.Tags },
                "config" => before with { Config = config },
                "config.destinations" => before with { Config = before.Config! with { Destinations = config.Destinations } },
                "config.fallbacks" => before with { Config = before.Config! with { Fallbacks = config.Fallbacks } },
                "config.rate_limits" => before with { Config = before.Config! with { RateLimits = config.RateLimits } },
                "config.retries" => before with { Config = before.Config! with { Retries = config.Retries } },
                "config.circuit_breaker" => before with { Config = before.Config! with { CircuitBreaker = config.CircuitBreaker } },
                "config.report_cost" => before with { Config = before.Config! with { ReportCost = config.ReportCost } },
                "config.estimate_usage" => before with { Config = before.Config! with { EstimateUsage = config.EstimateUsage } },
                _ => before with { Config = before.Config! with { InferenceTable = config.InferenceTable } },
            };
        }

        return before;
    }

    // A stored secret is kept for the same destination at the same address; it is never sent to another.
    private EndpointDocument Protect(EndpointDocument document, EndpointDocument? before)
    {
        var known = before is null ? [] : before.Config!.Destinations!.Concat(before.Config.Fallbacks ?? []).ToList();
        return MapModels(document, destination =>
        {
            var model = destination.ExternalModelConfig!;
            var same = known.Where(other => other.Name == destination.Name && ModelSecret.GoToSamePlace(other.ExternalModelConfig!, model)).Select(other => other.ExternalModelConfig!).ToList();
            if (same.Count > 0 && !ModelSecret.IsIn(model))
            {
                return ModelSecret.Keep(model, same[0]);
            }

            // A document that was merged with the one before has its secrets as they are kept.
            if (same.Exists(other => HasSameSecrets(model, other)))
            {
                return model;
            }

            ModelRules.CheckServiceAccount(destination.Name!, model.ServiceAccountJson);
            return ModelSecret.Map(model, protector.Protect);
        });
    }

    private static bool HasSameSecrets(ModelDocument one, ModelDocument other) => ModelSecret.All.All(secret => secret.Of(one) == secret.Of(other));

    private EndpointDocument Clear(EndpointDocument document) => MapModels(document, destination => ModelSecret.Map(destination.ExternalModelConfig!, protector.Unprotect));

    internal static EndpointDocument MapModels(EndpointDocument document, Func<DestinationDocument, ModelDocument> map) => document with
    {
        Config = document.Config! with
        {
            Destinations = [.. document.Config.Destinations!.Select(destination => destination with { ExternalModelConfig = map(destination) })],
            Fallbacks = document.Config.Fallbacks is { } fallbacks ? [.. fallbacks.Select(destination => destination with { ExternalModelConfig = map(destination) })] : null,
        },
    };

    private static string Text(EndpointDocument document) => JsonSerializer.Serialize(document, EndpointDocument.Json);

    // Stores keep microseconds.
    private DateTime Now()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}
