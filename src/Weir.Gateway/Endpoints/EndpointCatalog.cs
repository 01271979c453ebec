using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Weir.Accounts.Replication;

namespace Weir.Gateway.Endpoints;

/// <summary>The endpoints in memory: an immutable snapshot, swapped whole after each change.</summary>
public sealed class EndpointCatalog : IEndpointCatalog, IReplicatedState, IDisposable
{
    private readonly ICredentialProtector _protector;
    private readonly ReplicatedSnapshot<Snapshot> _snapshot;

    /// <summary>A catalog of what a store keeps; nothing is in it until it is loaded.</summary>
    public EndpointCatalog(IEndpointStore store, ICredentialProtector protector)
    {
        _protector = protector;
        _snapshot = new ReplicatedSnapshot<Snapshot>(
            new Snapshot([], FrozenDictionary<string, FrozenDictionary<string, GatewayEndpoint>>.Empty),
            async (before, cancellationToken) => Join(before, await store.LoadAsync(cancellationToken)));
    }

    /// <inheritdoc/>
    public GatewayEndpoint? Find(string workspaceId, string name) =>
        _snapshot.Current.ByWorkspace.TryGetValue(workspaceId, out var endpoints) && endpoints.TryGetValue(name, out var endpoint) ? endpoint : null;

