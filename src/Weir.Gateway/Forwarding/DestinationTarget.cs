using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers;

namespace Weir.Gateway.Forwarding;

/// <summary>What reaching a destination needs, worked out once for each version of its configuration.</summary>
internal sealed class DestinationTarget
{
    private readonly ConcurrentDictionary<(Operation, string?), Uri> _addresses = new();
    private readonly string _baseUrl;

    public DestinationTarget(Destination destination, HttpMessageInvoker invoker, Timeouts timeouts, CircuitBreaker circuit)
    {
        Timeouts = timeouts;
        Circuit = circuit;
        Destination = destination;
        Invoker = invoker;
        Provider = ProviderRegistry.Get(destination.Model.Provider);
        ModelJson = JsonSerializer.SerializeToUtf8Bytes(destination.Model.Name);
        _baseUrl = (destination.Model.BaseUrl ?? Provider.DefaultBaseUrl ?? throw new InvalidOperationException($"Destination {destination.Name} has no base_url.")).TrimEnd('/');
    }

    public Destination Destination { get; }

    public HttpMessageInvoker Invoker { get; }

    public Provider Provider { get; }

    public Timeouts Timeouts { get; }

    public CircuitBreaker Circuit { get; }

    /// <summary>The model's name as a JSON string in UTF-8.</summary>
    public ReadOnlyMemory<byte> ModelJson { get; }

    /// <summary>The address of an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="version">The API version in the client's path, where there is one.</param>
    /// <param name="query">The client's query without secrets, <c>?</c> included, or empty.</param>
    public Uri AddressOf(Operation operation, string? version, string query)
    {
        var address = _addresses.GetOrAdd(
            (operation, version),
            static (key, target) => new Uri(target.Provider.UrlOf(target.Destination.Model, target._baseUrl, key.Item1, key.Item2)),
            this);
        if (query.Length == 0)
        {
            return address;
        }

        var text = address.OriginalString;
        return new Uri(text.Contains('?', StringComparison.Ordinal) ? $"{text}&{query.AsSpan(1)}" : text + query);
    }
}

/// <summary>The targets of the destinations in use; one goes when its destination's configuration goes.</summary>
internal sealed class DestinationTargets(ConnectionPools pools, GatewayOptions options, TimeProvider time)
{
    private readonly ConditionalWeakTable<Destination, DestinationTarget> _targets = [];

    public DestinationTarget Get(GatewayEndpoint endpoint, Destination destination) =>
        _targets.TryGetValue(destination, out var target) ? target : _targets.GetValue(destination, made => Open(endpoint, made));

    private DestinationTarget Open(GatewayEndpoint endpoint, Destination destination)
    {
        var own = destination.Model.Timeouts;
        var timeouts = new Timeouts(
            Seconds(own?.ConnectSeconds) ?? options.ConnectTimeout,
            Seconds(own?.FirstTokenSeconds) ?? options.FirstByteTimeout,
            Seconds(own?.IdleSeconds) ?? options.IdleTimeout,
            Seconds(own?.TotalSeconds) ?? options.TotalTimeout);
        return new DestinationTarget(destination, pools.Get(destination.Model, timeouts.Connect), timeouts, new CircuitBreaker(endpoint.CircuitBreaker, time));
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