    /// <inheritdoc/>
    public IReadOnlyList<GatewayEndpoint> List(string workspaceId) =>
        _snapshot.Current.ByWorkspace.TryGetValue(workspaceId, out var endpoints) ? [.. endpoints.Values.OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal)] : [];

    /// <summary>The endpoint as it is kept, or NULL.</summary>
    public StoredEndpoint? FindStored(string workspaceId, string name) =>
        _snapshot.Current.Stored.FirstOrDefault(endpoint => endpoint.WorkspaceId == workspaceId && endpoint.Name == name);

    /// <summary>The endpoints of a workspace as they are kept, by name.</summary>
    public IReadOnlyList<StoredEndpoint> ListStored(string workspaceId) =>
        [.. _snapshot.Current.Stored.Where(endpoint => endpoint.WorkspaceId == workspaceId).OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal)];

    /// <summary>The full names of the inference tables that endpoints of any workspace name.</summary>
    public IReadOnlyList<string> InferenceTables =>
        [.. _snapshot.Current.ByWorkspace.Values.SelectMany(endpoints => endpoints.Values).Select(endpoint => endpoint.InferenceTable?.FullName).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>For how many days rows of an inference table are kept: the longest of the endpoints that name it; NULL when none does.</summary>
    public int? RetentionDaysOf(string inferenceTable) =>
        _snapshot.Current.ByWorkspace.Values.SelectMany(endpoints => endpoints.Values).Select(endpoint => endpoint.InferenceTable).OfType<InferenceTable>()
            .Where(table => string.Equals(table.FullName, inferenceTable, StringComparison.OrdinalIgnoreCase)).Max(table => (int?)table.RetentionDays);

    /// <inheritdoc/>
    public string StateName => IEndpointStore.StateName;

    /// <summary>Reads the endpoints from the store. Those that did not change keep their snapshots and connections.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => _snapshot.ReloadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _snapshot.Dispose();

    private Snapshot Join(Snapshot before, IReadOnlyList<StoredEndpoint> stored)
    {
        var endpoints = stored.Select(endpoint =>
        {
            var known = before.ByWorkspace.TryGetValue(endpoint.WorkspaceId, out var names) && names.TryGetValue(endpoint.Name, out var found) ? found : null;
            return known is not null && known.Id == endpoint.Id && known.LastUpdatedTime == endpoint.LastUpdatedTime ? known : Build(endpoint);
        });
        return new Snapshot(
            stored,
            endpoints.GroupBy(endpoint => endpoint.WorkspaceId, StringComparer.Ordinal).ToFrozenDictionary(
                group => group.Key,
                group => group.ToFrozenDictionary(endpoint => endpoint.Name, StringComparer.Ordinal),
                StringComparer.Ordinal));
    }

    private GatewayEndpoint Build(StoredEndpoint stored)
    {
        var config = stored.Document.Config!;
        return new GatewayEndpoint
        {
            Id = stored.Id,
            Name = stored.Name,
            WorkspaceId = stored.WorkspaceId,
            Creator = stored.Creator,
            Owner = stored.Owner,
            CreationTime = stored.CreationTime,
            LastUpdatedTime = stored.LastUpdatedTime,
            Tags = stored.Document.Tags ?? [],
            Destinations = [.. config.Destinations!.Select(destination => Build(stored, destination))],
            Fallbacks = [.. (config.Fallbacks ?? []).Select(destination => Build(stored, destination))],
            RateLimits = [.. (config.RateLimits ?? []).Select(limit => new RateLimit(
                EndpointRules.WithoutPrefix(limit.Key, "RATE_LIMIT_KEY_")!,
                EndpointRules.WithoutPrefix(limit.RenewalPeriod, "RATE_LIMIT_RENEWAL_PERIOD_")!,
                limit.Principal,
                limit.RequestTagKey,
                limit.RequestTagValue,
                limit.Requests,
                limit.Tokens))],
            Retries = RetriesOf(config.Retries),
            CircuitBreaker = BreakerOf(config.CircuitBreaker),
            EstimateUsage = config.EstimateUsage ?? false,
            ReportCost = config.ReportCost ?? false,
            InferenceTable = config.InferenceTable is { } table ? new InferenceTable(table.CatalogName!, table.SchemaName!, table.TableNamePrefix!, table.SamplingFraction ?? 1, table.RetentionDays ?? 30) : null,
        };
    }

    private Destination Build(StoredEndpoint stored, DestinationDocument document) =>
        DestinationOf(document, ModelSecret.Map(document.ExternalModelConfig!, _protector.Unprotect), DestinationId(stored.Id, document.Name!), stored.AllowPrivateAddress);

    /// <summary>The destination that a document describes.</summary>
    /// <param name="document">The document.</param>
    /// <param name="model">How its model is reached, with the secrets in clear.</param>
    /// <param name="id">Its id.</param>
    /// <param name="allowPrivateAddress">Whether it may have a private address.</param>
    internal static Destination DestinationOf(DestinationDocument document, ModelDocument model, string id, bool allowPrivateAddress) => new()
    {
        Id = id,
        Name = document.Name!,
        Type = document.Type ?? "DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL",
        TrafficPercentage = document.TrafficPercentage ?? 0,
        Model = new ExternalModel
        {
            Provider = model.Provider!,
            Name = model.Model!,
            BaseUrl = model.BaseUrl,
            ApiKey = model.ApiKey,
            ApiVersion = model.ApiVersion,
            DrainsOnClientDisconnect = model.OnClientDisconnect == "drain",
            Timeouts = model.Timeouts,
            Region = model.Region,
            Project = model.Project,
            Location = model.Location,
            Auth = model.Auth,
            TenantId = model.TenantId,
            ClientId = model.ClientId,
            ClientSecret = model.ClientSecret,
            AwsAccessKeyId = model.AwsAccessKeyId,
            AwsSecretAccessKey = model.AwsSecretAccessKey,
            AwsSessionToken = model.AwsSessionToken,
            ServiceAccountJson = model.ServiceAccountJson,
            AllowPrivateAddress = allowPrivateAddress,
        },
    };

    private static RetrySettings RetriesOf(RetriesDocument? document) => new(
        document?.MaxRetries ?? RetrySettings.Default.MaxRetries,
        Seconds(document?.InitialBackoffSeconds) ?? RetrySettings.Default.InitialBackoff,
        Seconds(document?.MaxBackoffSeconds) ?? RetrySettings.Default.MaxBackoff);

    private static CircuitBreakerSettings BreakerOf(CircuitBreakerDocument? document) => new(
        document?.Failures ?? CircuitBreakerSettings.Default.Failures,
        Seconds(document?.OpenSeconds) ?? CircuitBreakerSettings.Default.Open);

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;

    // The same destination keeps its id through every change of its endpoint.
    private static string DestinationId(string endpointId, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpointId}/{name}")).AsSpan(0, 16));

    private sealed record Snapshot(IReadOnlyList<StoredEndpoint> Stored, FrozenDictionary<string, FrozenDictionary<string, GatewayEndpoint>> ByWorkspace);
}
